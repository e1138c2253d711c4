import { offerOf, readChoice, type BoxChoice } from '../../box/choice.ts';
import { decimalText } from '../../box/money-text.ts';
import type { MoreTexts } from '../../box/texts.ts';
import { el, rich } from '../../box/tree.ts';
import { put, toDom } from '../dom.ts';
import type { Host } from '../host.ts';

/**
 * A line under small monthly amounts: twelve payments bear twelve fees, one a year bears one. It names no fee,
 * since the box does not know the publisher's.
 */
export function nudge({ view }: Host, words: MoreTexts, form: HTMLElement, choice: () => BoxChoice): void {
  const { config, money } = view;
  const line = toDom(el('p', { class: 'rs-hint rs-nudge', part: 'nudge' })) as HTMLElement;
  const find = (name: string, value: string): HTMLInputElement | null =>
    form.querySelector(`[name=${name}][value="${value}"]`);

  function follow(): void {
    const ready = readChoice(config, choice());
    const offer = !('fault' in ready) && offerOf(config, ready.currency);
    if (!offer || ready.frequency !== 'monthly') return put(line, null);
    const yearMinor = ready.amountMinor * 12;
    const { minMinor, maxMinor } = offer.annual;
    const helps =
      ready.amountMinor <= offer.monthly.defaultMinor && yearMinor >= minMinor && yearMinor <= maxMinor;
    const amount = money.amount(yearMinor, offer.currency);
    const change = decimalText(yearMinor, offer.digits);
    const link = (text: unknown) =>
      el('button', { class: 'rs-link', type: 'button', value: change }, text as string);
    put(line, helps && rich(words.nudge, { amount }, link));
  }

  line.addEventListener('click', ({ target }) => {
    const { value } = target as HTMLButtonElement;
    const field = form.querySelector<HTMLInputElement>('[name=other_annual]');
    const annual = find('frequency', 'annual');
    const amount = find('amount_annual', value) ?? find('amount_annual', 'other');
    if (!value || !field || !annual || !amount) return;
    amount.checked = true;
    if (amount.value === 'other') field.value = value;
    // Pressing it is what tells the form, and the page around, of the change.
    annual.click();
    annual.focus();
  });
  form.querySelector('.rs-groups')?.after(line);
  form.addEventListener('input', follow);
  follow();
}
