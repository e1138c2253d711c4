import type { PageLang } from '../texts.ts';

/** Words of the pages about deposits; numbers and days arrive already written. */
export type PayoutTexts = {
  title: string;
  lead: string;
  empty: (month: string) => string;
  total: (currency: string, deposits: string) => string;
  deposits: (count: number, written: string) => string;
  one: (day: string) => string;
  oneLead: (amount: string, made: string) => string;
  why: string;
  /** Lines of an explanation, in its order. */
  lines: Record<
    | 'gifts'
    | 'refunds'
    | 'disputes'
    | 'fees'
    | 'corrections'
    | 'returned'
    | 'other'
    | 'unexplained'
    | 'amount',
    string
  >;
  line: string;
  amountIn: (currency: string) => string;
  adds: string;
  pending: string;
  byHand: string;
  unexplained: string;
  other: string;
  facts: Record<'id' | 'status' | 'made' | 'arrival' | 'kind' | 'before' | 'after' | 'failure', string>;
  automatic: string;
  manual: string;
  about: string;
  holds: string;
  holdsNothing: string;
  all: string;
  fileText: string;
};

const EN: PayoutTexts = {
  title: 'Payouts',
  lead: 'Every transfer from Stripe to the bank, explained line by line: what it holds adds up to what the bank got.',
  empty: (month) => `No payout was made in ${month}.`,
  total: (currency, deposits) => `Total ${currency}, ${deposits}`,
  deposits: (count, written) => `${written} ${count === 1 ? 'deposit' : 'deposits'}`,
  one: (day) => `Deposit of ${day}`,
  oneLead: (amount, made) => `${amount}, sent by Stripe ${made}.`,
  why: 'Why it is this amount',
  lines: {
    gifts: 'Payments',
    refunds: 'Refunds',
    disputes: 'Disputes',
    fees: 'Stripe fees',
    corrections: 'Corrections by Stripe',
    returned: 'Earlier deposits that came back',
    other: 'Other products on the account',
    unexplained: 'Unexplained',
    amount: 'At the bank',
  },
  line: 'Line',
  amountIn: (currency) => `Amount, ${currency}`,
  adds: 'The lines add up to the deposit, to the cent.',
  pending: 'Stripe has not finished its list of what is in this deposit. It usually takes a day; the nightly comparison fetches it.',
  byHand: 'This payout was made by hand. Stripe does not record what is in it: its amount and the running balance are what can be said.',
  unexplained: 'Stripe lists money in this deposit that is not booked here. Run “reader-support reconcile”; if it stays, look the payout up in Stripe.',
  other: 'What belongs to other products of the same Stripe account is known as a sum only.',
  facts: {
    id: 'In Stripe',
    status: 'Status',
    made: 'Sent by Stripe',
    arrival: 'At the bank',
    kind: 'How it was made',
    before: 'In Stripe before',
    after: 'In Stripe after',
    failure: 'Why it came back',
  },
  automatic: 'By Stripe’s schedule',
  manual: 'By hand',
  about: 'About this deposit',
  holds: 'What it holds',
  holdsNothing: 'No movement of ours is known in it yet.',
  all: 'All movements of this deposit',
  fileText: 'The movements of this deposit',
}; // prettier-ignore

const rules = new Intl.PluralRules('ru');

const RU: PayoutTexts = {
  title: 'Переводы в банк',
  lead: 'Каждый перевод со Stripe в банк разложен по строкам: вместе они дают ровно то, что получил банк.',
  empty: (month) => `${month}: переводов не было.`,
  total: (currency, deposits) => `Итого ${currency}, ${deposits}`,
  deposits: (count, written) => {
    const rule = rules.select(count);
    return `${written} ${rule === 'one' ? 'перевод' : rule === 'few' ? 'перевода' : 'переводов'}`;
  },
  one: (day) => `Перевод от ${day}`,
  oneLead: (amount, made) => `${amount}, отправлен Stripe ${made}.`,
  why: 'Почему сумма именно такая',
  lines: {
    gifts: 'Платежи',
    refunds: 'Возвраты',
    disputes: 'Споры',
    fees: 'Комиссии Stripe',
    corrections: 'Поправки Stripe',
    returned: 'Прежние переводы, которые вернулись',
    other: 'Другие продукты того же счёта',
    unexplained: 'Не объяснено',
    amount: 'Пришло в банк',
  },
  line: 'Строка',
  amountIn: (currency) => `Сумма, ${currency}`,
  adds: 'Строки сходятся с суммой перевода до цента.',
  pending: 'Stripe ещё не составил список того, что в этом переводе. Обычно это занимает день; список принесёт ночная сверка.',
  byHand: 'Этот перевод сделан вручную. Stripe не записывает, что в нём: известны только его сумма и остаток на счёте.',
  unexplained: 'Stripe называет в этом переводе деньги, которых нет в учёте. Запустите «reader-support reconcile»; если сумма останется, найдите перевод в Stripe.',
  other: 'О других продуктах того же счёта Stripe известна только общая сумма.',
  facts: {
    id: 'В Stripe',
    status: 'Состояние',
    made: 'Отправлен Stripe',
    arrival: 'Дата в банке',
    kind: 'Как сделан',
    before: 'На счёте Stripe до него',
    after: 'На счёте Stripe после',
    failure: 'Почему вернулся',
  },
  automatic: 'По расписанию Stripe',
  manual: 'Вручную',
  about: 'Об этом переводе',
  holds: 'Что в нём',
  holdsNothing: 'Наших движений в нём пока не известно.',
  all: 'Все движения этого перевода',
  fileText: 'Движения этого перевода',
}; // prettier-ignore

const TEXTS: Record<PageLang, PayoutTexts> = { en: EN, ru: RU };

/** The words of a language. */
export function payoutTexts(lang: PageLang): PayoutTexts {
  return TEXTS[lang];
}
