import { periodStart } from '../billing/periods.ts';
import { emit } from '../events/event.ts';
import { invalidRequest, noSuch } from '../http/fault.ts';
import { shown } from '../http/shown.ts';
import { moveClock } from './move-clock.ts';
import type { TestClock } from './objects.ts';
import type { World } from './world.ts';

const daySeconds = 86_400;
/** A caller's own clock may be a little behind this one. */
const toleratedSeconds = 300;

/** Adds a test clock. This sandbox has one time for everything, so a clock made in the future moves all of it. */
export function createTestClock(world: World, frozenTime: number, name: string | null): TestClock {
  const now = world.clock.now();
  if (frozenTime < now - toleratedSeconds)
    throw invalidRequest(
      `This sandbox has one clock, and that stands at ${now}: it cannot go back.`,
      'frozen_time',
    );
  const testClock: TestClock = {
    id: world.random.id('clock'),
    object: 'test_helpers.test_clock',
    created: now,
    deletes_after: now + 30 * daySeconds,
    frozen_time: now,
    livemode: false,
    name,
    status: 'ready',
    status_details: {},
  };
  world.state.testClocks.add(testClock);
  emitClock(world, 'created', testClock);
  if (frozenTime > now) startAdvancing(world, testClock, frozenTime);
  return testClock;
}

/** Starts moving: like Stripe's, the call answers at once, and the clock is ready when everything due has happened. */
export function advanceTestClock(world: World, testClock: TestClock, frozenTime: number): TestClock {
  const now = world.clock.now();
  if (testClock.status === 'advancing')
    throw invalidRequest('Test clock advancement underway - cannot perform modifications.');
  if (frozenTime <= now)
    throw invalidRequest(
      `The requested frozen_time must be after the test clock's current frozen time of ${now}.`,
      'frozen_time',
    );
  if (frozenTime > furthest(world, testClock, now))
    throw invalidRequest(
      'A test clock can be advanced by two intervals of its shortest subscription, or by two years without one.',
      'frozen_time',
    );
  startAdvancing(world, testClock, frozenTime);
  return testClock;
}

/** Deletes a clock with its customers; their subscriptions end without a word. */
export function deleteTestClock(world: World, testClock: TestClock): void {
  const customers = world.state.customers.all().filter((customer) => customer.test_clock === testClock.id);
  for (const { id } of customers) {
    for (const subscription of world.state.subscriptions.by('customer', id)) {
      if (subscription.ended_at !== null) continue;
      Object.assign(subscription, { status: 'canceled', ended_at: world.clock.now() });
    }
    world.state.customers.remove(id);
  }
  world.state.testClocks.remove(testClock.id);
  emitClock(world, 'deleted', testClock);
}

/** The clock of an id, or Stripe's 404. */
export function testClockOf(world: World, id: string, param = 'test_clock'): TestClock {
  const testClock = world.state.testClocks.get(id);
  if (testClock === undefined) throw noSuch('test_clock', id, param);
  return testClock;
}

function startAdvancing(world: World, testClock: TestClock, frozenTime: number): void {
  Object.assign(testClock, {
    status: 'advancing',
    status_details: { advancing: { target_frozen_time: frozenTime } },
  });
  emitClock(world, 'advancing', testClock);
  moveClock(world, frozenTime * 1000).then(
    () => finish(world, testClock, 'ready'),
    () => finish(world, testClock, 'internal_failure'),
  );
}

function finish(world: World, testClock: TestClock, status: 'ready' | 'internal_failure'): void {
  // The sandbox may have been closed or reset meanwhile, and nobody waits for the news any more.
  if (world.clock.isClosed() || !world.state.testClocks.has(testClock.id)) return;
  Object.assign(testClock, { status, status_details: {} });
  emitClock(world, status, testClock);
}

function furthest(world: World, testClock: TestClock, now: number): number {
  const limits = world.state.subscriptions
    .all()
    .filter((subscription) => subscription.test_clock === testClock.id && subscription.ended_at === null)
    .flatMap((subscription) => subscription.items.data)
    .flatMap(({ price }) => (price.recurring === null ? [] : [periodStart(now, price.recurring, 2)]));
  return limits.length === 0
    ? periodStart(now, { interval: 'year', interval_count: 1 }, 2)
    : Math.min(...limits);
}

function emitClock(world: World, what: string, testClock: TestClock): void {
  emit(world, `test_helpers.test_clock.${what}`, shown(world, testClock) as TestClock);
}
