import { offerOf } from '../../box/choice.ts';
import { FREQUENCIES } from '../../checkout/contract.ts';
import type { Host } from '../host.ts';

// Words for whoever builds the page, in the browser's console. Readers see none of this.

/** Says one of them. */
// oxlint-disable-next-line no-console -- that is where whoever builds the page looks
export const say = (text: string): void => console.warn(`<reader-support>: ${text}`);

/** Why the box may have stayed the link that the page put into it. */
export function hint(base: string, box: Element): void {
  if (box.querySelector('script[type="application/json"]'))
    say('the configuration inside the element is not JSON, or lacks what a box needs.');
  say(
    `no configuration came from ${base}. If the service is there, add "${location.origin}" to "origins" in the publisher file.`,
  );
}

/** Names attributes whose value is passed over. */
export function checkAttributes({ campaign, view: { config } }: Host, box: Element): void {
  const fits: Record<string, (value: string) => unknown> = {
    campaign: () => campaign,
    currency: (value) => offerOf(config, value),
    frequency: (value) => FREQUENCIES.find((known) => known === value),
    theme: (value) => /^(auto|light|dark)$/.test(value),
    variant: (value) => /^(block|plain|bar)$/.test(value),
    nudge: (value) => /^(none|annual)$/.test(value),
    metrics: () => config.counts,
  };
  for (const [name, fit] of Object.entries(fits)) {
    const value = box.getAttribute(name);
    if (value !== null && !fit(value)) say(`${name}="${value}" has no effect here.`);
  }
}
