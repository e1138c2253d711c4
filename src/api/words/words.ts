import type { Group, HeaderName } from '../operation.ts';
import type { TableName } from '../../finance/exports/table.ts';
import type { WordedId } from '../operations/all.ts';
import type { ProblemCode } from '../problems.ts';

/** What the description says in one language; a language that lacks a word does not compile. */
export type ApiWords = {
  groups: Record<Group, { title: string; body: string }>;
  operations: Record<WordedId, { title: string; body: string }>;
  /** What a table holds, and what it is in each format, by the ending of its address. */
  tables: Record<TableName, { title: string; body: string }>;
  formats: Record<string, { title: string; body: string }>;
  /** What a code means, and what to do about it. */
  problems: Record<ProblemCode, { means: string; cure: string }>;
  headers: Record<HeaderName, string>;
  security: Record<'financeKey' | 'financeSession' | 'stripeSignature' | 'metricsToken', string>;
  /** What holds for every address: the introduction of the document and of its page. */
  rules: readonly { title: string; body: string }[];
};
