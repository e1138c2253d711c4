import type { PlanStatusRow } from '../../rows.ts';
import type { PageLang } from '../texts.ts';

/** Words of the page about recurring support; numbers arrive already written. */
export type RecurringTexts = {
  title: string;
  lead: string;
  none: string;
  frequency: string;
  all: string;
  figures: Record<'active' | 'atRisk' | 'paused' | 'ended' | 'churn', string>;
  perMonth: (amount: string) => string;
  plans: (count: number, written: string) => string;
  atRiskText: string;
  pausedText: string;
  startedText: (count: number, written: string) => string;
  churnText: (ended: string, of: string) => string;
  churnNone: string;
  byCurrency: string;
  currency: string;
  statuses: Record<PlanStatusRow['status'], string>;
  month: string;
  monthColumns: Record<'plans' | 'perMonth', string>;
  endedIn: (month: string) => string;
  months: string;
  monthsColumns: Record<'month' | 'start' | 'started' | 'ended' | 'end' | 'churn', string>;
  running: string;
  monthsText: string;
  cohorts: string;
  cohortsText: string;
  cohortsColumns: Record<'month' | 'started', string>;
  /** Heads a column: how many months after the first one. */
  after: (months: number) => string;
  afterSay: (months: number) => string;
  cohortsCut: (count: string) => string;
  scale: string;
  totals: string;
  perMonthText: string;
};

const EN: RecurringTexts = {
  title: 'Recurring',
  lead: 'What supporters have promised to give again, and how many stay. Annual plans count with a twelfth.',
  none: 'Nobody has a recurring plan yet. The first one appears within a minute of its first payment.',
  frequency: 'Frequency',
  all: 'Monthly and annual',
  figures: { active: 'Active', atRisk: 'At risk', paused: 'Paused', ended: 'Ended this month', churn: 'Churn' },
  perMonth: (amount) => `${amount} a month`,
  plans: (count, written) => `${written} ${count === 1 ? 'plan' : 'plans'}`,
  atRiskText: 'the last payment failed; Stripe tries again',
  pausedText: 'by the supporter or by staff',
  startedText: (_count, written) => `${written} began`,
  churnText: (ended, of) => `${ended} of ${of} ended`,
  churnNone: 'no plan ran when the month began',
  byCurrency: 'By currency and status',
  currency: 'Currency',
  statuses: { active: 'Active', past_due: 'At risk', paused: 'Paused', ended: 'Ended' },
  month: 'Month',
  monthColumns: { plans: 'Plans', perMonth: 'Per month' },
  endedIn: (month) => `“Ended” counts what ended in ${month}.`,
  months: 'Month by month',
  monthsColumns: { month: 'Month', start: 'At its start', started: 'Began', ended: 'Ended', end: 'At its end', churn: 'Churn' },
  running: 'still running',
  monthsText: 'Churn is the share of the plans running at the start of a month that ended in it. A plan whose payment is late or paused has not ended.',
  cohorts: 'Who stays, by month of first payment',
  cohortsText: 'Of those who paid for the first time in a month, how many still had a plan when that month was over (0), when the one after it was (1), and so on. Read a line from left to right; the stronger the colour of a cell, the more stayed.',
  cohortsColumns: { month: 'First payment', started: 'Began' },
  after: (months) => String(months),
  afterSay: (months) => (months === 0 ? 'at the end of that month' : months === 1 ? 'one month later' : `${months} months later`),
  cohortsCut: (count) => `The newest ${count} months of first payment are shown.`,
  scale: 'Scale',
  totals: 'All',
  perMonthText: 'Currencies are never added up.',
}; // prettier-ignore

const rules = new Intl.PluralRules('ru');
const form = (count: number, one: string, few: string, many: string) => {
  const rule = rules.select(count);
  return rule === 'one' ? one : rule === 'few' ? few : many;
};

const RU: RecurringTexts = {
  title: 'Подписки',
  lead: 'Что читатели обещали платить регулярно и сколько из них остаётся. Годовые подписки считаются двенадцатой частью.',
  none: 'Регулярных подписок пока нет. Первая появится здесь в течение минуты после первого платежа.',
  frequency: 'Частота',
  all: 'Месячные и годовые',
  figures: { active: 'Действуют', atRisk: 'Под угрозой', paused: 'Приостановлены', ended: 'Закончились в этом месяце', churn: 'Отток' },
  perMonth: (amount) => `${amount} в месяц`,
  plans: (count, written) => `${written} ${form(count, 'подписка', 'подписки', 'подписок')}`,
  atRiskText: 'последний платёж не прошёл, Stripe пробует снова',
  pausedText: 'читателем или редакцией',
  startedText: (count, written) => `${written} ${form(count, 'началась', 'начались', 'началось')}`,
  churnText: (ended, of) => `закончилось ${ended} из ${of}`,
  churnNone: 'в начале месяца подписок не было',
  byCurrency: 'По валютам и состоянию',
  currency: 'Валюта',
  statuses: { active: 'Действуют', past_due: 'Под угрозой', paused: 'Приостановлены', ended: 'Закончились' },
  month: 'Месяц',
  monthColumns: { plans: 'Подписки', perMonth: 'В месяц' },
  endedIn: (month) => `«Закончились» — за месяц: ${month}.`,
  months: 'Месяц за месяцем',
  monthsColumns: { month: 'Месяц', start: 'В начале', started: 'Начались', ended: 'Закончились', end: 'В конце', churn: 'Отток' },
  running: 'ещё идёт',
  monthsText: 'Отток — доля подписок, действовавших в начале месяца, которые в нём закончились. Подписка с задержанным или приостановленным платежом не закончилась.',
  cohorts: 'Кто остаётся, по месяцу первого платежа',
  cohortsText: 'Сколько из заплативших впервые в этом месяце всё ещё имели подписку в его конце (0), в конце следующего (1) и так далее. Читайте строку слева направо; чем насыщеннее цвет ячейки, тем больше осталось.',
  cohortsColumns: { month: 'Первый платёж', started: 'Начали' },
  after: (months) => String(months),
  afterSay: (months) =>
    months === 0 ? 'в конце того же месяца' : `через ${months} ${form(months, 'месяц', 'месяца', 'месяцев')}`,
  cohortsCut: (count) => `Показаны последние месяцы первого платежа, всего ${count}.`,
  scale: 'Шкала',
  totals: 'Все',
  perMonthText: 'Валюты никогда не складываются.',
}; // prettier-ignore

const TEXTS: Record<PageLang, RecurringTexts> = { en: EN, ru: RU };

/** The words of a language. */
export function recurringTexts(lang: PageLang): RecurringTexts {
  return TEXTS[lang];
}
