import Database from 'better-sqlite3';

// What SQLite means to do with a statement, read from EXPLAIN QUERY PLAN: which tables it walks, by which index, held to
// what. Without ANALYZE, which no database of this service ever sees, a plan depends on the schema alone.

/** One look at a table. */
export type Step = {
  table: string;
  /** The name of the index; `rowid` for the table in order of writing, `key` for one that is kept in order of its key. */
  by: string;
  /** Columns that are held to a value, and those that are held to a range. */
  equal: string[];
  range: string[];
  /** Columns of the index. */
  columns: readonly (string | null)[];
  isUnique: boolean;
  /** The whole table, or the whole index, from one end. The lowest or highest value of all is found without that. */
  isScan: boolean;
};

export type Plan = { sql: string; steps: Step[]; sorts: string[]; hasLimit: boolean };

/** Writes down every statement that any connection of this process runs from now on. */
export function listenToStatements(): { heard: Set<string>; stop: () => void } {
  const heard = new Set<string>();
  const probe = new Database(':memory:');
  const prototype = Object.getPrototypeOf(probe.prepare('select 1')) as Record<string, Run>;
  probe.close();
  const before = ['run', 'get', 'all', 'iterate'].map((name) => [name, prototype[name] as Run] as const);
  for (const [name, run] of before)
    prototype[name] = function listening(this: { source: string }, ...values) {
      heard.add(this.source);
      return run.apply(this, values);
    };
  return {
    heard,
    stop() {
      for (const [name, run] of before) prototype[name] = run;
    },
  };
}

type Run = (this: { source: string }, ...values: unknown[]) => unknown;

/** The statements inside the triggers: EXPLAIN leaves them out, and they run with every line that is written. */
export function statementsOfTriggers(db: Database.Database): string[] {
  const triggers = db
    .prepare(`select sql from sqlite_schema where type = 'trigger'`)
    .pluck()
    .all() as string[];
  return triggers.flatMap((sql) => {
    const [, when = '', body = ''] = /(?:WHEN\s+([\s\S]*?))?\s*BEGIN\s([\s\S]*)END;?\s*$/i.exec(sql) ?? [];
    const all = [...(when === '' ? [] : [`SELECT ${when}`]), ...body.split(';')];
    return all.flatMap((each) =>
      each.trim() === '' || /\bRAISE\s*\(/i.test(each)
        ? []
        : [each.trim().replaceAll(/\b(?:NEW|OLD)\.`\w+`/g, '?')],
    );
  });
}

/** Reads plans of one database. */
export function planReader(db: Database.Database): (sql: string) => Plan {
  const names = db
    .prepare(`select name from sqlite_schema where type in ('table', 'view')`)
    .pluck()
    .all() as string[];
  const views = db.prepare(`select sql from sqlite_schema where type = 'view'`).pluck().all() as string[];
  const indexes = new Map<string, { table: string; columns: (string | null)[]; isUnique: boolean }>();
  for (const table of names)
    for (const { name, unique } of db.pragma(`index_list("${table}")`) as {
      name: string;
      unique: number;
    }[]) {
      const columns = (db.pragma(`index_info("${name}")`) as { name: string | null }[]).map(
        (each) => each.name,
      );
      indexes.set(name, { table, columns, isUnique: unique === 1 });
    }
  const text = views.join(' ');
  const tableOf = (alias: string, sql: string): string => {
    if (names.includes(alias)) return alias;
    const named = new RegExp(
      `["\`]?(\\w+)["\`]?\\s+(?:as\\s+)?["\`]?${alias.replaceAll(/\W/g, '.')}\\b`,
      'gi',
    );
    return [...`${sql} ${text}`.matchAll(named)].find(([, name = '']) => names.includes(name))?.[1] ?? alias;
  };

  return (sql) => {
    const rows = db.prepare(`explain query plan ${sql}`).all(...valuesFor(sql)) as { detail: string }[];
    const steps = rows.flatMap(({ detail }): Step[] => {
      const found =
        /^(SCAN|SEARCH) (\S+)(?: USING (?:AUTOMATIC )?(?:PARTIAL )?(?:COVERING )?INDEX (\S+)| USING (?:INTEGER )?PRIMARY KEY)?(?: \((.*)\))?/.exec(
          detail,
        );
      const [, , alias = '', index = detail.includes('USING PRIMARY KEY') ? 'key' : 'rowid', held = ''] =
        found ?? [];
      if (found === null || /VIRTUAL TABLE|SUBQUERY|CONSTANT/.test(detail)) return [];
      const known = indexes.get(index);
      const parts = held.split(' AND ').filter((part) => part !== '');
      const columns = (pattern: RegExp) => parts.flatMap((part) => pattern.exec(part)?.[1] ?? []);
      const equal = columns(/^(.+)=\?$/);
      return [
        {
          table: known?.table ?? tableOf(alias, sql),
          by: index,
          equal,
          range: columns(/^(.+)[<>](?:\?|\(.*\))$/),
          columns: known?.columns ?? ['seq', 'rowid'],
          isScan: found[1] === 'SCAN',
          isUnique:
            index === 'rowid'
              ? equal.includes('rowid')
              : known?.isUnique === true && equal.length === known.columns.length,
        },
      ];
    });
    const sorts = rows.flatMap(({ detail }) =>
      detail.startsWith('USE TEMP B-TREE') ? [detail.slice(16)] : [],
    );
    return { sql, steps, sorts, hasLimit: /\blimit\b[^)]*$/i.test(sql) };
  };
}

/** What a statement asks of rows besides what an index can hold them to: rows that fail it are passed on the way. */
export function askedOnTheWay(sql: string, columns: readonly (string | null)[]): string[] {
  let text = sql.replaceAll(/\s+/g, ' ');
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replaceAll(/\(([^()]*)\)/g, (_, inner: string) =>
      /\bselect\b/i.test(inner) ? '«»' : `[${inner}]`,
    );
  }
  const where = / where (?!.* where )(.*?)(?: order by | limit |$)/i.exec(text)?.[1] ?? '';
  return where.split(' and ').filter((condition) => {
    if (condition === '' || condition === 'true') return false;
    const named = [...condition.matchAll(/"?(\w+)"?(?=\]? ?(?:[<>=]|is |in |\]|, ))/g)].map(
      ([, name]) => name ?? '',
    );
    return condition.includes('«»') || !named.some((name) => columns.includes(name));
  });
}

/** Something to bind: a plan is made before there are values. */
function valuesFor(sql: string): unknown[] {
  const bare = sql.replaceAll(/'[^']*'/g, '');
  const named = [...bare.matchAll(/[@:$]([a-z_]\w*)/gi)].map(([, name = '']) => [name, null]);
  const places = [...bare.matchAll(/\?/g)].map(() => null);
  return named.length === 0 ? places : [...places, Object.fromEntries(named)];
}
