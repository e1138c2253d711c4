import { MOST_NOTE } from '../../../tasks/note.ts';
import type { PageLang } from '../texts.ts';

/** Words of the pages on which months are closed; numbers and times arrive already written. */
export type MonthTexts = {
  title: string;
  lead: string;
  states: Record<'open' | 'running' | 'closed', string>;
  columns: Record<'month' | 'state' | 'stripe' | 'rows' | 'closed' | 'by' | 'hash' | 'action', string>;
  standing: Record<'equal' | 'differs' | 'old' | 'never', string>;
  close: (month: string) => string;
  look: string;
  older: string;
  newest: string;
  none: string;
  /** Of one month. */
  openLead: string;
  runningLead: string;
  closedLead: string;
  holds: string;
  holdsText: (rows: string) => string;
  holdsClosed: (rows: string) => string;
  empty: string;
  lines: Record<
    'opening' | 'gross' | 'refunds' | 'disputes' | 'fees' | 'adjustments' | 'net' | 'payouts' | 'closing',
    string
  >;
  line: string;
  against: string;
  nothingAgainst: string;
  nothingAgainstText: string;
  warnings: Record<'waiting' | 'parked', (count: number, written: string) => string>;
  warningText: string;
  toWaiting: string;
  closing: string;
  closingText: string;
  closeButton: (month: string) => string;
  notYet: Record<'running' | 'mayNot', string>;
  earlier: (month: string) => string;
  toEarlier: (month: string) => string;
  closedTitle: string;
  facts: Record<'hash' | 'file' | 'rows' | 'at' | 'by' | 'zone', string>;
  keepHash: string;
  files: string;
  reopen: string;
  reopenText: string;
  reopenLast: (month: string) => string;
  reason: string;
  reasonHint: string;
  reopenButton: (month: string) => string;
  history: string;
  historyColumns: Record<'what' | 'at' | 'by' | 'why' | 'hash', string>;
  actions: Record<'close' | 'reopen', string>;
  how: string;
  howText: string;
  howNever: string;
  howColumns: Record<'currency' | 'ours' | 'stripe' | 'other' | 'difference', string>;
  howChecked: (time: string, movements: string) => string;
  missingHere: string;
  missingAtStripe: string;
  unequal: string;
  said: Record<
    | 'closed'
    | 'reopened'
    | 'month_closed'
    | 'month_running'
    | 'earlier_month_open'
    | 'month_busy'
    | 'month_open'
    | 'later_month_closed'
    | 'month_changed'
    | 'note_empty'
    | 'note_not_a_line'
    | 'note_address',
    { title: string; text: string }
  >;
};

