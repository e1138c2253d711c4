import { bookDate } from '../../src/ledger/book-date.ts';
import { ZONE } from './addresses.ts';

type Line = { id: string; created: number; currency: string; amount: number; fee: number; net: number };
type Amount = { currency: string; amount: number };
type Deposit = Amount & { id: string; status: string; arrival_date: number };

/** Stripe's own books, asked as anybody with a key could ask Stripe, amounts in minor units. */
export type StripeBooks = {
  /** By id of the balance transaction. */
  lines: Record<string, [currency: string, amount: number, fee: number, net: number]>;
  /** Net by month of the book zone and currency. */
  months: Map<string, Record<string, number>>;
  /** What is left, available and pending, by currency. */
  balance: Record<string, number>;
  /** By id: status, day at the bank, currency, amount. */
  payouts: Record<string, [status: string, day: string, currency: string, amount: number]>;
};

export async function stripeBooks(sandbox: string): Promise<StripeBooks> {
  const lines = await listed<Line>(sandbox, 'balance_transactions');
  const payouts = await listed<Deposit>(sandbox, 'payouts');
  const { available, pending } = await read<{ available: Amount[]; pending: Amount[] }>(sandbox, 'balance');
  const months = new Map<string, Record<string, number>>();
  for (const { created, currency, net } of lines) {
    const month = bookDate(new Date(created * 1_000), ZONE).slice(0, 7);
    months.set(month, added(months.get(month) ?? {}, { currency, amount: net }));
  }
  return {
    lines: Object.fromEntries(lines.map((line) => [line.id, [line.currency.toUpperCase(), line.amount, line.fee, line.net]])),
    months,
    balance: [...available, ...pending].reduce(added, {}),
    payouts: Object.fromEntries(
      payouts.map((each) => [each.id, [each.status, new Date(each.arrival_date * 1_000).toISOString().slice(0, 10), each.currency.toUpperCase(), each.amount]]),
    ),
  };
} // prettier-ignore

function added(sums: Record<string, number>, { currency, amount }: Amount): Record<string, number> {
  const code = currency.toUpperCase();
  return { ...sums, [code]: (sums[code] ?? 0) + amount };
}

async function listed<Item extends { id: string }>(sandbox: string, name: string): Promise<Item[]> {
  const all: Item[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await read<{ data: Item[]; has_more: boolean }>(
      sandbox,
      `${name}?limit=100${last === undefined ? '' : `&starting_after=${last.id}`}`,
    );
    all.push(...page.data);
    if (!page.has_more) return all;
  }
}

async function read<Answer>(sandbox: string, path: string): Promise<Answer> {
  const answer = await fetch(`${sandbox}/v1/${path}`, { headers: { Authorization: 'Bearer sk_test_books' } });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
}
