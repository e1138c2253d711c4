import type { PageLang } from './texts.ts';

/** Words of the page about the experiment; numbers and days arrive already written. */
export type ExperimentTexts = {
  none: string;
  noneText: string;
  title: (name: string) => string;
  span: (first: string, last: string) => string;
  noDayYet: (first: string) => string;
  plan: (views: string) => string;
  verdict: Record<
    'waiting' | 'viewsMissing' | 'tooFewPayers' | 'noDifference' | 'fewerSupporters' | 'winner' | 'countsOff',
    string
  >;
  waitingText: (earliest: string, lacking: string) => string;
  viewsMissingText: string;
  tooFewPayersText: (fewest: string) => string;
  noDifferenceText: string;
  fewerSupportersText: (id: string, than: string) => string;
  winnerText: (id: string) => string;
  countsOffText: string;
  table: string;
  /** Names the frame in which the table scrolls. */
  tableLabel: string;
  columns: Record<'variant' | 'views' | 'choices' | 'checkouts' | 'payers' | 'payerRate' | 'value', string>;
  total: string;
  range: (low: string, high: string) => string;
  /** Under the table: what the second line of a cell is. */
  intervals: string;
  chart: string;
  /** Names the frame of the drawing. */
  chartLabel: string;
  chartText: string;
  why: string;
  whyText: string;
  how: string;
  howText: (currency: string) => string;
  howTextNone: string;
  limits: string;
};

const EN: ExperimentTexts = {
  none: 'No experiment',
  noneText:
    'The publisher file names no experiment. docs/options.md says how to begin one, and how to plan how many views it needs.',
  title: (name) => `Experiment: ${name}`,
  span: (first, last) => `Counted from ${first} to ${last}, full days in the book zone.`,
  noDayYet: (first) => `It begins on ${first}; a day counts once it is over.`,
  plan: (views) => `Planned: ${views} views of each text, and two full weeks at least.`,
  verdict: {
    waiting: 'Too early to judge',
    viewsMissing: 'Cannot be judged',
    tooFewPayers: 'Too few supporters to judge',
    noDifference: 'No difference was found',
    fewerSupporters: 'No winner: more money, but fewer supporters',
    winner: 'There is a difference',
    countsOff: 'Nothing is counted',
  },
  waitingText: (earliest, lacking) =>
    `No winner is named before ${earliest} and before each text has its planned views; the one with the fewest lacks ${lacking}.`,
  viewsMissingText:
    'More checkouts were opened than views were counted, so the counters missed readers and no rate can be believed. Set the attribute “metrics” on every box, and begin anew.',
  tooFewPayersText: (fewest) =>
    `A text had fewer than ${fewest} supporters when the plan was reached. Begin a new experiment that plans more views.`,
  noDifferenceText:
    'The plan is reached and the intervals touch: these texts may be equally good. Keep the one you like.',
  fewerSupportersText: (id, than) =>
    `“${id}” brings more money per view, but clearly fewer supporters than “${than}”. Whether that is better, a person has to decide.`,
  winnerText: (id) =>
    `“${id}” brings more per view than every other text, and its interval touches none. Nothing changes by itself: put its words into the edition and take the experiment out.`,
  countsOffText: 'Set “counts” to true in the publisher file: without views there are no rates.',
  table: 'Texts',
  tableLabel: 'Table: texts',
  columns: {
    variant: 'Text',
    views: 'Views',
    choices: 'Changed the choice',
    checkouts: 'Checkouts',
    payers: 'Supporters',
    payerRate: 'Supporters per view',
    value: 'Net of a year per 1,000 views',
  },
  total: 'All texts',
  range: (low, high) => `${low} to ${high}`,
  intervals:
    'The line under a figure is its 95% interval: the true value lies within it nineteen times out of twenty.',
  chart: 'Net of a year per 1,000 views',
  chartLabel: 'Drawing: the intervals of the texts',
  chartText:
    'One line for each text, from the lowest to the highest value that its figures allow. The table holds the same numbers.',
  why: 'Why there is no winner early',
  whyText:
    'By chance alone, one text leads on almost any day. Whoever looks often and stops at the first clear lead will find a winner among equal texts. So the day of judgement follows from the plan alone: two weeks hold every weekday twice, and what comes later changes nothing in the table.',
  how: 'How the value is counted',
  howText: (currency) =>
    `In ${currency}, after fees, by what the ledger holds. A monthly plan that runs counts as eight payments, for about a third of monthly supporters are still there after a year; one that is over counts as what it brought. Payments settled in other currencies are left out.`,
  howTextNone: 'Nothing was paid yet.',
  limits:
    'The box counts views and marks no reader: someone who comes twice counts twice and may see both texts, and a browser that asks not to be counted is not. This makes differences look smaller than they are, never larger.',
};

