/** A row as both engines give it: columns by the names of the schemas, instants as Date, truth as boolean. */
export type TableRow = Record<string, unknown>;

/** Every table whose rows are copied, each behind those that it refers to. */
export type CopiedTable = (typeof COPIED_TABLES)[number]['name'];

/** The highest number that each chain ever gave: a cut end has to show after a move, too. */
export type ChainEnds = { months: number; audit: number };

/** Whole tables as of one instant. */
export type TableReader = {
  /** The next rows behind one, in the order of the table's key. */
  page(table: CopiedTable, behind: TableRow | null, limit: number): Promise<TableRow[]>;
  count(table: CopiedTable): Promise<number>;
  chainEnds(): Promise<ChainEnds>;
  /** As `ledgerHash` of the store, of this instant. */
  ledgerHash(): Promise<string>;
};

/** What a database is to someone who would fill it. */
export type CopyState = 'empty' | 'being_filled' | 'in_use';

/** The part of the port that moves everything from one database to another, whatever the engines are (operations/move.ts). */
export interface CopyStore {
  readTables<T>(work: (tables: TableReader) => Promise<T>): Promise<T>;
  copyState(): Promise<CopyState>;
  /** Marks the database as one that is being filled: no service opens it until `endCopy`. */
  beginCopy(): Promise<void>;
  /** The row of a table with the highest key; null where it is empty. What comes next is behind it. */
  lastRow(table: CopiedTable): Promise<TableRow | null>;
  /** Writes rows as they are, all or none. Sums follow by themselves. */
  writeRows(table: CopiedTable, rows: readonly TableRow[]): Promise<void>;
  /** Goes on with the numbers behind those that were copied, and takes the mark away. */
  endCopy(ends: ChainEnds): Promise<void>;
}

/**
 * The order in which tables are filled: what others refer to first, and the chain of months last of the books, for a
 * closed month takes no entry. Sums are not among them: triggers make them of the rows. Nor are leases.
 */
export const COPIED_TABLES = [
  { name: 'pledges', key: ['pledgeId'] },
  { name: 'checkoutRequests', key: ['keyHash'] },
  { name: 'webhookEvents', key: ['seq'] },
  { name: 'ledgerEntries', key: ['seq'] },
  { name: 'payouts', key: ['payoutId'] },
  { name: 'payoutItems', key: ['seq'] },
  { name: 'otherMovements', key: ['balanceTransactionId'] },
  { name: 'periodChanges', key: ['seq'] },
  { name: 'auditEntries', key: ['seq'] },
  { name: 'staffTasks', key: ['taskId'] },
  { name: 'reconcileRuns', key: ['seq'] },
  { name: 'comparisons', key: ['period'] },
  { name: 'apiKeys', key: ['keyId'] },
  { name: 'staff', key: ['staffId'] },
  { name: 'recoveryCodes', key: ['staffId', 'codeHash'] },
  { name: 'signIns', key: ['signInId'] },
  { name: 'financeSessions', key: ['tokenHash'] },
  { name: 'monthDeliveries', key: ['linkId'] },
  { name: 'reminders', key: ['reminderId'] },
  { name: 'addressSecrets', key: ['secretId'] },
  { name: 'suppressions', key: ['addressHash'] },
  { name: 'dailyCounts', key: ['day', 'name'] },
  { name: 'appealCounts', key: ['day', 'event', 'variant', 'campaign', 'lang'] },
  { name: 'goalFigures', key: ['seq'] },
] as const;

/** What serves for a while and is then erased: in no backup, for it would live on there. */
export const SERVES_FOR_A_WHILE: readonly CopiedTable[] = [
  'reminders',
  'financeSessions',
  'signIns',
  'monthDeliveries',
  'checkoutRequests',
];
