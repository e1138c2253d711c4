import type { TableName } from '../../exports/table.ts';
import type { PageLang } from '../texts.ts';

/** Words of the page of files; numbers arrive already written. */
export type ExportTexts = {
  title: string;
  lead: string;
  instant: string;
  tables: Record<TableName, { name: string; text: string }>;
  /** By the ending of a file; an ending without words shows itself. */
  formats: Record<string, { name: string; text: string }>;
  formatsTitle: string;
  formatColumns: Record<'file' | 'text', string>;
  noFilter: (filters: string) => string;
  noCodes: string;
  filters: Record<string, string>;
  checks: string;
  checksText: string;
  closed: (month: string, hash: string) => string;
  open: (month: string) => string;
  toMonth: string;
  manifest: string;
  dictionary: string;
  dictionaryText: string;
  columns: Record<'column' | 'type' | 'meaning', string>;
  showColumns: (table: string, count: string) => string;
  types: Record<string, string>;
  sheets: string;
  sheetsSteps: { title: string; steps: string[] }[];
  formula: string;
};

const EN: ExportTexts = {
  title: 'Exports',
  lead: 'Every table in every format, with the same filters: what is counted here is what the file holds.',
  instant: 'A file is a picture of one instant: what arrives while it downloads is not in it.',
  tables: {
    ledger: { name: 'Ledger', text: 'One line for each movement of money: payments, refunds, disputes, fees, payouts. For reconciling and for every sum.' },
    journal: { name: 'Journal', text: 'The same movements in double entry, with every id: each document adds up to zero. For auditors and for rebuilding any balance.' },
    accounting: { name: 'Accounting', text: 'The journal with your own account codes and plain words, without any pledge. For importing into a bookkeeping program.' },
    pledges: { name: 'Pledges', text: 'One line for each promise: amount, frequency, status, what was paid. No names and no addresses. For looking at supporters as a whole.' },
    payouts: { name: 'Payouts', text: 'One line for each deposit at the bank and what it holds. For the bank statement.' },
  },
  formats: {
    csv: { name: 'CSV', text: 'Plain text that every program reads: a point for decimals, a comma between cells.' },
    'excel.csv': { name: 'CSV for Excel', text: 'Opens by a double click: with the signs that Excel expects in your language.' },
    xlsx: { name: 'Excel', text: 'A workbook with real dates and numbers.' },
    jsonl: { name: 'JSON lines', text: 'One object a line, for programs.' },
    parquet: { name: 'Parquet', text: 'For data analysis: columns with types, a fraction of the size.' },
  },
  formatsTitle: 'Which format for what',
  formatColumns: { file: 'Format', text: 'What it is for' },
  noFilter: (filters) => `This table cannot be narrowed down by: ${filters}. Take that filter away to download it.`,
  noCodes: 'It needs your account codes: set “finance.accounts” in the publisher file, as docs/publisher.example.json shows.',
  filters: {
    date: 'date', kind: 'kind of movement', frequency: 'frequency', campaign: 'campaign', status: 'status', payout: 'deposit', updatedSince: 'written since', zone: 'time zone', period: 'month', from: 'from', to: 'to', currency: 'currency',
  },
  checks: 'How to know that a file is whole',
  checksText: 'A download that breaks off never looks whole: the connection is cut. The manifest beside each table says how many rows its files have, what they sum to (opening + movements = closing) and the SHA-256 of each format; its bound gives the same files again later.',
  closed: (month, hash) => `${month} is closed; its ledger.csv has the SHA-256 ${hash}.`,
  open: (month) => `${month} is open: its files can still change.`,
  toMonth: 'Look at the month',
  manifest: 'Manifest',
  dictionary: 'What every column means',
  dictionaryText: 'The same as a file, in both languages:',
  columns: { column: 'Column', type: 'Type', meaning: 'What it holds' },
  showColumns: (table, count) => `${table}: ${count}`,
  types: { text: 'text', integer: 'integer', decimal: 'decimal', boolean: 'yes or no', day: 'day', time: 'time' },
  sheets: 'How to open a file in a spreadsheet',
  sheetsSteps: [
    { title: 'Excel', steps: ['Take “CSV for Excel” with your language, or the Excel workbook where it is offered.', 'Open it by a double click. Dates and amounts arrive as dates and numbers.'] },
    { title: 'LibreOffice Calc', steps: ['Take the CSV and open it.', 'Choose Unicode (UTF-8), language English (USA), and a comma as the only separator.'] },
    { title: 'Google Sheets', steps: ['Take the CSV. File, Import, Upload; choose a comma as the separator.', 'Set the sheet’s locale to one that writes 1.50 before importing, or take “CSV for Excel” in your language.'] },
  ],
  formula: 'No cell of any file can start a formula, and negative amounts stay numbers.',
}; // prettier-ignore

