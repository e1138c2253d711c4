import type { Cursor } from '../store.ts';

export type Value = string | number;

/** A condition and what is bound in it. */
export type Where = { where: string; values: Record<string, Value> };

/** Joins the conditions that have a value. */
export function whereOf(conditions: [text: string, name: string, value: Value | null | undefined][]): Where {
  const parts: string[] = [];
  const values: Record<string, Value> = {};
  for (const [text, name, value] of conditions) {
    if (value === null || value === undefined) continue;
    parts.push(text);
    values[name] = value;
  }
  return { where: parts.length === 0 ? 'true' : parts.join(' and '), values };
}

/** The place behind which a page begins. */
export function afterValues(after: Cursor | null): Record<string, Value> {
  return after === null ? {} : { afterMs: after.createdAtMs, afterId: after.id };
}