const RU: ExperimentTexts = {
  none: 'Эксперимента нет',
  noneText:
    'В файле издателя эксперимент не задан. Как его начать и сколько показов для него нужно, сказано в docs/options.md.',
  title: (name) => `Эксперимент: ${name}`,
  span: (first, last) => `Учтены полные дни с ${first} по ${last} по часам бухгалтерии.`,
  noDayYet: (first) => `Начало: ${first}. День учитывается, когда он закончился.`,
  plan: (views) => `По плану: показов каждого текста — ${views}, и не меньше двух полных недель.`,
  verdict: {
    waiting: 'Судить рано',
    viewsMissing: 'Судить нельзя',
    tooFewPayers: 'Слишком мало поддержавших',
    noDifference: 'Разницы не нашлось',
    fewerSupporters: 'Победителя нет: денег больше, но людей меньше',
    winner: 'Разница есть',
    countsOff: 'Ничего не считается',
  },
  waitingText: (earliest, lacking) =>
    `Победитель не называется раньше, чем наступит ${earliest} и у каждого текста наберутся показы по плану. Тексту, у которого их меньше всего, не хватает: ${lacking}.`,
  viewsMissingText:
    'Оплат открыто больше, чем насчитано показов: счётчики пропускали читателей, и доли ничего не значат. Поставьте атрибут «metrics» на каждый блок и начните заново.',
  tooFewPayersText: (fewest) =>
    `Когда план был выполнен, у одного из текстов было меньше поддержавших, чем нужно (${fewest}). Начните новый эксперимент и запланируйте больше показов.`,
  noDifferenceText:
    'План выполнен, интервалы пересекаются: тексты могут быть одинаково хороши. Оставьте тот, который вам нравится.',
  fewerSupportersText: (id, than) =>
    `«${id}» приносит больше денег на показ, но заметно меньше поддержавших, чем «${than}». Лучше ли это, должен решить человек.`,
  winnerText: (id) =>
    `«${id}» приносит на показ больше любого другого текста, и интервалы не пересекаются. Само ничего не изменится: перенесите его слова в издание и уберите эксперимент.`,
  countsOffText: 'Поставьте «counts»: true в файле издателя: без показов нет и долей.',
  table: 'Тексты',
  tableLabel: 'Таблица: тексты',
  columns: {
    variant: 'Текст',
    views: 'Показы',
    choices: 'Меняли выбор',
    checkouts: 'Открыли оплату',
    payers: 'Поддержали',
    payerRate: 'Поддержавших на показ',
    value: 'Чистыми за год на 1000 показов',
  },
  total: 'Все тексты',
  range: (low, high) => `от ${low} до ${high}`,
  intervals:
    'Строка под цифрой — интервал 95 %: в девятнадцати случаях из двадцати настоящее значение лежит в нём.',
  chart: 'Чистыми за год на 1000 показов',
  chartLabel: 'Рисунок: интервалы текстов',
  chartText:
    'У каждого текста своя линия: от наименьшего до наибольшего значения, которое допускают его цифры. В таблице те же числа.',
  why: 'Почему победитель не называется раньше',
  whyText:
    'Почти в любой день какой-нибудь текст впереди по чистой случайности. Кто смотрит часто и останавливается на первой заметной разнице, найдёт победителя и среди одинаковых текстов. Поэтому день решения задаёт только план: за две недели каждый день недели выпадает дважды, а то, что приходит позже, таблицу уже не меняет.',
  how: 'Как считается ценность',
  howText: (currency) =>
    `В ${currency}, после комиссий, по записям книги. Действующая ежемесячная поддержка считается за восемь платежей: через год остаётся около трети таких читателей. Закончившаяся считается по тому, что принесла. Платежи, зачисленные в других валютах, не учтены.`,
  howTextNone: 'Платежей пока нет.',
  limits:
    'Показы считает сам блок и никак не помечает читателей: кто пришёл дважды, сосчитан дважды и мог увидеть оба текста, а браузер, который просит его не считать, не учтён. От этого разница кажется меньше, чем она есть, но не больше.',
};

export function experimentTexts(lang: PageLang): ExperimentTexts {
  return lang === 'ru' ? RU : EN;
}
