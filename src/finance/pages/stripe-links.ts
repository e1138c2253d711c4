import { html, type Html } from '../../http/html.ts';
import { paymentTexts } from './payments/texts.ts';
import type { Visit } from './visit.ts';

/** Where Stripe's dashboard shows an object, by what its id begins with. Balance lines have no page of their own. */
const PLACES: readonly [prefix: RegExp, place: string][] = [
  [/^(ch|py|pi)_/, 'payments'],
  [/^(re|pyr)_/, 'refunds'],
  [/^(dp|du)_/, 'disputes'],
  [/^po_/, 'payouts'],
  [/^sub_/, 'subscriptions'],
  [/^cus_/, 'customers'],
  [/^in_/, 'invoices'],
  [/^evt_/, 'events'],
];

/** The address of an object in Stripe's dashboard; null where there is none. Pure. */
export function dashboardUrl(id: string, livemode: boolean): string | null {
  if (!/^[A-Za-z0-9_]{4,255}$/.test(id)) return null;
  const place = PLACES.find(([prefix]) => prefix.test(id))?.[1];
  return place === undefined ? null : `https://dashboard.stripe.com/${livemode ? '' : 'test/'}${place}/${id}`;
}

/** An id of Stripe's, leading to Stripe where it can; Stripe is told nothing of the page that it was pressed on. */
export function stripeId({ lang, config }: Visit, id: string): Html {
  const url = dashboardUrl(id, config.stripe.livemode);
  if (url === null) return html`<span class="id">${id}</span>`;
  const label = paymentTexts(lang).openInStripe(id);
  return html`<a class="id" href="${url}" rel="noreferrer" title="${label}">${id}</a>`;
}
