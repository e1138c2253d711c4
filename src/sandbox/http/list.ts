import { invalidRequest } from './fault.ts';
import type { List } from '../world/objects.ts';

type Range = { gt?: number; gte?: number; lt?: number; lte?: number };

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
    matches = () => true,
    sequenceOf,
  }: { url: string; matches?: (item: T) => boolean; sequenceOf: (id: string) => number | undefined },
): List<T> {
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
