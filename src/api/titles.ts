import type { DocsLang } from '../embed/docs/texts.ts';
import type { Table } from '../finance/exports/table.ts';
import { TABLES } from '../finance/exports/tables.ts';
import type { Described } from './described.ts';
import { en } from './words/en.ts';
import { wordsOf } from './words/of.ts';
import { ru } from './words/ru.ts';

/** The table and the format of an export's address; undefined for any other address. */
export function fileOf({
  path,
}: Pick<Described, 'path'>): { table: Table['name']; ending: string } | undefined {
  const [, name, ending = ''] = /^\/v1\/(\w+)\.(.+)$/.exec(path) ?? [];
  const table = TABLES.find((each) => each.name === name)?.name;
  return table && { table, ending };
}

/** What an operation is called. */
export function titleOf(operation: Described, lang: DocsLang): string {
  return textOf(operation, lang).title;
}

export function textOf(operation: Described, lang: DocsLang): { title: string; body: string } {
  const file = fileOf(operation);
  const named = { id: operation.operationId, ...(file && { file }) };
  return wordsOf(lang === 'ru' ? ru : en, named);
}
