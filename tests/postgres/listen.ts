import { Client } from 'pg';

/** Writes down every statement that any connection of this process sends to a PostgreSQL server from now on. */
export function listenToStatements(): { heard: Set<string>; stop: () => void } {
  const heard = new Set<string>();
  const prototype = Client.prototype as unknown as { query: (...given: unknown[]) => unknown };
  const send = prototype.query;
  prototype.query = function listening(...given) {
    const [what] = given;
    const text = typeof what === 'string' ? what : (what as { text?: unknown } | null)?.text;
    if (typeof text === 'string') heard.add(text);
    return send.apply(this, given);
  };
  return {
    heard,
    stop() {
      prototype.query = send;
    },
  };
}
