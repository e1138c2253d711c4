import type { LedgerFilter } from '../../rows.ts';
import type { EndedReason, PledgeStatus } from '../../../pledges/pledge.ts';
import type { PageLang } from '../texts.ts';

/** Words of the pages about payments; numbers and times arrive already written. */
export type PaymentTexts = {
  title: string;
  lead: string;
  /** The range that is shown, in the zone that it is counted in. */
  everything: string;
  days: (first: string, last: string, zone: string) => string;
  since: (first: string, zone: string) => string;
  until: (last: string, zone: string) => string;
  updated: (since: string) => string;
  dates: Record<LedgerFilter['date'], string>;
  /** A field that narrows the view down; `any` is its empty choice. */
  fields: Record<
    | 'find'
    | 'kind'
    | 'frequency'
    | 'status'
    | 'currency'
    | 'campaign'
    | 'from'
    | 'to'
    | 'date'
    | 'payout'
    | 'updatedSince',
    string
  >;
  any: Record<'kind' | 'frequency' | 'status' | 'currency' | 'month', string>;
  moreFilters: string;
  toHint: string;
  updatedHint: string;
  zoneName: string;
  remove: (filter: string) => string;
  clear: string;
  statuses: Record<PledgeStatus, string>;
  columns: Record<
    | 'reference'
    | 'time'
    | 'kind'
    | 'frequency'
    | 'campaign'
    | 'paid'
    | 'gross'
    | 'fee'
    | 'net'
    | 'currency'
    | 'deposit'
    | 'none',
    string
  >;
  sortNewest: string;
  sortOldest: string;
  nth: (sequence: number) => string;
  late: (month: string) => string;
  total: (currency: string, rows: string) => string;
  ofThemPayouts: (payouts: string, rest: string) => string;
  first: string;
  next: string;
  files: string;
  sameFilters: string;
  findTitle: string;
  findLead: string;
  findButton: string;
  findLabel: string;
  foundNothing: (what: string) => string;
  foundPledges: string;
  foundAmounts: (amount: string) => string;
  among: (newest: string) => string;
  most: (count: string) => string;
  payment: (reference: string) => string;
  pledge: (reference: string) => string;
  paymentOf: (amount: string, time: string) => string;
  figures: Record<'paid' | 'gross' | 'fee' | 'back' | 'left', string>;
  backNone: string;
  leftText: string;
  rate: (rate: string) => string;
  story: string;
  storyColumns: Record<'time' | 'what' | 'paid' | 'gross' | 'fee' | 'net' | 'deposit' | 'stripe', string>;
  waitsForDeposit: string;
  openInStripe: (id: string) => string;
  stripeNote: string;
  facts: string;
  pledgeFacts: Record<
    | 'reference'
    | 'status'
    | 'frequency'
    | 'amount'
    | 'campaign'
    | 'made'
    | 'firstPaid'
    | 'lastPaid'
    | 'next'
    | 'ended'
    | 'payments'
    | 'paid'
    | 'refunded'
    | 'number'
    | 'bookedTo'
    | 'ids',
    string
  >;
  ofPledge: string;
  endedBecause: Record<EndedReason, string>;
  others: string;
  mostOfPledge: (count: string) => string;
  noMoney: string;
  noPledge: string;
};

