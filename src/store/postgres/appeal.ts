import type { VariantCount, VariantPledges } from '../../appeal/count.ts';
import type { GiftSet, GoalFigure } from '../../appeal/goal.ts';
import type { AppealStore } from '../store.ts';
import { appealCounts, goalFigures } from './appeal-schema.ts';
import { jsonRows } from './json-rows.ts';
import type { Value } from './numbered.ts';
import type { Database } from './open.ts';

/** Money that came from supporters, and money that went back to them. */
const GIFTS = `('payment', 'refund', 'refund_failed', 'dispute', 'dispute_reversed')`;

/** The condition that an entry is in a set; `name` tells the values of two sets apart. */
const inSet = (name: string) =>
  `(seq <= :${name}bound and period between :${name}first and :${name}last and currency = :${name}currency
    and (:${name}campaign::text is null or campaign is not distinct from :${name}campaign))`;

const named = (name: string, { first, last, currency, campaign, bound }: GiftSet): Record<string, Value> =>
  Object.fromEntries(
    Object.entries({ first, last, currency, campaign, bound }).map(([key, value]) => [name + key, value]),
  );

export function appealStore({ db, rows }: Database): AppealStore {
  return {
    async addCounts(counts) {
      if (counts.length === 0) return;
      // In one order, so that two instances never wait for each other; one row of a key, for a statement adds to it once.
      await rows(
        `insert into appeal_counts (day, event, variant, campaign, lang, count)
         select day, event, variant, campaign, lang, sum(count)::bigint from json_populate_recordset(null::appeal_counts, :counts)
         group by day, event, variant, campaign, lang order by day, event, variant, campaign, lang
         on conflict (day, event, variant, campaign, lang) do update set count = appeal_counts.count + excluded.count`,
        { counts: jsonRows(appealCounts, counts) },
      );
    },
    async variantCounts(fromDay) {
      return rows<VariantCount>(
        `select day, variant, event, sum(count)::bigint as count from appeal_counts where day >= :fromDay
         group by day, variant, event order by day, variant, event`,
        { fromDay },
      );
    },
    async variantPledges({ from, to }) {
      return rows<VariantPledges>(
        `with tried as (
           select p.variant, p.frequency, p.status in ('active', 'past_due', 'paused') as running,
             p.first_paid_at is not null as paid,
             (select e.currency from ledger_entries e where e.pledge_id = p.pledge_id order by e.kind <> 'payment', e.created_at limit 1) as currency,
             coalesce((select e.net_minor from ledger_entries e where e.pledge_id = p.pledge_id and e.kind = 'payment' order by e.created_at limit 1), 0) as first,
             coalesce((select sum(e.net_minor) from ledger_entries e where e.pledge_id = p.pledge_id), 0)::bigint as net
           from pledges p where p.created_at >= :from and p.created_at < :to and p.variant is not null
         )
         select variant, frequency, running, currency, count(*) as pledges, count(*) filter (where paid) as payers,
           sum(first)::bigint as "firstNetMinor", sum(first::float8 * first) as "firstNetSquares",
           sum(net)::bigint as "netMinor", sum(net::float8 * net) as "netSquares"
         from tried group by variant, frequency, running, currency order by variant, frequency, running, currency nulls first`,
        { from: from.getTime(), to: to.getTime() },
      );
    },
    async purgeCounts(beforeDay) {
      const gone = await rows('delete from appeal_counts where day < :beforeDay returning 1', { beforeDay });
      return gone.length;
    },
    async entriesWrittenBefore(at) {
      // From the newest backwards: what was written before a recent hour lies near the end. The zero keeps it to that way.
      const [found] = await rows<{ seq: number }>(
        'select seq from ledger_entries where recorded_at + 0 < :at order by seq desc limit 1',
        { at: at.getTime() },
      );
      return found?.seq ?? 0;
    },
    async giftSum(set) {
      const [found] = await rows<{ sumMinor: number; supporters: number }>(
        `select coalesce(sum(gross_minor), 0)::bigint as "sumMinor", count(distinct case kind when 'payment' then pledge_id end) as supporters
         from ledger_entries where kind in ${GIFTS} and ${inSet('')}`,
        named('', set),
      );
      return found ?? { sumMinor: 0, supporters: 0 };
    },
    async supportersApart(a, b) {
      const [first, last] = [[a.first, b.first].sort()[0] ?? '', [a.last, b.last].sort()[1] ?? ''];
      const [found] = await rows<{ apart: number }>(
        `select count(distinct pledge_id) as apart from ledger_entries
         where kind = 'payment' and period between :first and :last and ${inSet('a_')} <> ${inSet('b_')}`,
        { first, last, ...named('a_', a), ...named('b_', b) },
      );
      return found?.apart ?? 0;
    },
    async goalFigures() {
      return rows<GoalFigure>(
        `select day, first, last, currency, campaign, bound, reached_minor as "reachedMinor" from goal_figures
         where seq in (select max(seq) from goal_figures group by first, last, currency, campaign) order by seq desc`,
      );
    },
    async addGoalFigure(figure) {
      const { rowCount } = await db
        .insert(goalFigures)
        .values(figure)
        .onConflictDoNothing({ target: goalFigures.day });
      return rowCount === 1;
    },
  };
}
