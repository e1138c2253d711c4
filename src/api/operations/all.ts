import { BOOKS } from './books.ts';
import { FILES } from './files.ts';
import { READERS } from './readers.ts';
import { SERVICE } from './service.ts';

/** Every address that others may rely on, chapter by chapter. */
export const OPERATIONS = [...READERS, ...FILES, ...BOOKS, ...SERVICE] as const;

export type OperationId = (typeof OPERATIONS)[number]['id'];
