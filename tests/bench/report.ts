import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../src/root.ts';

/** One figure: a ratio of two things measured in one run. */
export type Line = { what: string; compared: string; ratio: string; detail: string };

/** The load of the machine before we add ours: others may be at work on it. */
export const loadAtStart = loadavg()[0] ?? 0;

/** Prints figures as they come, so that a long run says something. */
export function say(lines: readonly Line[]): readonly Line[] {
  for (const { what, compared, ratio, detail } of lines)
    console.log(`${what}: ${ratio} (${compared}; ${detail})`);
  return lines;
}

/** Writes docs/benchmarks.md, one table for each topic. */
export function writeReport(topics: readonly (readonly [string, readonly Line[]])[]): void {
  const busy = `${loadAtStart.toFixed(1)} processes wanted a core before it began`;
  const machine = `Node ${process.versions.node}, ${cpus().length} cores shared with the load generator and the sandbox, ${new Date().toISOString().slice(0, 10)}; ${busy}`;
  const tables = topics.map(([topic, lines]) => `## ${topic}\n\n${HEAD}\n${lines.map(rowOf).join('\n')}\n`);
  mkdirSync(join(ROOT, 'docs'), { recursive: true });
  writeFileSync(
    join(ROOT, 'docs', 'benchmarks.md'),
    `# Benchmarks\n\nWritten by \`npm run bench\`. Times differ from machine to machine and from hour to hour, so read the ratios: both\nsides of each were measured in one run, in alternating rounds where that is possible. ${machine}.\n\n${tables.join('\n')}`,
  );
}

const HEAD = '| What | Compared with | Ratio | Measured |\n|---|---|---|---|';

function rowOf({ what, compared, ratio, detail }: Line): string {
  return `| ${what} | ${compared} | ${ratio} | ${detail} |`;
}
