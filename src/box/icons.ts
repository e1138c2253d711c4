import type { PaymentMark } from '../checkout/contract.ts';
import { el, type Tree } from './tree.ts';

const CIRCLE = 'M9 1.2a7.8 7.8 0 1 0 0 15.6A7.8 7.8 0 0 0 9 1.2Z';

/** Line icons of our own drawing, one path each on an 18 by 18 ground. */
const PATHS = {
  arrow: 'M3 9h12M10 4l5 5-5 5',
  lock: 'M5 8h8a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2ZM6 8V5.2a3 3 0 0 1 6 0V8',
  error: `${CIRCLE}M9 5v5M9 12.7v.4`,
  warn: 'M9 1.8 16.6 15.4H1.4ZM9 7v4M9 13v.4',
};

/** An icon; decoration, so hidden from screen readers. */
export function icon(name: keyof typeof PATHS, style?: string): Tree {
  return drawing(PATHS[name], style);
}

/** A line drawing on an 18 by 18 ground. */
export function drawing(path: string, style?: string): Tree {
  return el('svg', { class: style, viewBox: '0 0 18 18', 'aria-hidden': 'true' }, el('path', { d: path }));
}

/** Plates for the ways to pay. Publishers put each brand's own artwork in the slot `payment-icons`. */
export function paymentPlate(mark: PaymentMark): Tree {
  if (mark === 'visa') return el('li', { class: 'visa' }, 'VISA');
  if (mark === 'mastercard') return el('li', {}, mastercard());
  return el('li', {}, { amex: 'AMEX', applepay: 'Apple Pay', googlepay: 'G\u00a0Pay' }[mark]);
}

function mastercard(): Tree {
  return el(
    'svg',
    { width: 28, height: 18, viewBox: '0 0 28 18', role: 'img', 'aria-label': 'Mastercard' },
    el('circle', { cx: 10.5, cy: 9, r: 7, fill: '#d8322a' }),
    el('circle', { cx: 17.5, cy: 9, r: 7, fill: '#ec8b12', opacity: 0.8 }),
  );
}
