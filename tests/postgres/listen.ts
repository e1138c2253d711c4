import { Client } from 'pg';

/** Hears every statement that any connection of this process sends to a PostgreSQL server, until it is stopped. */
export function listen(hear: (text: string, values: readonly unknown[]) => void): { stop: () => void } {
  // The driver has a type for each way to call it; whichever it is, the call is handed on as it came.
  const prototype = Client.prototype as unknown as { query: (...given: unknown[]) => unknown };
  const send = prototype.query;
  prototype.query = function listening(...given) {
    const [what, beside] = given as [string | { text?: unknown; values?: unknown[] } | null, unknown];
    const text = typeof what === 'string' ? what : what?.text;
    const own = typeof what === 'string' ? undefined : what?.values;
    if (typeof text === 'string') hear(text, own ?? (Array.isArray(beside) ? beside : []));
    return send.apply(this, given);
  };
  return { stop: () => void (prototype.query = send) };
}