const EN: PaymentTexts = {
  title: 'Payments',
  lead: 'Every movement of money: payments, refunds, disputes, fees and payouts, as Stripe booked them.',
  everything: 'Everything since the first payment.',
  days: (first, last, zone) => `From ${first}, 00:00 to ${last}, 24:00, ${zone}.`,
  since: (first, zone) => `From ${first}, 00:00 on, ${zone}.`,
  until: (last, zone) => `Up to ${last}, 24:00, ${zone}.`,
  updated: (since) => `Written down since ${since}.`,
  dates: {
    created: 'By the day of the movement',
    available: 'By the day the money is free',
    paid_out: 'By the day the bank has it',
  },
  fields: {
    find: 'Reference or amount',
    kind: 'Kind of movement',
    frequency: 'Frequency',
    status: 'Status of the pledge',
    currency: 'Settlement currency',
    campaign: 'Campaign',
    from: 'From',
    to: 'Up to, not included',
    date: 'Date',
    payout: 'Deposit (po_…)',
    updatedSince: 'Written since (UTC)',
  },
  any: {
    kind: 'All kinds',
    frequency: 'All frequencies',
    status: 'All statuses',
    currency: 'All currencies',
    month: 'All months',
  },
  moreFilters: 'More filters',
  toHint: 'The last day is the one before it.',
  updatedHint: 'For example 2026-10-31T12:00:00Z',
  zoneName: 'Time zone',
  remove: (filter) => `Remove the filter “${filter}”`,
  clear: 'Clear filters',
  statuses: {
    open: 'Not finished',
    processing: 'At the bank',
    paid: 'Paid',
    active: 'Active',
    past_due: 'Past due',
    paused: 'Paused',
    ended: 'Ended',
    abandoned: 'Abandoned',
    failed: 'Failed',
  },
  columns: {
    reference: 'Reference',
    time: 'Time',
    kind: 'Movement',
    frequency: 'Type',
    campaign: 'Campaign',
    paid: 'Paid',
    gross: 'Gross',
    fee: 'Fee',
    net: 'Net',
    currency: 'Currency',
    deposit: 'Deposit',
    none: '—',
  },
  sortNewest: 'Newest first',
  sortOldest: 'Oldest first',
  nth: (sequence) => `no. ${sequence}`,
  late: (month) => `belongs to ${month}`,
  total: (currency, rows) => `Total ${currency}, ${rows}`,
  ofThemPayouts: (payouts, rest) => `paid to the bank ${payouts}; net without it ${rest}`,
  first: 'First page',
  next: 'Next page',
  files: 'The same as a file',
  sameFilters: 'Every file holds exactly the rows that this page shows and counts.',
  findTitle: 'Find a payment',
  findLead:
    'Type the short reference that a supporter has (7Q4M-2KXD), an amount (12.50), or an id of ours or of Stripe’s (pay_…, ch_…, txn_…, po_…).',
  findButton: 'Find',
  findLabel: 'Reference, amount or id',
  foundNothing: (what) => `Nothing was found for “${what}”.`,
  foundPledges: 'Pledges with this reference',
  foundAmounts: (amount) => `Movements of ${amount}`,
  among: (newest) => `Amounts are looked for among the newest ${newest} movements.`,
  most: (count) => `The newest ${count} are shown.`,
  payment: (reference) => `Payment ${reference}`,
  pledge: (reference) => `Pledge ${reference}`,
  paymentOf: (amount, time) => `${amount}, paid ${time}.`,
  figures: { paid: 'Paid', gross: 'Gross', fee: 'Fees', back: 'Went back', left: 'Left' },
  backNone: 'No refund and no dispute',
  leftText: 'after fees, refunds and disputes',
  rate: (rate) => `at Stripe’s rate of ${rate}`,
  story: 'What happened',
  storyColumns: {
    time: 'Time',
    what: 'Movement',
    paid: 'Supporter',
    gross: 'Gross',
    fee: 'Fee',
    net: 'Net',
    deposit: 'Deposit',
    stripe: 'In Stripe',
  },
  waitsForDeposit: 'Not in a deposit yet',
  openInStripe: (id) => `Open ${id} in Stripe’s dashboard`,
  stripeNote: 'Names and addresses are not kept here. Whoever may see them finds them in Stripe under these ids.',
  facts: 'About this payment',
  pledgeFacts: {
    reference: 'Reference',
    status: 'Status',
    frequency: 'Frequency',
    amount: 'Amount',
    campaign: 'Campaign',
    made: 'Promised',
    firstPaid: 'First paid',
    lastPaid: 'Last paid',
    next: 'Next payment',
    ended: 'Ended',
    payments: 'Payments',
    paid: 'Paid in all',
    refunded: 'Refunded in all',
    number: 'Payment number',
    bookedTo: 'Booked to',
    ids: 'In Stripe',
  },
  ofPledge: 'The pledge behind it',
  endedBecause: {
    cancellation_requested: 'cancelled by request',
    payment_failed: 'payments failed',
    payment_disputed: 'a payment was disputed',
    canceled_by_retention_policy: 'ended by a rule of Stripe’s',
    other: 'for another reason',
  },
  others: 'All movements of this pledge',
  mostOfPledge: (count) => `The newest ${count} are shown; the file has all.`,
  noMoney: 'No money has moved for this pledge.',
  noPledge: 'This movement belongs to the Stripe account and to no pledge.',
}; // prettier-ignore

