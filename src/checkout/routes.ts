import type { Request } from 'express';
import type { AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { countryOf, donorRisk } from '../http/country.ts';
import { allowPublisherOrigin, preflight } from '../http/cors.ts';
import { parse } from '../http/parse.ts';
import { limitPerSource } from '../http/rate-limit.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import type { CheckoutRequest } from './contract.ts';
import { givePages, type Checkout } from './give-routes.ts';
import { acceptCheckout, checkoutBodySchema, configQuery } from './request.ts';
import { returnAddresses } from './return-address.ts';
import { checkoutDesk } from './start-checkout.ts';
import { thanksRoutes } from './thanks-routes.ts';
import { configAnswers } from './widget-config.ts';

const IDEMPOTENCY_KEY = /^[\x20-\x7e]{8,200}$/;

/** From the box to Stripe's page, and back to the thank-you page. */
export function checkoutRoutes(ctx: AppContext): Route[] {
  const { config } = ctx;
  const addresses = returnAddresses(config);
  const desk = checkoutDesk(ctx, addresses);
  const limit = limitPerSource(config.publisher.limits.checkoutsPerHour, 3_600);
  const configFor = configAnswers(ctx);

  const checkout: Checkout = async (req, request, { key, fields }) => {
    const accepted = acceptCheckout(config.publisher, request, fields);
    const returnTo = addresses.check(request.returnTo, fields.returnTo);
    if (!config.publisher.open)
      throw new AppError(
        403,
        'closed',
        'This publisher takes no support at the moment. Nothing was charged.',
      );
    if (donorRisk(config, { country: countryOf(config, req), lang: accepted.lang }) === 'stop') {
      throw new AppError(
        403,
        'stopped_for_safety',
        'Paying from where you are can put you at risk, so this page does not go on. Nothing was charged.',
      );
    }
    await limit(req);
    return desk.start(key, accepted, returnTo);
  };

  return [
    {
      method: 'get',
      path: '/v1/widget-config',
      access: PUBLIC,
      async handle(req, res) {
        allowPublisherOrigin(config, req, res);
        const query = parse(configQuery, req.query, 'query');
        if (config.countryHeader !== null) res.vary(config.countryHeader);
        res.setHeader('Cache-Control', 'public, max-age=300');
        const reader = { lang: query.lang, currency: query.currency, country: countryOf(config, req) };
        res.type('application/json').send(await configFor(reader));
      },
    },
    preflight(config, '/v1/widget-config'),
    {
      method: 'post',
      path: '/v1/checkout',
      access: PUBLIC,
      body: 'json',
      async handle(req, res) {
        allowPublisherOrigin(config, req, res);
        const body = parse(checkoutBodySchema, req.body) as CheckoutRequest;
        const answer = await checkout(req, body, {
          key: idempotencyKey(req),
          fields: { amount: 'amountMinor', currency: 'currency', returnTo: 'returnTo' },
        });
        res.setHeader('Cache-Control', 'no-store');
        res.status(201).type('application/json').send(answer);
      },
    },
    preflight(config, '/v1/checkout'),
    ...givePages(ctx, checkout),
    ...thanksRoutes(ctx, addresses),
  ];
}

function idempotencyKey(req: Request): string {
  const key = req.get('Idempotency-Key');
  if (key !== undefined && IDEMPOTENCY_KEY.test(key)) return key;
  throw new AppError(
    400,
    'idempotency_key_required',
    'Send an Idempotency-Key header of 8 to 200 printable characters, a new one for each choice of a reader.',
    { field: 'Idempotency-Key' },
  );
}
