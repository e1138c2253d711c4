import type { Goal } from '../../checkout/contract.ts';
import { dayText } from '../../box/reminder-days.ts';
import type { MoreTexts } from '../../box/texts.ts';
import { el, rich } from '../../box/tree.ts';
import { toDom } from '../dom.ts';
import type { Host } from '../host.ts';

/** What readers have given towards a goal: a quiet bar and the words that say the same. */
export function goalMeter({ view }: Host, words: MoreTexts, form: HTMLElement, goal: Goal): void {
  const { config, money } = view;
  const share = new Intl.NumberFormat(config.lang, { style: 'percent' }).format(goal.percent / 100);
  const full = `${Math.min(goal.percent, 100)}%`;
  const meter = toDom(
    el(
      'div',
      { class: 'rs-goal', part: 'goal' },
      el('p', { class: 'rs-label', id: 'rs-goal' }, goal.title),
      el(
        'div',
        {
          class: 'rs-meter',
          role: 'meter',
          'aria-labelledby': 'rs-goal',
          'aria-valuemin': 0,
          'aria-valuemax': 100,
          'aria-valuenow': Math.min(goal.percent, 100),
          'aria-valuetext': share,
        },
        el('div', {}),
      ),
      el(
        'p',
        { class: 'rs-hint' },
        rich(words[`goal_${goal.per}`], {
          percent: share,
          target: money.amount(goal.targetMinor, goal.currency),
          day: dayText(config.lang, goal.asOf),
        }),
      ),
    ),
  ) as HTMLElement;
  // Through the object model, which a host that forbids style attributes allows.
  (meter.querySelector('.rs-meter > div') as HTMLElement).style.inlineSize = full;
  form.querySelector('form')?.before(meter);
}
