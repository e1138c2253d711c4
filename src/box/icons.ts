import type { PaymentMark } from '../checkout/contract.ts';
import { el, type Tree } from './tree.ts';

type Shape = [tag: string, attributes: Record<string, string | number>];

/** Line icons of our own drawing; decoration, so hidden from screen readers. */
export const icons = {
  arrow: () => drawing(18, 18, 2, [path('M3 9h12M10 4l5 5-5 5')], 'rs-arrow'),
  lock: () =>
    drawing(13, 15, 1.5, [
      ['rect', { x: 1, y: 6.2, width: 11, height: 8, rx: 2 }],
      path('M3.6 6V4a2.9 2.9 0 0 1 5.8 0v2'),
    ]),
  fault: () => drawing(16, 16, 1.8, [circle(8, 7), path('M8 4.2v4.6M8 11.2v.4')]),
  error: () => drawing(18, 18, 1.7, [circle(9, 7.8), path('M9 5v5M9 12.7v.4')]),
  wait: () => drawing(18, 18, 1.7, [circle(9, 7.8), path('M9 4.8V9l2.8 1.8')]),
  info: () => drawing(18, 18, 1.7, [circle(9, 7.8), path('M9 8.3V13M9 5v.4')]),
  warn: () => drawing(18, 18, 1.6, [path('M9 1.8 16.6 15.4H1.4Z'), path('M9 7v4M9 13v.4')]),
  calendar: () =>
    drawing(18, 18, 1.7, [
      ['rect', { x: 2, y: 3.5, width: 14, height: 12.5, rx: 2.5 }],
      path('M2 7.5h14M6 1.5v3.5M12 1.5v3.5'),
    ]),
};

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
    el('circle', { cx: 17.5, cy: 9, r: 7, fill: '#f0a23a' }),
    el('path', { d: 'M14 2.95a7 7 0 0 1 0 12.1 7 7 0 0 1 0-12.1Z', fill: '#e8682f' }),
  );
}

function drawing(width: number, height: number, stroke: number, shapes: Shape[], name?: string): Tree {
  return el(
    'svg',
    {
      class: name,
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': stroke,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
      'aria-hidden': 'true',
    },
    shapes.map(([tag, attributes]) => el(tag, attributes)),
  );
}

function path(d: string): Shape {
  return ['path', { d }];
}

function circle(c: number, r: number): Shape {
  return ['circle', { cx: c, cy: c, r }];
}
