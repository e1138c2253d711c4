import type { Cursor } from '../../store/store.ts';

// What addresses of lists have in common: fields that a form left empty, places in a list, and parameters of the page
// beside the contract's filters.

/** A form sends its empty fields too. What is left without them, with days instead of a month where both are given. */
export function cleaned(query: Record<string, unknown>): Record<string, unknown> {
  const set = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
  if (set['from'] !== undefined || set['to'] !== undefined) delete set['period'];
  return set;
}

/** Parts a query into the page's own parameters and the rest, which are filters that a file takes too. */
export function parted(
  query: Record<string, unknown>,
  own: readonly string[],
): { mine: Record<string, unknown>; given: Record<string, unknown> } {
  const pick = (isOwn: boolean) =>
    Object.fromEntries(Object.entries(query).filter(([name]) => own.includes(name) === isOwn));
  return { mine: pick(true), given: pick(false) };
}

/** How a place in a list is written in an address. */
export function cursorText({ createdAt }: { createdAt: Date }, id: string): string {
  return `${createdAt.getTime()}_${id}`;
}

/** Reads what `cursorText` wrote; null where there is none. */
export function cursorOf(text: string | undefined): Cursor | null {
  const [, at, id] = /^(\d+)_(.+)$/.exec(text ?? '') ?? [];
  return at === undefined || id === undefined ? null : { createdAtMs: Number(at), id };
}
