/** Something that happens by itself at a moment: a renewal, an expiry, a bank debit that settles. */
export type Task = { dueMs: number; order: number; run: () => void };

/** The sandbox's only source of time. Real time may be moved forward; fixed time moves by `advance` alone. */
export type Clock = {
  nowMs(): number;
  /** Stripe's timestamps: whole seconds. */
  now(): number;
  at(dueSeconds: number, run: () => void): void;
  /** Runs everything due on the way, in order of time; `afterStep` hears after each where the clock goes next. */
  advance(toMs: number, afterStep?: (nextMs: number) => Promise<void> | void): Promise<void>;
  /** From here on real time passes: a clock that stood still starts to run. */
  follow(): void;
  waiting(): number;
  clear(): void;
  close(): void;
  isClosed(): boolean;
};

/** A timer cannot wait longer than this; it simply looks again. */
const longestTimerMs = 60_000;

/** Makes a clock that follows real time, or one that stands still at `start`. */
export function makeClock(start: 'real' | Date): Clock {
  const heap: Task[] = [];
  let fixedMs = start === 'real' ? undefined : start.getTime();
  let aheadMs = 0;
  let pinnedMs: number | undefined;
  let order = 0;
  let timer: NodeJS.Timeout | undefined;
  let isAdvancing = false;
  let isClosed = false;
  let advancing: Promise<void> = Promise.resolve();

  const nowMs = () => pinnedMs ?? fixedMs ?? Date.now() + aheadMs;

  function runDue(untilMs: number): Task | undefined {
    const task = heap[0];
    if (task === undefined || task.dueMs > untilMs) return undefined;
    pop(heap);
    pinnedMs = Math.max(task.dueMs, nowMs());
    task.run();
    return task;
  }

  function wake(): void {
    clearTimeout(timer);
    if (fixedMs !== undefined || isAdvancing || heap[0] === undefined) return;
    const waitMs = Math.min(Math.max(heap[0].dueMs - nowMs(), 0), longestTimerMs);
    timer = setTimeout(() => {
      try {
        while (runDue(Date.now() + aheadMs) !== undefined) pinnedMs = undefined;
      } finally {
        pinnedMs = undefined;
        wake();
      }
    }, waitMs);
    timer.unref();
  }

  async function advanceNow(
    toMs: number,
    afterStep?: (nextMs: number) => Promise<void> | void,
  ): Promise<void> {
    if (toMs < nowMs()) throw new RangeError('The sandbox clock cannot go back.');
    isAdvancing = true;
    clearTimeout(timer);
    try {
      while (runDue(toMs) !== undefined) {
        if (fixedMs !== undefined) fixedMs = pinnedMs;
        // While a receiver is at work, the clock must not slide back to real time between two steps.
        await afterStep?.(Math.min(heap[0]?.dueMs ?? toMs, toMs));
      }
    } finally {
      isAdvancing = false;
      pinnedMs = undefined;
      if (fixedMs === undefined) aheadMs = toMs - Date.now();
      else fixedMs = Math.max(fixedMs, toMs);
      wake();
    }
  }

  return {
    nowMs,
    now: () => Math.floor(nowMs() / 1000),
    at(dueSeconds, run) {
      push(heap, { dueMs: dueSeconds * 1000, order: order++, run });
      wake();
    },
    advance(toMs, afterStep) {
      advancing = advancing.catch(() => undefined).then(() => advanceNow(toMs, afterStep));
      return advancing;
    },
    follow() {
      if (fixedMs === undefined) return;
      aheadMs = Math.max(0, fixedMs - Date.now());
      fixedMs = undefined;
      wake();
    },
    waiting: () => heap.length,
    clear() {
      heap.length = 0;
    },
    isClosed: () => isClosed,
    close() {
      isClosed = true;
      heap.length = 0;
      clearTimeout(timer);
    },
  };
}

function isBefore(a: Task, b: Task): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}

function push(heap: Task[], task: Task): void {
  let at = heap.push(task) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (!isBefore(heap[at]!, heap[above]!)) return;
    [heap[at], heap[above]] = [heap[above]!, heap[at]!];
    at = above;
  }
}

function pop(heap: Task[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  heap[0] = last;
  let at = 0;
  for (;;) {
    let first = at;
    for (const below of [2 * at + 1, 2 * at + 2])
      if (heap[below] !== undefined && isBefore(heap[below], heap[first]!)) first = below;
    if (first === at) return;
    [heap[at], heap[first]] = [heap[first]!, heap[at]!];
    at = first;
  }
}
