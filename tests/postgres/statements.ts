import { createRequire } from 'node:module';
import type { Client } from 'pg';
import { listen } from './listen.ts';

// What the server reads for a statement, counted by EXPLAIN ANALYZE: once planned for the values, and once as it is
// planned for any, which is what it does with a statement that came six times. It is free to take either.

const { prepareValue } = createRequire(import.meta.url)('pg/lib/utils') as {
  prepareValue: (value: unknown) => string | null;
};

/** A statement as it was sent. */
export type Sent = { text: string; values: readonly unknown[] };

/** What one plan reads: of all rows of a table, those that were looked at, and those that were handed out. */
export type Reading = { read: Map<string, number>; returned: number; plan: string };

/** Of each text, the first values and the last ones: others are the same pages of other months. */
const MOST_VALUES = 2;

/** Remembers, with its values, every statement that reads and that any connection of this process sends from now on. */
export function rememberReads(): { sent: () => Sent[]; stop: () => void } {
  const found = new Map<string, Sent[]>();
  const { stop } = listen((text, values) => {
    if (/^\s*(select|with)\b/i.test(text) && !/\b(insert into|update|delete from)\b/i.test(text))
      found.set(text, [...(found.get(text) ?? []).slice(0, MOST_VALUES - 1), { text, values }]);
  });
  return { sent: () => [...found.values()].flat(), stop };
}

type Node = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Node[];
};

/**
 * Runs statements on a connection, each planned in both ways. A table of this size would often be read whole for little:
 * the server is told to leave that, as it does with a large one.
 */
export async function readingOf(client: Client): Promise<(sent: Sent) => Promise<Reading[]>> {
  let number = 0;
  await client.query('set enable_seqscan = off; set jit = off');
  return async ({ text, values }) => {
    const name = `looked_at_${++number}`;
    const readings: Reading[] = [];
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      await client.query(`set plan_cache_mode = ${mode}`);
      if (readings.length === 0) await client.query(`prepare ${name} as ${text}`);
      const bound = values.map(literal).join(', ');
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
        `explain (analyze, timing off, format json) execute ${name}${bound === '' ? '' : `(${bound})`}`,
      );
      const plan = rows[0]?.['QUERY PLAN'][0].Plan;
      if (plan === undefined) throw new Error('no plan');
      const read = new Map<string, number>();
      count(plan, read);
      readings.push({ read, returned: plan['Actual Rows'], plan: JSON.stringify(plan, null, 1) });
    }
    await client.query(`deallocate ${name}`);
    return readings;
  };
}

function literal(value: unknown): string {
  const prepared = prepareValue(value);
  return prepared === null ? 'null' : `'${prepared.replaceAll("'", "''")}'`;
}

function count(node: Node, read: Map<string, number>): void {
  const table = node['Relation Name'];
  const rows =
    node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0);
  if (table !== undefined) read.set(table, (read.get(table) ?? 0) + rows * node['Actual Loops']);
  // What a bitmap finds in an index is counted where it is fetched, but for rows that another bitmap drops.
  for (const each of node.Plans ?? []) count(each, read);
}
