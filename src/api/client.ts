import type { z } from 'zod';
import type { CheckoutAnswer, CheckoutRequest, ReminderRequest, WidgetConfig } from '../checkout/contract.ts';
import type { configQuery } from '../checkout/request.ts';
import type { AuditAction } from '../finance/audit-entry.ts';
import type { ledgerQuery, payoutsQuery, pledgesQuery, summaryQuery } from '../finance/request-schemas.ts';
import type { dictionaryAnswer, periodChange, periods, reconciliation, summary } from './answers/finance.ts';
import type { fileManifestAnswer } from './answers/file-manifest.ts';
import type { auditLine, ROWS } from './answers/rows.ts';
import { caller, type CallOptions, type ClientOptions } from './client-call.ts';
import { downloaded, lines } from './client-file.ts';

// A client for programs in JavaScript and TypeScript. When it runs it needs fetch and nothing else; its types are those
// of the schemas that read the requests and that tests hold against the answers.

export { ReaderSupportError, type CallOptions, type ClientOptions } from './client-call.ts';
export type { DownloadedFile } from './client-file.ts';

/** Tables that can be had as rows and as files. */
export type Table = keyof typeof ROWS;

/** One row of a table, as JSON lines carry it. */
export type Row<T extends Table> = z.infer<(typeof ROWS)[T]>;

/** What a table can be narrowed down to. */
export type Filters<T extends Table> = z.input<
  {
    ledger: typeof ledgerQuery;
    journal: typeof ledgerQuery;
    accounting: typeof ledgerQuery;
    pledges: typeof pledgesQuery;
    payouts: typeof payoutsQuery;
  }[T]
>;

/** What the audit can be narrowed down to; `after` is the number of an entry. */
export type AuditFilters = {
  action?: AuditAction | undefined;
  by?: string | undefined;
  outcome?: 'done' | 'denied' | undefined;
  after?: string | undefined;
};

/** How the addresses of files end. */
export type Ending = 'csv' | 'excel.csv' | 'xlsx' | 'jsonl' | (string & {});

export type ReaderSupport = ReturnType<typeof readerSupport>;

/** A client for one service. */
export function readerSupport(options: ClientOptions) {
  const call = caller(options);
  const get = async <T>(path: string, query: object | undefined, by?: CallOptions): Promise<T> =>
    (await (await call(path, { query, ...by })).json()) as T;
  const post = async <T>(
    path: string,
    body: object,
    by?: CallOptions & { headers?: Record<string, string> },
  ) => (await (await call(path, { body, ...by })).json()) as T;
  const month = (period: string) => `/v1/periods/${encodeURIComponent(period)}`;

  return {
    /** What the box needs to draw itself. */
    widgetConfig: (query?: z.input<typeof configQuery>, by?: CallOptions) =>
      get<WidgetConfig>('/v1/widget-config', query, by),

    /** Opens Stripe's payment page for a choice. The key is made here; give your own to repeat a call of an earlier run. */
    startCheckout: (choice: CheckoutRequest, by?: CallOptions & { idempotencyKey?: string }) =>
      post<CheckoutAnswer>('/v1/checkout', choice, {
        ...by,
        headers: { 'Idempotency-Key': by?.idempotencyKey ?? crypto.randomUUID() },
      }),

    askForReminder: (request: ReminderRequest, by?: CallOptions) =>
      post<{ status: 'check_inbox' }>('/v1/reminders', request, by),

    /** Sums of a month or a range; of the running month where none is named. */
    summary: (query?: z.input<typeof summaryQuery>, by?: CallOptions) =>
      get<z.infer<typeof summary>>('/v1/summary', query, by),

    /** How a month compared with Stripe when that was last done. */
    reconciliation: (period: string, by?: CallOptions) =>
      get<z.infer<typeof reconciliation>>('/v1/reconciliation', { period }, by),

    /** Months and their chain. */
    periods: (by?: CallOptions) => get<z.infer<typeof periods>>('/v1/periods', undefined, by),

    closePeriod: (period: string, by?: CallOptions) =>
      post<z.infer<typeof periodChange>>(`${month(period)}/close`, {}, by),

    reopenPeriod: (period: string, reason: string, by?: CallOptions) =>
      post<z.infer<typeof periodChange>>(`${month(period)}/reopen`, { reason }, by),

    /** The rows of a table, one after the other, as they come. */
    rows: <T extends Table>(table: T, filters?: Filters<T>, by?: CallOptions) =>
      lines<Row<T>>(call(`/v1/${table}.jsonl`, { query: filters, ...by })),

    /** A table as a file. */
    file: async <T extends Table>(
      table: T,
      ending: Ending,
      query?: Filters<T> & { lang?: string; separator?: 'comma' | 'semicolon' | 'tab'; bound?: string },
      by?: CallOptions,
    ) => downloaded(await call(`/v1/${table}.${ending}`, { query, ...by })),

    /** What stands beside a table's files: rows, sums, a control block per currency, and the hash of each file. */
    manifest: <T extends Table>(table: T, filters?: Filters<T> & { bound?: string }, by?: CallOptions) =>
      get<z.infer<typeof fileManifestAnswer>>(`/v1/${table}.manifest.json`, filters, by),

    /** What every column means. */
    dictionary: (by?: CallOptions) =>
      get<z.infer<typeof dictionaryAnswer>>('/v1/dictionary.json', undefined, by),

    /** Who did what, oldest first. */
    audit: (query?: AuditFilters, by?: CallOptions) =>
      lines<z.infer<typeof auditLine>>(call('/v1/audit.jsonl', { query, ...by })),
  };
}