const EN: MonthTexts = {
  title: 'Months',
  lead: 'A closed month never changes again, not by a byte. What arrives late is booked to the first open month, with its own month beside it. Months close in order.',
  states: { open: 'Open', running: 'Running', closed: 'Closed' },
  columns: { month: 'Month', state: 'State', stripe: 'Against Stripe', rows: 'Rows', closed: 'Closed', by: 'By', hash: 'Hash', action: 'Next' },
  standing: { equal: 'Matches', differs: 'Differs', old: 'Checked long ago', never: 'Not compared' },
  close: (month) => `Close ${month}`,
  look: 'Look',
  older: 'Earlier months',
  newest: 'Newest months',
  none: 'No month has any money in it yet.',
  openLead: 'This month is over and still open.',
  runningLead: 'This month still runs.',
  closedLead: 'This month is closed. Its files never change.',
  holds: 'What it holds',
  holdsText: (rows) => `${rows} would be closed, as they stand now.`,
  holdsClosed: (rows) => `${rows} were closed.`,
  empty: 'No money moved in this month. It can be closed all the same.',
  lines: {
    opening: 'In Stripe at its start',
    gross: 'Gross payments',
    refunds: 'Refunds',
    disputes: 'Disputes',
    fees: 'Stripe fees',
    adjustments: 'Corrections by Stripe',
    net: 'Net received',
    payouts: 'Paid to bank',
    closing: 'Left in Stripe at its end',
  },
  line: 'Line',
  against: 'What still stands against closing',
  nothingAgainst: 'Nothing stands against closing',
  nothingAgainstText: 'The month matches Stripe, and no event waits.',
  warnings: {
    waiting: (count, written) => `${written} ${count === 1 ? 'event waits' : 'events wait'} to be looked at`,
    parked: (count, written) => `${written} ${count === 1 ? 'event is' : 'events are'} parked`,
  },
  warningText: 'What they are about may belong to this month. It can be closed all the same: they would be booked to the next one.',
  toWaiting: 'Look at them',
  closing: 'Close this month',
  closingText: 'The rows and totals above are sealed with a hash that names the close before it. It can be opened again, with a reason that stays.',
  closeButton: (month) => `Close ${month}`,
  notYet: {
    running: 'A month can be closed on the first day after it.',
    mayNot: 'Your role may look at months and close none.',
  },
  earlier: (month) => `Months close in order: ${month} is still open.`,
  toEarlier: (month) => `Go to ${month}`,
  closedTitle: 'The seal',
  facts: { hash: 'Hash of the close', file: 'SHA-256 of ledger.csv', rows: 'Rows', at: 'Closed', by: 'By', zone: 'Time zone' },
  keepHash: 'Keep the hash outside of this machine: whoever could rewrite the whole database could forge the chain as well, and only a hash that is written down elsewhere tells.',
  files: 'Files of this month',
  reopen: 'Open it again',
  reopenText: 'Only for a mistake: whoever has its files already will have others than you. The reason is written into the chain and stays.',
  reopenLast: (month) => `Only the month that was closed last can be opened again: ${month}.`,
  reason: 'Reason',
  reasonHint: `One line of at most ${MOST_NOTE} characters, without any address.`,
  reopenButton: (month) => `Open ${month} again`,
  history: 'What was done with it',
  historyColumns: { what: 'What', at: 'When', by: 'By', why: 'Reason', hash: 'Hash' },
  actions: { close: 'Closed', reopen: 'Opened again' },
  how: 'How this is checked',
  howText: 'Every night the service lists Stripe’s own balance, line by line, and holds each line against the ledger, both ways: none may be missing here, none may be too much, and every amount must be the same. What is missing is fetched first. Sums are compared per currency, to the cent.',
  howNever: 'This month was not compared yet. It happens every night; “reader-support reconcile” does it at once.',
  howColumns: { currency: 'Currency', ours: 'Here', stripe: 'At Stripe', other: 'Other products', difference: 'Difference' },
  howChecked: (time, movements) => `Checked ${time}: ${movements} held against each other.`,
  missingHere: 'At Stripe and not here',
  missingAtStripe: 'Here and not at Stripe',
  unequal: 'With another amount',
  said: {
    closed: { title: 'Closed.', text: 'The month is sealed. Its files are below; keep the hash.' },
    reopened: { title: 'Opened again.', text: 'Late movements are booked to this month again. Close it once it is right.' },
    month_closed: { title: 'Closed already.', text: 'Somebody closed this month before you.' },
    month_running: { title: 'Not yet.', text: 'The month is not over.' },
    earlier_month_open: { title: 'Not yet.', text: 'Months close in order, and an earlier one is still open.' },
    month_busy: { title: 'Not yet.', text: 'Movements keep arriving. Try again in a minute.' },
    month_open: { title: 'Not closed.', text: 'This month is open already.' },
    later_month_closed: { title: 'Not possible.', text: 'Only the month that was closed last can be opened again.' },
    month_changed: { title: 'Look again.', text: 'Somebody else closed or opened a month at this moment.' },
    note_empty: { title: 'Nothing was changed.', text: 'Say in a few words why: whoever comes next wants to know.' },
    note_not_a_line: { title: 'Nothing was changed.', text: `Keep the reason to one line of at most ${MOST_NOTE} characters.` },
    note_address: { title: 'Nothing was changed.', text: 'No address of a person is kept here: leave out the @.' },
  },
}; // prettier-ignore

const rules = new Intl.PluralRules('ru');
const form = (count: number, one: string, few: string, many: string) => {
  const rule = rules.select(count);
  return rule === 'one' ? one : rule === 'few' ? few : many;
};

