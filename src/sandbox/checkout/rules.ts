import type Stripe from 'stripe';
import { invalidRequest, missingParam, StripeFault } from '../http/fault.ts';
import { currencyOf, largestMinor } from '../money/currencies.ts';

type Params = Stripe.Checkout.SessionCreateParams;

/** The rules of a new session that its types cannot say. */
export function checkSessionParams(params: Params, nowSeconds: number): void {
  if (params.mode === undefined) throw missingParam('mode');
  if (params.mode === 'setup')
    throw invalidRequest('This sandbox serves the modes payment and subscription.', 'mode');
  checkUrls(params);
  if (params.line_items === undefined || params.line_items.length === 0) throw missingParam('line_items');
  checkModeBlocks(params);
  checkCustomer(params);
  checkExpiry(params.expires_at, nowSeconds);
  checkLengths(params);
  checkMetadata(params.metadata, 'metadata');
  checkMetadata(params.payment_intent_data?.metadata, 'payment_intent_data[metadata]');
  checkMetadata(params.subscription_data?.metadata, 'subscription_data[metadata]');
}

/** At most 50 keys of 40 characters with values of 500. */
export function checkMetadata(metadata: unknown, param: string): void {
  if (typeof metadata !== 'object' || metadata === null) return;
  const entries = Object.entries(metadata);
  if (entries.length > 50)
    throw invalidRequest(`Metadata can have up to 50 keys; you passed ${entries.length}.`, param);
  for (const [key, value] of entries) {
    if (key.length > 40) throw tooLong(`${param}[${key}]`, 40, key, 'Metadata keys');
    if (String(value).length > 500) throw tooLong(`${param}[${key}]`, 500, String(value), 'Metadata values');
  }
}

/** An amount Stripe would charge in this currency. */
export function checkAmount(amountMinor: number, currency: string, param: string): void {
  const found = currencyOf(currency);
  if (found === undefined || currency !== currency.toLowerCase())
    throw invalidRequest(
      `Invalid currency: ${currency}. Stripe currently supports these currencies: usd, eur, gbp and more.`,
      'currency',
    );
  if (amountMinor < 0)
    throw invalidRequest('Invalid non-negative integer', param, 'parameter_invalid_integer');
  if (amountMinor % found.chargeStep !== 0)
    throw new StripeFault(400, {
      type: 'invalid_request_error',
      code:
        found.chargeStep === 100 ? 'invalid_charge_amount_no_decimal_compatible' : 'invalid_charge_amount',
      message: `Amounts in ${currency} must be divisible by ${found.chargeStep}.`,
      param,
    });
  if (amountMinor > largestMinor(currency))
    throw invalidRequest(
      `Amount must be no more than ${largestMinor(currency)} ${currency}`,
      param,
      'amount_too_large',
    );
}

/** The whole of a session must reach the least Stripe charges. */
export function checkMinimum(totalMinor: number, currency: string): void {
  const minimum = currencyOf(currency)?.minimumMinor ?? 0;
  if (totalMinor < minimum)
    throw invalidRequest(
      `The Checkout Session's total amount due must add up to at least ${minimum} in the smallest unit of ${currency}.`,
      undefined,
      'amount_too_small',
    );
}

function checkUrls(params: Params): void {
  const uiMode = params.ui_mode ?? 'hosted_page';
  if (uiMode !== 'hosted_page')
    throw invalidRequest('This sandbox serves the hosted page only: ui_mode must be hosted_page.', 'ui_mode');
  if (params.success_url === undefined) throw missingParam('success_url');
  if (params.return_url !== undefined)
    throw invalidRequest('`return_url` may not be used when `ui_mode` is `hosted_page`.', 'return_url');
  for (const [param, text] of [
    ['success_url', params.success_url],
    ['cancel_url', params.cancel_url],
  ] as const) {
    if (text === undefined) continue;
    const url = URL.parse(text.replace('{CHECKOUT_SESSION_ID}', 'id'));
    if (url === null || !/^https?:$/.test(url.protocol))
      throw invalidRequest('Not a valid URL', param, 'url_invalid');
    if (text.length > 5000) throw tooLong(param, 5000, text);
  }
}

function checkModeBlocks(params: Params): void {
  const forbidden: [boolean, string][] =
    params.mode === 'payment'
      ? [[params.subscription_data !== undefined, 'subscription_data']]
      : [
          [params.payment_intent_data !== undefined, 'payment_intent_data'],
          [params.invoice_creation !== undefined, 'invoice_creation'],
          [params.customer_creation !== undefined, 'customer_creation'],
        ];
  for (const [isGiven, param] of forbidden)
    if (isGiven) throw invalidRequest(`You can not pass \`${param}\` in \`${params.mode}\` mode.`, param);
  if ((params.line_items?.length ?? 0) > (params.mode === 'payment' ? 100 : 20))
    throw invalidRequest('Too many line items.', 'line_items');
}

function checkCustomer(params: Params): void {
  if (params.customer !== undefined && params.customer_email !== undefined)
    throw invalidRequest(
      'You may only specify one of these parameters: customer, customer_email.',
      'customer',
    );
  if (params.customer !== undefined && params.customer_creation !== undefined)
    throw invalidRequest(
      'You may only specify one of these parameters: customer, customer_creation.',
      'customer_creation',
    );
  if (params.customer_email !== undefined && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(params.customer_email))
    throw invalidRequest(
      `Invalid email address: ${params.customer_email}`,
      'customer_email',
      'email_invalid',
    );
}

function checkExpiry(expiresAt: number | undefined, nowSeconds: number): void {
  if (expiresAt === undefined) return;
  // A request takes a moment to arrive: Stripe allows for it, and so does this.
  if (expiresAt < nowSeconds + 30 * 60 - 5)
    throw invalidRequest(
      'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.',
      'expires_at',
    );
  if (expiresAt > nowSeconds + 24 * 3600 + 5)
    throw invalidRequest(
      'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.',
      'expires_at',
    );
}

function checkLengths(params: Params): void {
  const limits: [string, string | undefined, number][] = [
    ['client_reference_id', params.client_reference_id, 200],
    ['payment_intent_data[description]', params.payment_intent_data?.description, 1000],
    [
      'payment_intent_data[statement_descriptor_suffix]',
      params.payment_intent_data?.statement_descriptor_suffix,
      22,
    ],
    ['subscription_data[description]', params.subscription_data?.description, 500],
    ...Object.entries(params.custom_text ?? {}).map(([name, text]): [string, string | undefined, number] => [
      `custom_text[${name}][message]`,
      typeof text === 'object' ? text.message : undefined,
      1200,
    ]),
    ...(params.custom_fields ?? []).flatMap((field, i): [string, string | undefined, number][] => [
      [`custom_fields[${i}][key]`, field.key, 200],
      [`custom_fields[${i}][label][custom]`, field.label.custom, 100],
    ]),
  ];
  for (const [param, text, most] of limits)
    if (text !== undefined && text.length > most) throw tooLong(param, most, text);
  if ((params.custom_fields?.length ?? 0) > 3)
    throw invalidRequest('You may pass at most 3 custom fields.', 'custom_fields');
}

function tooLong(param: string, most: number, text: string, noun = 'String'): StripeFault {
  return invalidRequest(
    `Invalid string: ${text.slice(0, 6)}...${text.slice(-4)}; ${noun === 'String' ? '' : `${noun} `}must be at most ${most} characters`,
    param,
  );
}
