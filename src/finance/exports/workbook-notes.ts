import { minorToDecimal } from '../../money.ts';
import { boundText, type ClosedMonth, type FileBound } from './bound.ts';
import type { Control } from './control.ts';
import { MEANINGS_RU } from './dictionary-ru.ts';
import { fileLang, type FileLang, type FileOptions, type SmallCell, type SmallSheet } from './format.ts';
import type { ColumnFacts, TableName } from './table.ts';

/** What a workbook says of itself. */
export type About = {
  table: TableName;
  title: string;
  columns: readonly ColumnFacts[];
  publisher: string;
  range: string;
  zone: string;
  bound: FileBound;
  closed: ClosedMonth | null;
  rows: number;
  control: readonly Control[] | null;
  options: FileOptions;
};

const WORDS = {
  en: {
    control: 'Control',
    columns: 'Columns',
    heading: [
      'Currency', 'Opening balance', 'Payments before fees', 'Refunds', 'Disputes', 'Corrections', 'Fees', 'Net of the movements',
      'Payouts to the bank', 'Closing balance', 'Difference to Stripe', 'Compared with Stripe (UTC)',
    ],
    facts: {
      publisher: 'Publisher', table: 'Table', range: 'Range', zone: 'Time zone of days and months', rows: 'Rows', asOf: 'As of (UTC)',
      bound: 'Bound (gives the same file again)', closed: 'Hash of the closed month',
    },
    meaning: ['Column', 'Meaning'],
  },
  ru: {
    control: 'Контроль',
    columns: 'Столбцы',
    heading: [
      'Валюта', 'Остаток на начало', 'Взносы до комиссий', 'Возвраты', 'Споры', 'Поправки', 'Комиссии', 'Итог движений',
      'Переводы в банк', 'Остаток на конец', 'Расхождение со Stripe', 'Сверено со Stripe (UTC)',
    ],
    facts: {
      publisher: 'Издание', table: 'Таблица', range: 'Период', zone: 'Часовой пояс дней и месяцев', rows: 'Строк', asOf: 'По состоянию на (UTC)',
      bound: 'Граница (даёт тот же файл ещё раз)', closed: 'Хеш закрытого месяца',
    },
    meaning: ['Столбец', 'Что в нём'],
  },
} as const satisfies Record<FileLang, object>; // prettier-ignore

/** The sheets beside the rows: the control block with what the file is a picture of, and what each column means. */
export function notesOf(about: About): SmallSheet[] {
  const lang = fileLang(about.options);
  return [controlSheet(about, lang), columnsSheet(about, lang)];
}

function controlSheet(about: About, lang: FileLang): SmallSheet {
  const words = WORDS[lang];
  const { bound, closed, control } = about;
  const facts: SmallCell[][] = [
    [words.facts.publisher, about.publisher],
    [words.facts.table, about.title],
    [words.facts.range, about.range],
    [words.facts.zone, about.zone],
    [words.facts.rows, about.rows],
    [words.facts.asOf, bound.asOf],
    [words.facts.bound, boundText(bound)],
    ...(closed === null ? [] : [[words.facts.closed, closed.hash]]),
  ];
  return {
    title: words.control,
    widths: [34, ...words.heading.slice(1).map(() => 20)],
    heading: words.heading,
    lines: [...(control ?? []).map(controlLine), [], ...facts],
  };
}

/** Opening + net + payouts = closing, and net = payments + refunds + disputes + corrections - fees. */
function controlLine(each: Control): SmallCell[] {
  const amount = (minor: number | null) =>
    minor === null ? null : { amount: minorToDecimal(minor, each.currency) };
  return [
    each.currency,
    amount(each.openingMinor),
    amount(each.grossMinor),
    amount(each.refundsMinor),
    amount(each.disputesMinor),
    amount(each.adjustmentsMinor),
    amount(each.feesMinor),
    amount(each.netMinor),
    amount(each.payoutsMinor),
    amount(each.closingMinor),
    amount(each.stripeDifferenceMinor),
    each.comparedAt,
  ];
}

function columnsSheet({ table, columns }: About, lang: FileLang): SmallSheet {
  const words = WORDS[lang];
  return {
    title: words.columns,
    widths: [28, 110],
    heading: words.meaning,
    lines: columns.map(({ name, doc }) => [name, lang === 'ru' ? (MEANINGS_RU[table][name] ?? doc) : doc]),
  };
}