const RU: PaymentTexts = {
  title: 'Платежи',
  lead: 'Все движения денег: платежи, возвраты, споры, комиссии и переводы в банк — так, как их записал Stripe.',
  everything: 'Всё с первого платежа.',
  days: (first, last, zone) => `С ${first}, 00:00 по ${last}, 24:00, ${zone}.`,
  since: (first, zone) => `С ${first}, 00:00, ${zone}.`,
  until: (last, zone) => `По ${last}, 24:00, ${zone}.`,
  updated: (since) => `Записано начиная с ${since}.`,
  dates: {
    created: 'По дню движения',
    available: 'По дню, когда деньги доступны',
    paid_out: 'По дню поступления в банк',
  },
  fields: {
    find: 'Номер или сумма',
    kind: 'Вид движения',
    frequency: 'Частота',
    status: 'Состояние обещания',
    currency: 'Валюта зачисления',
    campaign: 'Кампания',
    from: 'С дня',
    to: 'До дня, не включая его',
    date: 'Дата',
    payout: 'Перевод (po_…)',
    updatedSince: 'Записано с (UTC)',
  },
  any: {
    kind: 'Все виды',
    frequency: 'Любая частота',
    status: 'Любое состояние',
    currency: 'Все валюты',
    month: 'Все месяцы',
  },
  moreFilters: 'Ещё отбор',
  toHint: 'Последний день — предыдущий.',
  updatedHint: 'Например, 2026-10-31T12:00:00Z',
  zoneName: 'Часовой пояс',
  remove: (filter) => `Убрать отбор «${filter}»`,
  clear: 'Сбросить отбор',
  statuses: {
    open: 'Не закончено',
    processing: 'В банке',
    paid: 'Оплачено',
    active: 'Действует',
    past_due: 'Просрочено',
    paused: 'Приостановлено',
    ended: 'Закончилось',
    abandoned: 'Брошено',
    failed: 'Не прошло',
  },
  columns: {
    reference: 'Номер',
    time: 'Время',
    kind: 'Движение',
    frequency: 'Вид',
    campaign: 'Кампания',
    paid: 'Заплачено',
    gross: 'Сумма',
    fee: 'Комиссия',
    net: 'Чистыми',
    currency: 'Валюта',
    deposit: 'Перевод',
    none: '—',
  },
  sortNewest: 'Сначала новые',
  sortOldest: 'Сначала старые',
  nth: (sequence) => `№ ${sequence}`,
  late: (month) => `относится к месяцу ${month}`,
  total: (currency, rows) => `Итого ${currency}, ${rows}`,
  ofThemPayouts: (payouts, rest) => `переведено в банк ${payouts}; чистыми без этого ${rest}`,
  first: 'Первая страница',
  next: 'Следующая страница',
  files: 'То же в виде файла',
  sameFilters: 'В каждом файле ровно те строки, которые показывает и считает эта страница.',
  findTitle: 'Найти платёж',
  findLead:
    'Введите короткий номер, который есть у читателя (7Q4M-2KXD), сумму (12,50) или идентификатор — наш или Stripe (pay_…, ch_…, txn_…, po_…).',
  findButton: 'Найти',
  findLabel: 'Номер, сумма или идентификатор',
  foundNothing: (what) => `По запросу «${what}» ничего не нашлось.`,
  foundPledges: 'Обещания с этим номером',
  foundAmounts: (amount) => `Движения на сумму ${amount}`,
  among: (newest) => `Суммы ищутся среди последних ${newest} движений.`,
  most: (count) => `Показаны последние ${count}.`,
  payment: (reference) => `Платёж ${reference}`,
  pledge: (reference) => `Обещание ${reference}`,
  paymentOf: (amount, time) => `${amount}, оплачено ${time}.`,
  figures: { paid: 'Заплачено', gross: 'Сумма', fee: 'Комиссии', back: 'Ушло обратно', left: 'Осталось' },
  backNone: 'Ни возврата, ни спора',
  leftText: 'после комиссий, возвратов и споров',
  rate: (rate) => `по курсу Stripe ${rate}`,
  story: 'Что происходило',
  storyColumns: {
    time: 'Время',
    what: 'Движение',
    paid: 'Читатель',
    gross: 'Сумма',
    fee: 'Комиссия',
    net: 'Чистыми',
    deposit: 'Перевод',
    stripe: 'В Stripe',
  },
  waitsForDeposit: 'Ещё не переведено',
  openInStripe: (id) => `Открыть ${id} в панели Stripe`,
  stripeNote: 'Имён и адресов здесь нет. Кому можно их видеть, найдёт их в Stripe по этим идентификаторам.',
  facts: 'Об этом платеже',
  pledgeFacts: {
    reference: 'Номер',
    status: 'Состояние',
    frequency: 'Частота',
    amount: 'Сумма',
    campaign: 'Кампания',
    made: 'Обещано',
    firstPaid: 'Первый платёж',
    lastPaid: 'Последний платёж',
    next: 'Следующий платёж',
    ended: 'Закончилось',
    payments: 'Платежей',
    paid: 'Всего заплачено',
    refunded: 'Всего возвращено',
    number: 'Номер платежа по счёту',
    bookedTo: 'Учтено в месяце',
    ids: 'В Stripe',
  },
  ofPledge: 'Обещание, по которому он пришёл',
  endedBecause: {
    cancellation_requested: 'отменено по просьбе',
    payment_failed: 'платежи не проходили',
    payment_disputed: 'платёж оспорен',
    canceled_by_retention_policy: 'закончено по правилу Stripe',
    other: 'по другой причине',
  },
  others: 'Все движения этого обещания',
  mostOfPledge: (count) => `Показаны последние ${count}; в файле есть все.`,
  noMoney: 'По этому обещанию деньги не двигались.',
  noPledge: 'Это движение относится к счёту Stripe, а не к обещанию.',
}; // prettier-ignore

const TEXTS: Record<PageLang, PaymentTexts> = { en: EN, ru: RU };

/** The words of a language. */
export function paymentTexts(lang: PageLang): PaymentTexts {
  return TEXTS[lang];
}
