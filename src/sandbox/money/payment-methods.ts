import { cards, type CardName } from '../checkout/cards.ts';
import type { Charge, PaymentMethod } from '../world/objects.ts';
import type { World } from '../world/world.ts';

/** Who pays, and with what. */
export type Payer = {
  card: CardName;
  email: string | null;
  name?: string | null;
  country?: string | undefined;
};

/** Makes the payment method a reader would have typed in. */
export function makePaymentMethod(
  world: World,
  { payer, currency, customer }: { payer: Payer; currency: string; customer: string | null },
): PaymentMethod {
  const card = cards[payer.card];
  const country = payer.country ?? card.country;
  const last4 = card.number.slice(-4);
  const method: PaymentMethod = {
    id: world.random.id('pm'),
    object: 'payment_method',
    allow_redisplay: 'limited',
    billing_details: {
      address: emptyAddress(country),
      email: payer.email,
      name: payer.name ?? null,
      phone: null,
      tax_id: null,
    },
    created: world.clock.now(),
    customer,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: card.kind === 'card' ? 'card' : bankTypeFor(currency),
  };
  if (method.type === 'card') {
    method.card = {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country,
      display_brand: card.brand,
      exp_month: 12,
      exp_year: new Date(world.clock.nowMs()).getUTCFullYear() + 4,
      fingerprint: `fp_${card.number.slice(-8)}`,
      funding: 'credit',
      generated_from: null,
      last4,
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    };
  }
  if (method.type === 'sepa_debit')
    method.sepa_debit = {
      bank_code: '37040044',
      branch_code: '',
      country: 'DE',
      fingerprint: 'fp_bank',
      generated_from: null,
      last4,
    };
  if (method.type === 'bacs_debit')
    method.bacs_debit = { fingerprint: 'fp_bank', last4: '2345', sort_code: '108800' };
  if (method.type === 'us_bank_account') method.us_bank_account = usBankAccount;
  world.state.paymentMethods.add(method);
  world.state.cardOf.set(method.id, payer.card);
  return method;
}

/** The direct debit of the currency's country. */
export function bankTypeFor(currency: string): 'us_bank_account' | 'bacs_debit' | 'sepa_debit' {
  if (currency === 'usd') return 'us_bank_account';
  return currency === 'gbp' ? 'bacs_debit' : 'sepa_debit';
}

/** What a charge shows of the method that paid it. */
export function chargeDetails(
  world: World,
  method: PaymentMethod,
): NonNullable<Charge['payment_method_details']> {
  if (method.card !== undefined) {
    const { brand, country, exp_month, exp_year, funding, last4 } = method.card;
    const isAuthenticated = world.state.cardOf.get(method.id) === 'threeDSecure';
    return {
      type: 'card',
      card: {
        amount_authorized: null,
        authorization_code: null,
        brand,
        checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
        country,
        electronic_commerce_indicator: null,
        exp_month,
        exp_year,
        fingerprint: method.card.fingerprint ?? null,
        funding,
        installments: null,
        last4,
        mandate: null,
        network: brand,
        network_transaction_id: null,
        regulated_status: 'unregulated',
        three_d_secure: isAuthenticated ? authenticated : null,
        transaction_link_id: null,
        wallet: null,
      },
    };
  }
  if (method.us_bank_account !== undefined) {
    const { account_holder_type, account_type, bank_name, last4, routing_number } = method.us_bank_account;
    const shown = {
      account_holder_type,
      account_type,
      bank_name,
      fingerprint: 'fp_bank',
      last4,
      payment_reference: null,
      routing_number,
    };
    return { type: 'us_bank_account', us_bank_account: shown };
  }
  if (method.bacs_debit !== undefined)
    return { type: 'bacs_debit', bacs_debit: { ...method.bacs_debit, mandate: null } };
  const bank = { bank_code: '37040044', branch_code: '', country: 'DE', fingerprint: 'fp_bank' };
  return {
    type: 'sepa_debit',
    sepa_debit: { ...bank, last4: method.sepa_debit?.last4 ?? null, mandate: null },
  };
}

const authenticated = {
  authentication_flow: 'challenge' as const,
  electronic_commerce_indicator: '05' as const,
  exemption_indicator: null,
  result: 'authenticated' as const,
  result_reason: null,
  transaction_id: null,
  version: '2.2.0' as const,
};

const usBankAccount = {
  account_holder_type: 'individual' as const,
  account_type: 'checking' as const,
  bank_name: 'STRIPE TEST BANK',
  financial_connections_account: null,
  fingerprint: 'fp_bank',
  last4: '6789',
  networks: { preferred: 'ach', supported: ['ach' as const] },
  routing_number: '110000000',
  status_details: null,
};

export function emptyAddress(country: string | null) {
  return { city: null, country, line1: null, line2: null, postal_code: null, state: null };
}
