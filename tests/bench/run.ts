// Every figure as a ratio of two things measured in one run. `npm run bench` prints the tables and writes
// docs/benchmarks.md; `npm run bench -- reconcile` runs one topic and writes nothing.
import { checkouts, webhooks } from './acknowledged.ts';
import { exportFiles } from './exports.ts';
import { ledgerFiles, widgetBytes } from './files.ts';
import { growth } from './growth.ts';
import { projection } from './projection.ts';
import { reconcileMonth } from './reconcile-month.ts';
import { dueReminders } from './reminders.ts';
import { say, writeReport, type Line } from './report.ts';
import { recovery, startUp } from './start-up.ts';

const topics: Record<string, { title: string; run: () => Promise<Line[]> }> = {
  requests: {
    title: 'Requests',
    run: async () => [...(await webhooks()), ...(await checkouts())],
  },
  projection: { title: 'Webhooks from the bell to the ledger', run: () => projection() },
  reconcile: { title: 'Held against Stripe', run: reconcileMonth },
  reminders: {
    title: 'Reminders',
    // `npm run bench -- reminders 100000` for the first of a month that a large paper has.
    run: () =>
      dueReminders(process.argv[3] === undefined ? {} : { count: Number(process.argv[3]), rounds: 1 }),
  },
  growth: {
    title: 'Pages and jobs as the ledger grows',
    // `npm run bench -- growth 10000000` for the largest one, which takes minutes and ten gigabytes.
    run: () => growth(process.argv[3] === undefined ? {} : { most: Number(process.argv[3]) }),
  },
  start: { title: 'Start and recovery', run: async () => [...(await startUp()), ...(await recovery())] },
  files: {
    title: 'Files',
    run: async () => [...widgetBytes(), ...(await ledgerFiles()), ...(await exportFiles())],
  },
};

const wanted = process.argv[2];
if (wanted !== undefined && topics[wanted] === undefined)
  throw new Error(`The topics are ${Object.keys(topics).join(', ')}.`);
const written: [string, readonly Line[]][] = [];
for (const [name, { title, run }] of Object.entries(topics))
  if (wanted === undefined || wanted === name) written.push([title, say(await run())]);
if (wanted === undefined) writeReport(written);
