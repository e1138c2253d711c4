import type { Operation } from '../operation.ts';
import { BOOKS } from './books.ts';
import { FILES } from './files.ts';
import { READERS } from './readers.ts';
import { SERVICE } from './service.ts';

/** Every address that others may rely on, chapter by chapter. */
export const OPERATIONS: readonly Operation[] = [...READERS, ...FILES, ...BOOKS, ...SERVICE];

/** Those with words of their own; a file's are those of its table and its format. */
export type WordedId =
  (typeof READERS | typeof BOOKS | typeof SERVICE)[number]['id'] | 'dictionary' | 'dictionaryCsv';