const RU: ExportTexts = {
  title: 'Файлы',
  lead: 'Каждая таблица в каждом формате, с теми же отборами: сколько строк посчитано здесь, столько и в файле.',
  instant: 'Файл — снимок одного мгновения: того, что придёт во время загрузки, в нём нет.',
  tables: {
    ledger: { name: 'Книга операций', text: 'По строке на каждое движение денег: платежи, возвраты, споры, комиссии, переводы. Для сверки и любых итогов.' },
    journal: { name: 'Проводки', text: 'Те же движения двойной записью, со всеми идентификаторами: каждый документ сходится в ноль. Для аудита и любых остатков.' },
    accounting: { name: 'Бухгалтерия', text: 'Проводки с вашими номерами счетов и понятными словами, без обещаний. Для импорта в бухгалтерскую программу.' },
    pledges: { name: 'Обещания', text: 'По строке на каждое обещание: сумма, частота, состояние, сколько заплачено. Без имён и адресов. Чтобы видеть поддержку в целом.' },
    payouts: { name: 'Переводы в банк', text: 'По строке на каждое поступление в банк и то, из чего оно состоит. Для банковской выписки.' },
  },
  formats: {
    csv: { name: 'CSV', text: 'Простой текст, который читает любая программа: точка в дробях, запятая между ячейками.' },
    'excel.csv': { name: 'CSV для Excel', text: 'Открывается двойным щелчком: со знаками, которых Excel ждёт на вашем языке.' },
    xlsx: { name: 'Excel', text: 'Книга с настоящими датами и числами.' },
    jsonl: { name: 'JSON по строкам', text: 'По объекту в строке, для программ.' },
    parquet: { name: 'Parquet', text: 'Для анализа данных: столбцы с типами, размер в разы меньше.' },
  },
  formatsTitle: 'Какой формат для чего',
  formatColumns: { file: 'Формат', text: 'Для чего он' },
  noFilter: (filters) => `Для этой таблицы такого отбора нет: ${filters}. Уберите его, чтобы скачать её.`,
  noCodes: 'Нужны ваши номера счетов: задайте «finance.accounts» в файле издателя, как в docs/publisher.example.json.',
  filters: {
    date: 'дата', kind: 'вид движения', frequency: 'частота', campaign: 'кампания', status: 'состояние', payout: 'перевод', updatedSince: 'записано с', zone: 'часовой пояс', period: 'месяц', from: 'с дня', to: 'до дня', currency: 'валюта',
  },
  checks: 'Как убедиться, что файл целый',
  checksText: 'Оборванная загрузка никогда не выглядит целой: соединение рвётся. Манифест рядом с каждой таблицей говорит, сколько строк в её файлах, чему равны суммы (начало + движения = конец) и каков SHA-256 каждого формата; по его границе те же файлы можно получить и позже.',
  closed: (month, hash) => `${month}: месяц закрыт, SHA-256 его ledger.csv — ${hash}.`,
  open: (month) => `${month}: месяц открыт, его файлы ещё могут измениться.`,
  toMonth: 'Посмотреть месяц',
  manifest: 'Манифест',
  dictionary: 'Что значит каждый столбец',
  dictionaryText: 'То же файлом, на обоих языках:',
  columns: { column: 'Столбец', type: 'Тип', meaning: 'Что в нём' },
  showColumns: (table, count) => `${table}: ${count}`,
  types: { text: 'текст', integer: 'целое', decimal: 'дробь', boolean: 'да или нет', day: 'день', time: 'время' },
  sheets: 'Как открыть файл в таблице',
  sheetsSteps: [
    { title: 'Excel', steps: ['Возьмите «CSV для Excel» на своём языке или книгу Excel, если она есть.', 'Откройте двойным щелчком. Даты и суммы придут датами и числами.'] },
    { title: 'LibreOffice Calc', steps: ['Возьмите CSV и откройте его.', 'Выберите Юникод (UTF-8), язык «английский (США)» и запятую как единственный разделитель.'] },
    { title: 'Google Таблицы', steps: ['Возьмите CSV. «Файл», «Импорт», «Загрузка»; разделитель — запятая.', 'До импорта задайте таблице регион, где пишут 1.50, или возьмите «CSV для Excel» на своём языке.'] },
  ],
  formula: 'Ни одна ячейка ни одного файла не может начать формулу, а отрицательные суммы остаются числами.',
}; // prettier-ignore

const TEXTS: Record<PageLang, ExportTexts> = { en: EN, ru: RU };

/** The words of a language. */
export function exportTexts(lang: PageLang): ExportTexts {
  return TEXTS[lang];
}
