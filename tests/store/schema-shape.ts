import { is, SQL, type Column } from 'drizzle-orm';
import {
  getTableConfig as postgresConfig,
  PgDialect,
  PgTable,
  type IndexedColumn,
} from 'drizzle-orm/pg-core';
import { getTableConfig as sqliteConfig, SQLiteSyncDialect, SQLiteTable } from 'drizzle-orm/sqlite-core';

/** What a table is, in words that both engines share; two are the same where their lines are. */
export type Shape = Map<string, Set<string>>;

/** What a column holds, by how drizzle declares it. A declaration that is not here is one that nobody has compared. */
const HOLDS: Record<string, string> = {
  SQLiteText: 'text', 'text COLLATE "C"': 'text',
  SQLiteInteger: 'a whole number', bigint: 'a whole number',
  SQLiteBoolean: 'yes or no', boolean: 'yes or no',
  SQLiteTextJson: 'json', jsonb: 'json',
  SQLiteTimestamp: 'an instant in milliseconds', 'instant bigint': 'an instant in milliseconds',
}; // prettier-ignore

/** Expressions that one engine has to say in other words than the other. */
const TRANSLATED: Record<string, string> = {
  'substr(pledge_id, -9, 8)': 'substr(pledge_id, length(pledge_id) - 8, 8)',
};

/** The tables that modules export, as they are declared. */
export function shapeOf(...modules: object[]): Shape {
  const tables = modules.flatMap((module) => Object.values(module));
  return new Map(
    tables
      .filter((table) => is(table, SQLiteTable) || is(table, PgTable))
      .map((table) => (is(table, PgTable) ? postgresLines(table) : sqliteLines(table))),
  );
}

/** How two differ, a line each: nothing where they are the same. */
export function differences(one: Shape, other: Shape): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].sort().flatMap((table) => {
    const [mine, theirs] = [one.get(table), other.get(table)];
    if (mine === undefined || theirs === undefined)
      return [`${table}: only in the ${mine ? 'first' : 'second'}`];
    return [
      ...[...mine].filter((line) => !theirs.has(line)).map((line) => `${table}: only in the first: ${line}`),
      ...[...theirs].filter((line) => !mine.has(line)).map((line) => `${table}: only in the second: ${line}`),
    ];
  });
}

function sqliteLines(table: SQLiteTable): [string, Set<string>] {
  const dialect = new SQLiteSyncDialect();
  const text = (found: SQL) => plain(dialect.sqlToQuery(found).sql);
  const { name, columns, indexes, primaryKeys, foreignKeys, checks, uniqueConstraints } = sqliteConfig(table);
  return [
    name,
    new Set([
      ...columns.map((column) =>
        columnLine(
          column,
          column.columnType,
          'autoIncrement' in column && column.autoIncrement === true ? ', numbered' : '',
          text,
        ),
      ),
      ...indexes.map(({ config }) =>
        indexLine({
          ...config,
          columns: config.columns.map((each) => (is(each, SQL) ? text(each) : each.name)),
          where: config.where && text(config.where),
        }),
      ),
      ...keyLines({ columns, primaryKeys, uniqueConstraints }),
      ...foreignKeys.map(foreignKeyLine),
      ...checks.map((each) => `check ${each.name}`),
    ]),
  ];
}

function postgresLines(table: PgTable): [string, Set<string>] {
  const dialect = new PgDialect();
  const text = (found: SQL) => plain(dialect.sqlToQuery(found).sql);
  const { name, columns, indexes, primaryKeys, foreignKeys, checks, uniqueConstraints } =
    postgresConfig(table);
  return [
    name,
    new Set([
      ...columns.map((column) => {
        // A number is what the driver hands on; an instant is made of it.
        const isInstant = column.getSQLType() === 'bigint' && column.mapFromDriverValue(0) instanceof Date;
        return columnLine(
          column,
          isInstant ? 'instant bigint' : column.getSQLType(),
          column.generatedIdentity === undefined ? '' : ', numbered',
          text,
        );
      }),
      ...indexes.map(({ config }) =>
        indexLine({
          ...config,
          name: config.name ?? '',
          columns: config.columns.map((each) =>
            is(each, SQL)
              ? text(each)
              : `${(each as IndexedColumn).name}${(each as IndexedColumn)['indexConfig'].order === 'desc' ? ' desc' : ''}`,
          ),
          where: config.where && text(config.where),
        }),
      ),
      ...keyLines({ columns, primaryKeys, uniqueConstraints }),
      ...foreignKeys.map(foreignKeyLine),
      ...checks.map((each) => `check ${each.name}`),
    ]),
  ];
}

function columnLine(column: Column, declared: string, numbered: string, text: (found: SQL) => string) {
  const holds = HOLDS[declared] ?? `unknown: ${declared}`;
  const { default: otherwise, defaultFn, onUpdateFn } = column;
  const value =
    defaultFn || onUpdateFn
      ? 'computed'
      : otherwise === undefined
        ? 'none'
        : is(otherwise, SQL)
          ? text(otherwise)
          : JSON.stringify(otherwise);
  return `column ${column.name}: ${holds}, ${column.notNull ? 'never null' : 'may be null'}, default ${value}${numbered}`;
}

function indexLine(index: { name: string; unique?: boolean; columns: string[]; where?: string | undefined }) {
  const columns = index.columns.map((each) => TRANSLATED[each] ?? each).join(', ');
  return `${index.unique ? 'unique ' : ''}index ${index.name} on ${columns} where ${index.where ?? 'anything'}`;
}

type Named = { columns: readonly Column[] };
function keyLines(of: {
  columns: readonly Column[];
  primaryKeys: readonly Named[];
  uniqueConstraints: readonly Named[];
}) {
  const names = ({ columns }: Named) => columns.map((column) => column.name).join(', ');
  return [
    ...of.columns.filter((column) => column.primary).map((column) => `primary key ${column.name}`),
    ...of.primaryKeys.map((key) => `primary key ${names(key)}`),
    ...of.columns.filter((column) => column.isUnique).map((column) => `unique ${column.name}`),
    ...of.uniqueConstraints.map((key) => `unique ${names(key)}`),
  ];
}

function foreignKeyLine(key: {
  reference: () => { columns: Column[]; foreignColumns: Column[] };
  onDelete?: string | undefined;
  onUpdate?: string | undefined;
}) {
  const { columns, foreignColumns } = key.reference();
  const names = (all: Column[]) => all.map((column) => column.name).join(', ');
  const [first] = foreignColumns;
  const target = first === undefined ? '' : tableOf(first);
  return `foreign key ${names(columns)} to ${target} (${names(foreignColumns)}), on delete ${key.onDelete ?? 'no action'}, on update ${key.onUpdate ?? 'no action'}`;
}

const tableOf = (column: Column): string =>
  is(column.table, PgTable)
    ? postgresConfig(column.table).name
    : sqliteConfig(column.table as SQLiteTable).name;

/** Without quotes and without the table's name before a column. */
const plain = (text: string): string => text.replaceAll(/(["`]\w+["`]\.)?["`](\w+)["`]/g, '$2').toLowerCase();
