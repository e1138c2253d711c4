import type { ChoiceWish } from '../box/choice.ts';

// What the attributes of the element say; whatever does not fit is passed over.

/** The script lies in /rs/<version>/, two folders below the server it talks to. */
const HOME = new URL('../..', import.meta.url).href;

/** The server's address, without a slash at the end. */
export function baseOf(element: Element): string {
  return new URL(element.getAttribute('src') ?? HOME, document.baseURI).href.replace(/\/$/, '');
}

/** The language asked for: the element's own, else that of the page around it. */
export function langOf(element: Element): string {
  return element.closest<HTMLElement>('[lang]')?.lang || 'en';
}

export function wishOf(element: Element): ChoiceWish {
  const of = (name: string): string | null => element.getAttribute(name);
  return { frequency: of('frequency'), currency: of('currency'), amount: of('amount') };
}

export function campaignOf(element: Element): string | undefined {
  const campaign = element.getAttribute('campaign') ?? '';
  return /^[a-z0-9][a-z0-9-]{0,39}$/.test(campaign) ? campaign : undefined;
}

export function headingLevelOf(element: Element): 2 | 3 | 4 {
  const level = Number(element.getAttribute('heading-level'));
  return level === 3 || level === 4 ? level : 2;
}
