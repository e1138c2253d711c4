/** WCAG 2.2: words need this much against what lies behind them (1.4.3). */
export const ENOUGH_FOR_WORDS = 4.5;
/** Edges of controls and the ring of focus need this much (1.4.11). */
export const ENOUGH_FOR_EDGES = 3;

/**
 * Contrast of two colours by the formula of WCAG 2.2, from 1 to 21. The order does not matter.
 *
 * @param one `#rgb` or `#rrggbb`
 * @param other the same
 */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** As people read it, cut and not rounded: 4.497 is below 4.5 and must not look like it. */
export function ratioText(lang: string, ratio: number): string {
  const cut = Math.floor(ratio * 10 + 1e-9) / 10;
  return new Intl.NumberFormat(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(cut);
}

/** `#rrggbb` in small letters, or null for anything else. */
export function hexColour(text: string): string | null {
  const match = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim());
  const digits = match?.[1]?.toLowerCase();
  if (digits === undefined) return null;
  return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`;
}

/** `color-mix(in srgb, …)`: so much of one colour in another, both as `#rrggbb`. */
export function mixed(one: string, other: string, share: number): string {
  const channels = [1, 3, 5].map((at) => {
    const [a = 0, b = 0] = [one, other].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    return Math.round(a * share + b * (1 - share))
      .toString(16)
      .padStart(2, '0');
  });
  return `#${channels.join('')}`;
}

/** Relative luminance: 0 is black, 1 is white. */
function luminance(colour: string): number {
  const hex = hexColour(colour);
  if (hex === null) throw new RangeError(`${colour} is not a colour of the form #rrggbb`);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
