import type { Frequency } from '../checkout/contract.ts';
import { perFrequency, type BoxChoice } from '../box/choice.ts';

/** What a form of the box holds; the currency is given for a form that leaves no choice of it. */
export function readForm(form: HTMLFormElement, currency: string): BoxChoice {
  const data = new FormData(form);
  const text = (name: string): string => (data.get(name) as string | null) ?? '';
  return {
    frequency: text('frequency') as Frequency,
    currency: text('currency') || currency,
    amount: perFrequency((of) => text(`amount_${of}`)),
    other: perFrequency((of) => text(`other_${of}`)),
  };
}

/** The choice to open with: the reader's own, where the server's form stood here before this script arrived. */
export function servedChoice(root: ShadowRoot, start: BoxChoice): BoxChoice {
  const form = root.querySelector<HTMLFormElement>('form:has([name=lang])');
  return form ? readForm(form, start.currency) : start;
}
