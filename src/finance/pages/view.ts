import { z } from 'zod';
import { FREQUENCIES, type Frequency } from '../../checkout/contract.ts';
import { AppError } from '../../errors.ts';
import { ENTRY_KINDS, type EntryKind } from '../../ledger/entry.ts';
import type { Cursor } from '../../store/store.ts';
import { ledgerSelection } from '../filters.ts';
import type { LedgerFilter } from '../rows.ts';
import { currentPeriod } from './show.ts';
import { pageLang, type PageLang } from './texts.ts';

/** What an overview page shows, all of it in its address, so that a view can be sent as a link. */
export type View = {
  lang: PageLang;
  period: string;
  /** Settlement currency; null: the one with the most payments. */
  currency: string | null;
  kind: EntryKind | null;
  frequency: Frequency | null;
  campaign: string | null;
  /** Movements older than this one. */
  before: Cursor | null;
};

const own = z.object({
  lang: z.string().optional(),
  before: z
    .string()
    .regex(/^\d{1,15}_led_[0-9a-z]{20,40}$/)
    .optional(),
});

/** Reads a page's address. A form's empty fields count as not set. */
export function readView(
  query: Record<string, unknown>,
  { bookZone, defaultLang }: { bookZone: string; defaultLang: string },
  now: Date,
): View {
  const set = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
  const { lang, before, ...filters } = set;
  const parsed = own.safeParse({ lang, before });
  if (!parsed.success)
    throw new AppError(400, 'invalid_field', 'This address is not one of ours. Start again at /finance.');
  if (filters['from'] !== undefined || filters['to'] !== undefined || filters['zone'] !== undefined)
    throw new AppError(400, 'invalid_field', 'The page shows whole months in the book zone.', {
      field: 'period',
    });
  const period = filters['period'] ?? currentPeriod(now, bookZone);
  const { filter, period: read } = ledgerSelection({ ...filters, period }, bookZone);
  const { currency, kind, frequency, campaign } = filter;
  return {
    lang: pageLang(parsed.data.lang, defaultLang),
    period: read ?? currentPeriod(now, bookZone),
    currency,
    kind,
    frequency,
    campaign,
    before: cursorOf(parsed.data.before),
  };
}

/** Whether the movements are narrowed down further than to their month and currency. */
export function isFiltered(view: View): boolean {
  return view.kind !== null || view.frequency !== null || view.campaign !== null;
}

/** The address of a view, with something changed. */
export function viewHref(view: View, changed: Partial<View> = {}): string {
  const { before, ...rest } = { ...view, before: null, ...changed };
  const query = queryOf({
    ...rest,
    before: before === null ? null : `${before.createdAtMs}_${before.id}`,
  });
  return `/finance${query}`;
}

/** A query string of what is set. */
export function queryOf(params: Record<string, string | null>): string {
  const set = Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== null);
  return set.length === 0 ? '' : `?${new URLSearchParams(set).toString()}`;
}

/** The filter of a view's movements and of its files. */
export function movementFilter(view: View, base: LedgerFilter): LedgerFilter {
  const { kind, frequency, campaign } = view;
  return { ...base, kind, frequency, campaign };
}

/** Choices of the two select fields. */
export const CHOICES = { kinds: ENTRY_KINDS, frequencies: FREQUENCIES };

function cursorOf(text: string | undefined): Cursor | null {
  const [, at, id] = /^(\d+)_(.+)$/.exec(text ?? '') ?? [];
  return at === undefined || id === undefined ? null : { createdAtMs: Number(at), id };
}
