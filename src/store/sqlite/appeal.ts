import type { AppealCount, VariantCount, VariantPledges } from '../../appeal/count.ts';
import type { GiftSet, GoalFigure } from '../../appeal/goal.ts';
import { safeInteger } from '../../money.ts';
import type { AppealStore } from '../store.ts';
import { goalFigures } from './appeal-schema.ts';
import type { Connections } from './open.ts';

/** Money that came from supporters, and money that went back to them. */
const GIFTS = `('payment', 'refund', 'refund_failed', 'dispute', 'dispute_reversed')`;

/** The condition that an entry is in a set; `name` tells the values of two sets apart. */
const inSet = (name: string) =>
  `(seq <= @${name}bound and period between @${name}first and @${name}last and currency = @${name}currency
    and (@${name}campaign is null or campaign is @${name}campaign))`;

const named = (name: string, { first, last, currency, campaign, bound }: GiftSet) =>
  Object.fromEntries(
    Object.entries({ first, last, currency, campaign, bound }).map(([key, value]) => [name + key, value]),
  );

export function appealStore({ writer, reader, write }: Connections): AppealStore {
  const addCount = writer.prepare(
    `insert into appeal_counts (day, event, variant, campaign, lang, count)
     values (@day, @event, @variant, @campaign, @lang, @count)
     on conflict (day, event, variant, campaign, lang) do update set count = count + excluded.count`,
  );
  const add = writer.transaction((counts: readonly AppealCount[]) => {
    for (const one of counts) addCount.run(one);
  });
  const perVariant = reader.prepare(
    `select day, variant, event, sum(count) as count from appeal_counts where day >= ?
     group by day, variant, event order by day, variant, event`,
  );
  const pledged = reader.prepare(
    `with tried as (
       select p.variant, p.frequency, p.status in ('active', 'past_due', 'paused') as running,
         p.first_paid_at is not null as paid,
         (select e.currency from ledger_entries e where e.pledge_id = p.pledge_id order by e.kind <> 'payment', e.created_at limit 1) as currency,
         coalesce((select e.net_minor from ledger_entries e where e.pledge_id = p.pledge_id and e.kind = 'payment' order by e.created_at limit 1), 0) as first,
         coalesce((select sum(e.net_minor) from ledger_entries e where e.pledge_id = p.pledge_id), 0) as net
       from pledges p where p.created_at >= @from and p.created_at < @to and p.variant is not null
     )
     select variant, frequency, running, currency, count(*) as pledges, sum(paid) as payers,
       sum(first) as firstNetMinor, total(1.0 * first * first) as firstNetSquares,
       sum(net) as netMinor, total(1.0 * net * net) as netSquares
     from tried group by variant, frequency, running, currency order by 1, 2, 3, 4`,
  );
  const purge = writer.prepare('delete from appeal_counts where day < ?');
  // From the newest backwards: what was written before a recent hour lies near the end. The plus keeps it to that way.
  const writtenBefore = reader
    .prepare('select seq from ledger_entries where +recorded_at < ? order by seq desc limit 1')
    .pluck();
  const sum = reader.prepare(
    `select coalesce(sum(gross_minor), 0) as sumMinor, count(distinct case kind when 'payment' then pledge_id end) as supporters
     from ledger_entries where kind in ${GIFTS} and ${inSet('')}`,
  );
  const apart = reader
    .prepare(
      `select count(distinct pledge_id) from ledger_entries
       where kind = 'payment' and period between min(@a_first, @b_first) and max(@a_last, @b_last) and ${inSet('a_')} <> ${inSet('b_')}`,
    )
    .pluck();
  const figures = reader.prepare(
    `select day, first, last, currency, campaign, bound, reached_minor as reachedMinor from goal_figures
     where seq in (select max(seq) from goal_figures group by first, last, currency, campaign) order by seq desc`,
  );

  return {
    async addCounts(counts) {
      add.immediate(counts);
    },
    async variantCounts(fromDay) {
      return perVariant.all(fromDay) as VariantCount[];
    },
    async variantPledges({ from, to }) {
      const rows = pledged.all({ from: from.getTime(), to: to.getTime() }) as (Omit<
        VariantPledges,
        'running'
      > & { running: number })[];
      return rows.map((row) => {
        [row.firstNetMinor, row.netMinor].forEach(safeInteger);
        return { ...row, running: row.running === 1 };
      });
    },
    async purgeCounts(beforeDay) {
      return purge.run(beforeDay).changes;
    },
    async entriesWrittenBefore(at) {
      return Number(writtenBefore.get(at.getTime()) ?? 0);
    },
    async giftSum(set) {
      const found = sum.get(named('', set)) as { sumMinor: number; supporters: number };
      return { sumMinor: safeInteger(found.sumMinor), supporters: found.supporters };
    },
    async supportersApart(a, b) {
      return Number(apart.get({ ...named('a_', a), ...named('b_', b) }));
    },
    async goalFigures() {
      return figures.all() as GoalFigure[];
    },
    async addGoalFigure(figure) {
      return (
        write.insert(goalFigures).values(figure).onConflictDoNothing({ target: goalFigures.day }).run()
          .changes === 1
      );
    },
  };
}
