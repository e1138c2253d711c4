import Database from 'better-sqlite3';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../src/root.ts';

/** One figure: a ratio of two things measured in one run. */
export type Line = {
  what: string;
  compared: string;
  ratio: string;
  detail: string;
  /** What it ought to be, and whether it is. */
  goal?: { words: string; met: boolean };
  /** We are slower than what it is compared with, or larger: in a sentence of its own, for nobody to overlook. */
  slower?: string;
  /** What each round measured. */
  raw?: string;
};

/** What came of a topic: its figures, or why there are none. */
export type Topic = {
  title: string;
  lines: readonly Line[];
  seconds: number;
  fault?: string;
  /** What the figures cannot say themselves, beside them in the report. */
  note?: string;
};

/** The load of the machine before we add ours: others may be at work on it. */
export const loadAtStart = loadavg()[0] ?? 0;

/** Prints figures as they come, so that a long run says something. */
export function say({ title, lines, seconds, fault }: Topic): void {
  console.log(`\n${title} (${seconds.toFixed(0)} s)${fault === undefined ? '' : `: FAILED, ${fault}`}`);
  for (const { what, compared, ratio, detail, goal } of lines)
    console.log(`${what}: ${ratio} (${compared}; ${detail})${goal === undefined ? '' : `; ${goalOf(goal)}`}`);
}

/** Writes docs/benchmarks.md, one table for each topic. */
export function writeReport(topics: readonly Topic[]): void {
  mkdirSync(join(ROOT, 'docs'), { recursive: true });
  writeFileSync(join(ROOT, 'docs', 'benchmarks.md'), reportOf(topics));
}

/** The report as text. */
export function reportOf(topics: readonly Topic[]): string {
  const minutes = topics.reduce((sum, { seconds }) => sum + seconds, 0) / 60;
  const lines = topics.flatMap((topic) => topic.lines);
  const missed = lines.filter(({ goal }) => goal?.met === false);
  const slower = [
    ...missed.map(({ what, compared, ratio, goal }) => `- ${what}, against ${compared}: ${ratio}. The goal was ${goal?.words}.`),
    ...lines.flatMap((line) => (line.slower === undefined ? [] : [`- ${line.slower}`])),
  ]; // prettier-ignore
  const rounds = lines.flatMap(({ what, raw }) => (raw === undefined ? [] : [`- ${what}. ${raw}.`]));
  const parts = [
    `# Benchmarks\n\nWritten by \`npm run bench\` in ${minutes.toFixed(0)} minutes. Times differ from machine to machine and from hour to hour, so read the ratios:\nboth sides of each were measured in one run, in alternating rounds where that is possible.\n\n${machine()}`,
    `## Where we are slower, and which goals are missed\n\n${slower.length === 0 ? 'Nowhere in this run.' : slower.join('\n')}`,
    ...topics.map(tableOf),
    ...(rounds.length === 0 ? [] : [`## Round by round\n\n${rounds.join('\n')}`]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function machine(): string {
  const model = /model name\s*: (.*)/.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? process.arch;
  const versions = ['express', 'better-sqlite3', 'pg', 'drizzle-orm', 'stripe'].map(
    (name) => `${name} ${versionOf(name)}`,
  );
  return [
    `- Machine: ${cpus().length} cores (${model}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory, Linux ${release()}; the load generator, the databases and the stand-ins for Stripe share it`,
    `- Versions: Node ${process.versions.node}, SQLite ${sqliteVersion()}, ${versions.join(', ')}`,
    `- ${new Date().toISOString().slice(0, 10)}; ${loadAtStart.toFixed(1)} processes wanted a core before it began`,
  ].join('\n');
}

function versionOf(name: string): string {
  const text = readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function sqliteVersion(): string {
  const db = new Database(':memory:');
  try {
    return db.prepare('select sqlite_version()').pluck().get() as string;
  } finally {
    db.close();
  }
}

const HEAD = '| What | Compared with | Ratio | Goal | Measured |\n|---|---|---|---|---|';

function tableOf({ title, lines, seconds, fault, note }: Topic): string {
  const head = `## ${title}\n\n${note === undefined ? '' : `${note}\n\n`}`;
  if (fault !== undefined)
    return `${head}**Failed after ${seconds.toFixed(0)} s, so there are no figures: ${fault}**`;
  return `${head}${HEAD}\n${lines.map(rowOf).join('\n')}`;
}

function rowOf({ what, compared, ratio, goal, detail }: Line): string {
  return `| ${what} | ${compared} | ${ratio} | ${goal === undefined ? '' : goalOf(goal)} | ${detail} |`;
}

const goalOf = ({ words, met }: { words: string; met: boolean }): string =>
  `${words}: ${met ? 'met' : '**missed**'}`;
