// Every figure as a ratio of two things measured in one run. `npm run bench` prints the tables and writes
// docs/benchmarks.md; `npm run bench -- reconcile` runs one topic and writes nothing.
import { exportFiles } from './exports.ts';
import { ledgerFiles, widgetBytes } from './files.ts';
import { growth } from './growth.ts';
import { pledgeCost } from './pledge-cost.ts';
import { postgresFiles } from './postgres-files.ts';
import { projection } from './projection.ts';
import { reconcileMonth } from './reconcile-month.ts';
import { dueReminders } from './reminders.ts';
import { requests } from './requests.ts';
import { say, writeReport, type Line, type Topic } from './report.ts';
import { recovery, startUp, START_NOTE } from './start-up.ts';
import { webhooks } from './webhooks.ts';

const topics: Record<string, { title: string; note?: string; run: () => Promise<Line[]> }> = {
  webhooks: {
    title: 'Webhooks',
    // `npm run bench -- webhooks 1` for one round of each.
    run: () => webhooks(process.argv[3] === undefined ? {} : { rounds: Number(process.argv[3]) }),
  },
  requests: {
    title: 'Requests',
    // `npm run bench -- requests 1` for one round of each.
    run: () => requests(process.argv[3] === undefined ? {} : { rounds: Number(process.argv[3]) }),
  },
  projection: { title: 'Webhooks from the bell to the ledger', run: () => projection() },
  cost: { title: 'What a pledge costs', run: () => pledgeCost() },
  reconcile: { title: 'Held against Stripe', run: reconcileMonth },
  reminders: {
    title: 'Reminders',
    // `npm run bench -- reminders 100000` for the first of a month that a large paper has.
    run: () =>
      dueReminders(process.argv[3] === undefined ? {} : { count: Number(process.argv[3]), rounds: 1 }),
  },
  growth: {
    title: 'Pages and jobs as the ledger grows',
    // `npm run bench -- growth 10000000 postgresql` for the largest one of one store, which takes minutes and ten gigabytes.
    run: () =>
      growth(process.argv[3] === undefined ? {} : { most: Number(process.argv[3]), only: process.argv[4] }),
  },
  start: {
    title: 'Start and recovery',
    note: START_NOTE,
    run: async () => [...(await startUp()), ...(await recovery())],
  },
  files: {
    title: 'Files',
    run: async () => [
      ...widgetBytes(),
      ...(await ledgerFiles()),
      ...(await exportFiles()),
      ...(await postgresFiles()),
    ],
  },
};

const wanted = process.argv[2];
if (wanted !== undefined && topics[wanted] === undefined)
  throw new Error(`The topics are ${Object.keys(topics).join(', ')}.`);
const topicsRun: Topic[] = [];
for (const [name, { run, ...head }] of Object.entries(topics)) {
  if (wanted !== undefined && wanted !== name) continue;
  const topic = { ...head, ...(await runTopic(run)) };
  say(topic);
  topicsRun.push(topic);
  // After each: a run that is broken off leaves the figures that it had.
  if (wanted === undefined) writeReport(topicsRun);
}

/** A topic that fails leaves the others their figures, and the run its exit code. */
async function runTopic(run: () => Promise<Line[]>): Promise<Omit<Topic, 'title' | 'note'>> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1_000;
  try {
    const lines = await run();
    return { lines, seconds: seconds() };
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
    return { lines: [], seconds: seconds(), fault: String(error) };
  }
}
