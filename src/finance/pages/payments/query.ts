import * as z from 'zod';
import { parse } from '../../../http/parse.ts';
import type { Cursor } from '../../../store/store.ts';
import { ledgerSelection, type Selection } from '../../filters.ts';
import type { LedgerFilter } from '../../rows.ts';
import { cursorOf, parted } from '../address.ts';

/** The contract's filters as they stand in an address: what a file takes too. */
export type Given = Record<string, string>;

export type PaymentsView = {
  given: Given;
  selection: Selection<LedgerFilter>;
  sort: 'newest' | 'oldest';
  /** The last row of the page before. */
  after: Cursor | null;
};

const own = z.strictObject({
  lang: z.string().optional(),
  print: z.literal('1').optional(),
  sort: z.enum(['newest', 'oldest']).optional(),
  after: z
    .string()
    .regex(/^\d{1,15}_led_[0-9a-z]{20,40}$/, { error: 'Turn pages by the links of the page.' })
    .optional(),
});

/** Parameters of the page that no file takes. */
const OWN = ['lang', 'print', 'sort', 'after', 'find'];

/** Reads the page's address: its own parameters, and the filters exactly as the files read them. */
export function readPayments(query: Record<string, unknown>, bookZone: string): PaymentsView {
  const { mine, given } = parted(query, OWN);
  const { sort = 'newest', after } = parse(own, mine, 'query');
  // Every value is a text once the filters were read: the schema takes nothing else.
  return { given: given as Given, selection: ledgerSelection(given, bookZone), sort, after: cursorOf(after) };
}
