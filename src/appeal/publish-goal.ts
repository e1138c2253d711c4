import type { AppContext } from '../context.ts';
import type { Store } from '../store/store.ts';
import { giftSet, lastSlot, mayOverlap, nextFigure, type GoalWish } from './goal.ts';

type Needs = Pick<AppContext, 'now'> & {
  store: Pick<
    Store,
    'goalFigures' | 'entriesWrittenBefore' | 'supportersApart' | 'giftSum' | 'addGoalFigure'
  >;
  config: { publisher: { goal: GoalWish | undefined; bookZone: string } };
};

/**
 * Renews the figure of the goal, if the hour of today has come and enough supporters have given since every
 * figure before. It goes by what the ledger held at that hour, so running it late, twice or after a crash
 * changes nothing: the moment at which the tenth gift came cannot be told from it.
 */
export async function publishGoal({ config, store, now }: Needs): Promise<Record<string, number>> {
  const { goal, bookZone } = config.publisher;
  if (goal === undefined) return {};
  const slot = lastSlot(goal, bookZone, now());
  const shown = await store.goalFigures();
  if (shown.some(({ day }) => day >= slot.day)) return { figures: 0 };
  const set = giftSet(goal, slot.day, await store.entriesWrittenBefore(slot.at));
  const before = shown.filter((figure) => mayOverlap(figure, set));
  const apart = await Promise.all(before.map((figure) => store.supportersApart(figure, set)));
  const { sumMinor, supporters } = await store.giftSum(set);
  const next = nextFigure(goal, set, { day: slot.day, sumMinor, supporters, apart });
  return { figures: next !== null && (await store.addGoalFigure(next)) ? 1 : 0 };
}
