import { pino } from 'pino';
import { AppError, StorageFault } from './errors.ts';

// One grammar for every line: an event name and fields from the table below, each with a form that no
// name, address, amount or free text fits. What is not in the table, or has another form, is left out
// and its key reported, so a careless line loses its data instead of leaking it.
const ID = /^[A-Za-z]{2,6}_[A-Za-z0-9_]{6,80}$/;
const WORD = /^[A-Za-z][A-Za-z0-9_.:/-]{0,79}$/;
const NUMBER = /^-?\d{1,15}(\.\d{1,3})?$/;

const GRAMMAR = {
  requestId: ID,
  pledgeId: ID,
  reminderId: ID,
  eventId: ID,
  keyId: ID,
  /** Route template, never the address that was asked for. */
  route: /^[A-Z]{3,7} \/[A-Za-z0-9/:{}._*-]{0,80}$/,
  eventType: WORD,
  job: WORD,
  reason: WORD,
  /** An error's class and code; its message stays out, for libraries put input into messages. */
  error: WORD,
  /** Our own frames of a stack: file and line. */
  where: /^([\w./-]+:\d+ ?)+$/,
  status: NUMBER,
  durationMs: NUMBER,
  count: NUMBER,
  attempt: NUMBER,
  port: NUMBER,
  version: /^[\w.+-]{1,40}$/,
} satisfies Record<string, RegExp>;

/** The fields that a log line may carry. */
export type LogFields = Partial<Record<keyof typeof GRAMMAR, string | number>>;

/** Writes lines of JSON to standard output. */
export type Log = Record<'debug' | 'info' | 'warn' | 'error', (event: string, fields?: LogFields) => void>;

/** Makes the one logger. `write` takes the lines elsewhere in tests. */
export function createLog(level: string, write?: (line: string) => void): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      messageKey: 'event',
    },
    write === undefined ? undefined : { write },
  );
  const at =
    (name: keyof Log) =>
    (event: string, fields: LogFields = {}) => {
      if (logger.isLevelEnabled(name))
        logger[name](withinGrammar(fields), WORD.test(event) ? event : 'unnamed');
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** What may be said of an error in a log or on an inbox row: its class, code and status, not its message. */
export function errorName(error: unknown): string {
  if (error instanceof StorageFault) return errorName(error.cause);
  if (error instanceof AppError) return error.code;
  if (!(error instanceof Error)) return 'unknown';
  // Stripe names the parameter at fault: a name of ours, never a value.
  const { code, statusCode, param } = error as { code?: unknown; statusCode?: unknown; param?: unknown };
  const parts = [
    error.name === 'Error' && error.constructor.name !== 'Error' ? error.constructor.name : error.name,
    code,
    statusCode,
    param,
  ];
  return parts
    .filter((part) => (typeof part === 'string' && WORD.test(part)) || typeof part === 'number')
    .join(':');
}

/** Our own frames of an error's stack, newest first. */
export function errorWhere(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return (
    [...stack.matchAll(/\/((?:src|dist|tests)\/[\w./-]+\.[jt]s:\d+)/g)]
      .slice(0, 5)
      .map((frame) => frame[1])
      .join(' ') || 'unknown:0'
  );
}

function withinGrammar(fields: LogFields): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  const dropped: string[] = [];
  for (const [key, value] of Object.entries(fields)) {
    const form = (GRAMMAR as Record<string, RegExp | undefined>)[key];
    if (value === undefined) continue;
    if (form?.test(String(value))) kept[key] = value;
    else dropped.push(key);
  }
  if (dropped.length > 0) kept['droppedFields'] = dropped.filter((key) => Object.hasOwn(GRAMMAR, key));
  return kept;
}
