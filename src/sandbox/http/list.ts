import { invalidRequest } from './fault.ts';
import type { List } from '../world/objects.ts';

export type Range = { gt?: number; gte?: number; lt?: number; lte?: number };

/** The parameters every Stripe list takes. */
export type PageParams = {
  limit?: number;
  starting_after?: string;
  ending_before?: string;
  created?: number | Range;
};

type Listed = { id: string; created?: number };

/**
 * One page, newest first. `items` are oldest first, as collections keep them; the cursor is found
 * by its sequence, so paging through a long history stays cheap.
 */
export function pageOf<T extends Listed>(
  items: readonly T[],
  params: PageParams,
  {
    url,
    filters = [],
    matches = () => true,
    sequenceOf,
  }: {
    url: string;
    /** Parameters beside paging that `items` and `matches` have taken care of; any other is refused. */
    filters?: readonly string[];
    matches?: (item: T) => boolean;
    sequenceOf: (id: string) => number | undefined;
  },
): List<T> {
  refuseOthers(params, filters);
  const limit = params.limit ?? 10;
  if (limit < 1 || limit > 100)
    throw invalidRequest('Invalid limit: must be between 1 and 100', 'limit', 'parameter_invalid_integer');
  const range = rangeOf(params.created);
  const isWanted = (item: T) => isWithin(item.created, range) && matches(item);
  const forward = params.ending_before !== undefined;
  const cursor = params.ending_before ?? params.starting_after;
  const found: T[] = [];
  let at = cursor === undefined ? items.length : positionOf(items, cursor, sequenceOf, forward);
  const step = forward ? 1 : -1;
  for (at += step; at >= 0 && at < items.length && found.length <= limit; at += step) {
    const item = items[at]!;
    if (!forward && isBefore(item, range)) break;
    if (isWanted(item)) found.push(item);
  }
  const hasMore = found.length > limit;
  const data = found.slice(0, limit);
  return { object: 'list', data: forward ? data.reverse() : data, has_more: hasMore, url };
}

/** A filter that is silently ignored would make a caller believe in a list it did not ask for. */
function refuseOthers(params: PageParams, filters: readonly string[]): void {
  if (params.starting_after !== undefined && params.ending_before !== undefined)
    throw invalidRequest(
      'You may only specify one of these parameters: ending_before, starting_after.',
      'ending_before',
    );
  const other = Object.keys(params).find((name) => !paging.includes(name) && !filters.includes(name));
  if (other !== undefined) throw invalidRequest(`This sandbox does not filter this list by ${other}.`, other);
}

const paging: readonly string[] = ['limit', 'starting_after', 'ending_before', 'created', 'expand'];

/** Whether a moment lies in a range such as `arrival_date[gte]`, or is the one asked for. */
export function isInRange(moment: number | undefined, wanted: number | Range | undefined): boolean {
  return isWithin(moment, rangeOf(wanted));
}

function positionOf(
  items: readonly Listed[],
  cursor: string,
  sequenceOf: (id: string) => number | undefined,
  forward: boolean,
): number {
  const wanted = sequenceOf(cursor);
  if (wanted === undefined)
    throw invalidRequest(
      `No such object: '${cursor}'`,
      forward ? 'ending_before' : 'starting_after',
      'resource_missing',
    );
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sequenceOf(items[middle]!.id) ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rangeOf(created: number | Range | undefined): Range {
  if (created === undefined) return {};
  return typeof created === 'number' ? { gte: created, lte: created } : created;
}

function isWithin(created: number | undefined, range: Range): boolean {
  if (created === undefined) return true;
  return (
    !isBefore({ created }, range) &&
    (range.lt === undefined || created < range.lt) &&
    (range.lte === undefined || created <= range.lte)
  );
}

function isBefore({ created }: { created?: number }, range: Range): boolean {
  if (created === undefined) return false;
  return (range.gt !== undefined && created <= range.gt) || (range.gte !== undefined && created < range.gte);
}