const RU: MonthTexts = {
  title: 'Месяцы',
  lead: 'Закрытый месяц больше не меняется ни на байт. Что придёт позже, учитывается в первом открытом месяце, и рядом указан его собственный. Месяцы закрываются по порядку.',
  states: { open: 'Открыт', running: 'Идёт', closed: 'Закрыт' },
  columns: { month: 'Месяц', state: 'Состояние', stripe: 'Сверка со Stripe', rows: 'Строки', closed: 'Закрыт', by: 'Кем', hash: 'Хеш', action: 'Дальше' },
  standing: { equal: 'Сходится', differs: 'Расходится', old: 'Сверено давно', never: 'Не сверено' },
  close: (month) => `Закрыть: ${month}`,
  look: 'Посмотреть',
  older: 'Более ранние месяцы',
  newest: 'Последние месяцы',
  none: 'Денег пока не было ни в одном месяце.',
  openLead: 'Месяц закончился и ещё открыт.',
  runningLead: 'Месяц ещё идёт.',
  closedLead: 'Месяц закрыт. Его файлы больше не меняются.',
  holds: 'Что в нём',
  holdsText: (rows) => `Будет закрыто: ${rows}, как они есть сейчас.`,
  holdsClosed: (rows) => `Закрыто: ${rows}.`,
  empty: 'В этом месяце деньги не двигались. Закрыть его всё равно можно.',
  lines: {
    opening: 'На счёте Stripe в начале',
    gross: 'Платежи',
    refunds: 'Возвраты',
    disputes: 'Споры',
    fees: 'Комиссии Stripe',
    adjustments: 'Поправки Stripe',
    net: 'Получено чистыми',
    payouts: 'Переведено в банк',
    closing: 'Осталось в Stripe в конце',
  },
  line: 'Строка',
  against: 'Что мешает закрыть',
  nothingAgainst: 'Закрыть ничто не мешает',
  nothingAgainstText: 'Месяц сходится со Stripe, ни одно событие не ждёт.',
  warnings: {
    waiting: (count, written) => `${written} ${form(count, 'событие ждёт', 'события ждут', 'событий ждут')} разбора`,
    parked: (count, written) => `${written} ${form(count, 'событие отложено', 'события отложены', 'событий отложено')}`,
  },
  warningText: 'Они могут относиться к этому месяцу. Закрыть его всё равно можно: тогда они будут учтены в следующем.',
  toWaiting: 'Посмотреть',
  closing: 'Закрыть месяц',
  closingText: 'Строки и итоги выше запечатываются хешем, в котором назван хеш предыдущего закрытия. Месяц можно открыть снова, указав причину; она остаётся.',
  closeButton: (month) => `Закрыть: ${month}`,
  notYet: {
    running: 'Месяц можно закрыть на следующий день после его конца.',
    mayNot: 'Ваша роль позволяет смотреть месяцы, но не закрывать их.',
  },
  earlier: (month) => `Месяцы закрываются по порядку: ещё открыт ${month}.`,
  toEarlier: (month) => `Перейти: ${month}`,
  closedTitle: 'Печать',
  facts: { hash: 'Хеш закрытия', file: 'SHA-256 файла ledger.csv', rows: 'Строки', at: 'Закрыт', by: 'Кем', zone: 'Часовой пояс' },
  keepHash: 'Храните хеш вне этой машины: кто мог бы переписать всю базу, подделал бы и цепочку, и выдаст это только хеш, записанный в другом месте.',
  files: 'Файлы этого месяца',
  reopen: 'Открыть снова',
  reopenText: 'Только если была ошибка: у тех, кто уже взял файлы, они будут другими. Причина записывается в цепочку и остаётся.',
  reopenLast: (month) => `Снова открыть можно только месяц, закрытый последним: ${month}.`,
  reason: 'Причина',
  reasonHint: `Одна строка, не длиннее ${MOST_NOTE} знаков, без адресов.`,
  reopenButton: (month) => `Открыть снова: ${month}`,
  history: 'Что с ним делали',
  historyColumns: { what: 'Что', at: 'Когда', by: 'Кто', why: 'Причина', hash: 'Хеш' },
  actions: { close: 'Закрыт', reopen: 'Открыт снова' },
  how: 'Как это проверяется',
  howText: 'Каждую ночь сервис получает от Stripe весь список движений по счёту и сверяет каждую строку с учётом в обе стороны: ни одной не должно недоставать, ни одной не должно быть лишней, и все суммы должны совпадать. Недостающее сначала догружается. Итоги сравниваются по каждой валюте, до цента.',
  howNever: 'Этот месяц ещё не сверяли. Сверка идёт каждую ночь; сразу её запускает «reader-support reconcile».',
  howColumns: { currency: 'Валюта', ours: 'Здесь', stripe: 'В Stripe', other: 'Другие продукты', difference: 'Разница' },
  howChecked: (time, movements) => `Сверено ${time}; сравнено: ${movements}.`,
  missingHere: 'Есть в Stripe, нет здесь',
  missingAtStripe: 'Есть здесь, нет в Stripe',
  unequal: 'С другой суммой',
  said: {
    closed: { title: 'Закрыт.', text: 'Месяц запечатан. Файлы ниже; сохраните хеш.' },
    reopened: { title: 'Открыт снова.', text: 'Опоздавшие движения снова учитываются в этом месяце. Закройте его, когда всё будет верно.' },
    month_closed: { title: 'Уже закрыт.', text: 'Кто-то закрыл этот месяц раньше вас.' },
    month_running: { title: 'Ещё рано.', text: 'Месяц не закончился.' },
    earlier_month_open: { title: 'Ещё рано.', text: 'Месяцы закрываются по порядку, а более ранний ещё открыт.' },
    month_busy: { title: 'Ещё рано.', text: 'Движения продолжают приходить. Попробуйте через минуту.' },
    month_open: { title: 'Не закрыт.', text: 'Этот месяц и так открыт.' },
    later_month_closed: { title: 'Нельзя.', text: 'Снова открыть можно только месяц, закрытый последним.' },
    month_changed: { title: 'Посмотрите ещё раз.', text: 'В это же время кто-то другой закрыл или открыл месяц.' },
    note_empty: { title: 'Ничего не изменилось.', text: 'Напишите в нескольких словах, почему: следующему важно это знать.' },
    note_not_a_line: { title: 'Ничего не изменилось.', text: `Причина — одна строка не длиннее ${MOST_NOTE} знаков.` },
    note_address: { title: 'Ничего не изменилось.', text: 'Адреса людей здесь не хранятся: уберите знак @.' },
  },
}; // prettier-ignore

const TEXTS: Record<PageLang, MonthTexts> = { en: EN, ru: RU };

/** The words of a language. */
export function monthTexts(lang: PageLang): MonthTexts {
  return TEXTS[lang];
}
