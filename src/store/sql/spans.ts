/** The lengths of the spans in `span_sums`, the longest first; each is a multiple of the next. */
export const SPAN_HOURS = [672, 24, 1] as const;
const HOUR_MS = 3_600_000;
/** An end that is left open. */
const EVER = Number.MAX_SAFE_INTEGER;

/** Spans of `span_sums` that are added up, and the rest of a range in which lines are. */
export type Covered = {
  spans: [hours: number, firstSlot: number, slotBehind: number][];
  /** Half-open, in milliseconds; none where the range begins and ends with an hour of UTC. */
  edges: [from: number, to: number][];
};

/** Covers a range of instants, in milliseconds, with as few spans as there can be. Null: open. Pure. */
export function coverRange(from: number | null, to: number | null): Covered {
  const first = from === null ? 0 : Math.ceil(from / HOUR_MS);
  const behind = to === null ? EVER : Math.floor(to / HOUR_MS);
  if (from !== null && to !== null && first >= behind)
    return { spans: [], edges: from < to ? [[from, to]] : [] };
  const edges: Covered['edges'] = [];
  if (from !== null && from < first * HOUR_MS) edges.push([from, first * HOUR_MS]);
  if (to !== null && behind * HOUR_MS < to) edges.push([behind * HOUR_MS, to]);
  return { spans: spansOf(first, behind, SPAN_HOURS), edges };
}

function spansOf(first: number, behind: number, [hours, ...shorter]: readonly number[]): Covered['spans'] {
  if (hours === undefined || first >= behind) return [];
  const [slot, last] = [Math.ceil(first / hours), Math.floor(behind / hours)];
  if (slot >= last) return spansOf(first, behind, shorter);
  return [
    ...spansOf(first, slot * hours, shorter),
    [hours, slot, last],
    ...(behind === EVER ? [] : spansOf(last * hours, behind, shorter)),
  ];
}
