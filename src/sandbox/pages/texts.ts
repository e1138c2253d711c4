import type { CardName } from '../checkout/cards.ts';

/** The words of the hosted page. */
export type Texts = {
  lang: string;
  sandbox: string;
  sandboxNote: string;
  once: string;
  every: (interval: string, count: number) => string;
  email: string;
  emailHint: string;
  pay: (amount: string) => string;
  donate: (amount: string) => string;
  subscribe: (amount: string) => string;
  card: string;
  others: string;
  othersHint: string;
  back: (name: string) => string;
  choices: Record<Exclude<CardName, 'good'>, [label: string, hint: string]>;
  declinedTitle: string;
  declined: string;
  notAuthenticated: string;
  challengeTitle: string;
  challengeText: (amount: string) => string;
  approve: string;
  fail: string;
  completeTitle: string;
  completeText: string;
  expiredTitle: string;
  expiredText: string;
  missingTitle: string;
  missingText: string;
  returnTo: string;
};

const english: Texts = {
  lang: 'en',
  sandbox: 'Sandbox',
  sandboxNote: 'This page stands in for Stripe Checkout. No money moves, and no real card is asked for.',
  once: 'one time',
  every: (interval, count) => (count === 1 ? `every ${interval}` : `every ${count} ${interval}s`),
  email: 'E-mail for the receipt',
  emailHint: 'A test address. Nothing is sent.',
  pay: (amount) => `Pay ${amount}`,
  donate: (amount) => `Donate ${amount}`,
  subscribe: (amount) => `Support with ${amount}`,
  card: 'Test card 4242 4242 4242 4242, accepted',
  others: 'Try another outcome',
  othersHint: 'Each button pays with one of Stripe’s test cards.',
  back: (name) => `Back to ${name}`,
  choices: {
    declined: ['Declined: insufficient funds', '•••• 9995, you stay on this page'],
    threeDSecure: ['Bank asks for confirmation', '•••• 3155, 3-D Secure'],
    bankDebit: ['Bank debit, settles later', 'Pending first, paid after some days'],
    bankDebitFails: ['Bank debit, fails later', 'Pending first, then refused'],
    bankDebitFailsLate: ['Bank debit, fails after it settled', 'Paid after some days, then taken back'],
    bankDebitDisputed: ['Bank debit, disputed later', 'Paid after some days, then lost'],
    failsOnRenewal: ['Paid now, renewal fails', '•••• 0341'],
    disputed: ['Paid now, disputed later', '•••• 0259'],
    inquiry: ['Paid now, the bank inquires later', '•••• 1976, no money moves'],
    fraudWarning: ['Paid now, early fraud warning', '•••• 5423'],
    blocked: ['Blocked before the bank sees it', '•••• 0019, you stay on this page'],
    refundFails: ['Paid now, a refund would fail', '•••• 5126'],
    russian: ['Card issued in Russia', '•••• 0009'],
    belarusian: ['Card issued in Belarus', '•••• 0005'],
  },
  declinedTitle: 'The payment did not go through',
  declined: 'Your card has insufficient funds. Nothing was charged; choose another way to pay.',
  notAuthenticated: 'Your bank did not confirm the payment. Nothing was charged; choose another way to pay.',
  challengeTitle: 'Confirm with your bank',
  challengeText: (amount) => `The test bank asks whether this payment of ${amount} is yours.`,
  approve: 'Approve',
  fail: 'Refuse',
  completeTitle: 'This payment is complete',
  completeText: 'There is nothing left to do here. You can close this page.',
  expiredTitle: 'This page has expired',
  expiredText:
    'A payment page stays open for a limited time. Nothing was charged. Start again from the article.',
  missingTitle: 'There is no such payment page',
  missingText: 'The sandbox forgets everything when it stops. Start again from the article.',
  returnTo: 'Go back',
};

const russianIntervals: Record<string, string> = {
  day: 'каждый день',
  week: 'каждую неделю',
  month: 'каждый месяц',
  year: 'каждый год',
};

const russian: Texts = {
  lang: 'ru',
  sandbox: 'Песочница',
  sandboxNote: 'Эта страница заменяет Stripe Checkout. Деньги не движутся, настоящая карта не нужна.',
  once: 'один раз',
  every: (interval, count) =>
    count === 1
      ? (russianIntervals[interval] ?? interval)
      : `раз в ${count} × ${interval === 'month' ? 'мес.' : interval}`,
  email: 'Почта для квитанции',
  emailHint: 'Тестовый адрес. Письмо не отправляется.',
  pay: (amount) => `Заплатить ${amount}`,
  donate: (amount) => `Поддержать: ${amount}`,
  subscribe: (amount) => `Поддерживать: ${amount}`,
  card: 'Тестовая карта 4242 4242 4242 4242, проходит',
  others: 'Попробовать другой исход',
  othersHint: 'Каждая кнопка платит одной из тестовых карт Stripe.',
  back: (name) => `Вернуться: ${name}`,
  choices: {
    declined: ['Отказ: не хватает средств', '•••• 9995, вы остаётесь на этой странице'],
    threeDSecure: ['Банк просит подтверждение', '•••• 3155, 3-D Secure'],
    bankDebit: ['Списание со счёта, придёт позже', 'Сначала ожидание, через несколько дней оплата'],
    bankDebitFails: ['Списание со счёта, будет отказ', 'Сначала ожидание, потом отказ'],
    bankDebitFailsLate: [
      'Списание со счёта, отказ после оплаты',
      'Через несколько дней оплата, потом деньги уйдут',
    ],
    bankDebitDisputed: ['Списание со счёта, будет оспорено', 'Через несколько дней оплата, потом потеря'],
    failsOnRenewal: ['Сейчас пройдёт, продление — нет', '•••• 0341'],
    disputed: ['Сейчас пройдёт, потом будет оспорено', '•••• 0259'],
    inquiry: ['Сейчас пройдёт, потом запрос банка', '•••• 1976, деньги не движутся'],
    fraudWarning: ['Сейчас пройдёт, потом предупреждение о мошенничестве', '•••• 5423'],
    blocked: ['Отказ ещё до банка', '•••• 0019, вы остаётесь на этой странице'],
    refundFails: ['Сейчас пройдёт, возврат не удастся', '•••• 5126'],
    russian: ['Карта выпущена в России', '•••• 0009'],
    belarusian: ['Карта выпущена в Беларуси', '•••• 0005'],
  },
  declinedTitle: 'Платёж не прошёл',
  declined: 'На карте не хватает средств. Ничего не списано; выберите другой способ.',
  notAuthenticated: 'Банк не подтвердил платёж. Ничего не списано; выберите другой способ.',
  challengeTitle: 'Подтвердите в банке',
  challengeText: (amount) => `Тестовый банк спрашивает, ваш ли это платёж на ${amount}.`,
  approve: 'Подтвердить',
  fail: 'Отказаться',
  completeTitle: 'Этот платёж завершён',
  completeText: 'Здесь больше ничего не нужно делать. Страницу можно закрыть.',
  expiredTitle: 'Срок страницы истёк',
  expiredText: 'Страница оплаты открыта недолго. Ничего не списано. Начните заново со статьи.',
  missingTitle: 'Такой страницы оплаты нет',
  missingText: 'Песочница забывает всё, когда останавливается. Начните заново со статьи.',
  returnTo: 'Вернуться',
};

/** Russian for a Russian session, English for all others. */
export function textsFor(locale: string | null | undefined): Texts {
  return locale?.startsWith('ru') === true ? russian : english;
}
