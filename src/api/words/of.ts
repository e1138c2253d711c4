import type { Operation } from '../operation.ts';
import type { WordedId } from '../operations/all.ts';
import type { ApiWords } from './words.ts';

/** What an operation is called and what it does; a file is named by its table and its format. */
export function wordsOf(
  words: ApiWords,
  { id, file }: Pick<Operation, 'id' | 'file'>,
): { title: string; body: string } {
  if (file === undefined) return words.operations[id as WordedId];
  const table = words.tables[file.table];
  const format = words.formats[file.ending];
  if (format === undefined) throw new Error(`no words for the format ${file.ending}`);
  return { title: `${table.title}: ${format.title}`, body: `${table.body} ${format.body}` };
}
