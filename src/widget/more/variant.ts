import type { Host } from '../host.ts';

/** One number for all boxes of a page view; the next page draws anew, and nothing is stored. */
let drawn = { page: '', number: 0 };

/** Lays the drawn variant's texts over the publisher's. */
export function variant(host: Host): void {
  const { view } = host;
  const { variants = [], texts } = view.config;
  const page = location.pathname;
  if (drawn.page !== page) drawn = { page, number: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0 };
  const one = variants[drawn.number % variants.length];
  if (!one) return;
  host.variant = one.id;
  view.config = { ...view.config, texts: { ...texts, ...one.texts } };
}
