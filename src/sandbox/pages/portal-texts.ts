/** The words of the customer portal. */
export type PortalTexts = {
  title: string;
  note: string;
  every: (amount: string, interval: string) => string;
  next: (day: string) => string;
  ends: (day: string) => string;
  ended: string;
  pastDue: string;
  card: (name: string) => string;
  cancel: string;
  cancelNow: string;
  keep: string;
  changeCard: string;
  changeHint: string;
  cards: Record<PortalCard, [label: string, hint: string]>;
  history: string;
  columns: [day: string, number: string, amount: string, status: string];
  statuses: Record<string, string>;
  none: string;
  back: (name: string) => string;
  expiredTitle: string;
  expiredText: string;
};

/** The cards a reader may change to; what each does at the next renewal is told on its button. */
export const portalCards = ['good', 'failsOnRenewal', 'bankDebit', 'russian'] as const;
export type PortalCard = (typeof portalCards)[number];

const english: PortalTexts = {
  title: 'Your support',
  note: 'This page stands in for Stripe’s customer portal. No money moves.',
  every: (amount, interval) => `${amount} every ${interval}`,
  next: (day) => `Next payment on ${day}`,
  ends: (day) => `Ends on ${day}; nothing more is charged`,
  ended: 'Ended',
  pastDue: 'The last payment did not go through. Another card is tried at the next attempt.',
  card: (name) => `Paid with ${name}`,
  cancel: 'Cancel at the end of the period',
  cancelNow: 'Cancel now',
  keep: 'Keep it running',
  changeCard: 'Change the card',
  changeHint: 'The next payment is tried with it.',
  cards: {
    good: ['Visa •••• 4242', 'renewals go through'],
    failsOnRenewal: ['Visa •••• 0341', 'renewals fail'],
    bankDebit: ['Bank account', 'renewals settle after some days'],
    russian: ['Visa •••• 0009', 'issued in Russia'],
  },
  history: 'Payment history',
  columns: ['Day', 'Invoice', 'Amount', 'Status'],
  statuses: {},
  none: 'There is no subscription here.',
  back: (name) => `Back to ${name}`,
  expiredTitle: 'This link has expired',
  expiredText: 'A link to the portal works for an hour. Ask for a new one where you found this one.',
};

const intervals: Record<string, string> = { month: 'каждый месяц', year: 'каждый год' };

const russian: PortalTexts = {
  title: 'Ваша поддержка',
  note: 'Эта страница заменяет портал Stripe. Деньги не движутся.',
  every: (amount, interval) => `${amount} ${intervals[interval] ?? interval}`,
  next: (day) => `Следующий платёж: ${day}`,
  ends: (day) => `Закончится ${day}; больше ничего не спишется`,
  ended: 'Завершена',
  pastDue: 'Последний платёж не прошёл. Новая карта будет испробована при следующей попытке.',
  card: (name) => `Способ оплаты: ${name}`,
  cancel: 'Отменить в конце периода',
  cancelNow: 'Отменить сейчас',
  keep: 'Оставить',
  changeCard: 'Сменить карту',
  changeHint: 'Следующий платёж будет испробован с ней.',
  cards: {
    good: ['Visa •••• 4242', 'продления проходят'],
    failsOnRenewal: ['Visa •••• 0341', 'продления не проходят'],
    bankDebit: ['Банковский счёт', 'продления приходят через несколько дней'],
    russian: ['Visa •••• 0009', 'выпущена в России'],
  },
  history: 'История платежей',
  columns: ['День', 'Счёт', 'Сумма', 'Статус'],
  statuses: {
    paid: 'Оплачен',
    open: 'Ожидает',
    draft: 'Черновик',
    void: 'Аннулирован',
    uncollectible: 'Списан',
  },
  none: 'Здесь нет подписки.',
  back: (name) => `Вернуться: ${name}`,
  expiredTitle: 'Срок ссылки истёк',
  expiredText: 'Ссылка на портал действует час. Попросите новую там же, где нашли эту.',
};

/** Russian for a Russian session, English for all others. */
export function portalTextsFor(locale: string | null): PortalTexts {
  return locale?.startsWith('ru') === true ? russian : english;
}
