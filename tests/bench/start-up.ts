import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_OPTIONS } from '../../src/node-options.mjs';
import { ROOT } from '../../src/root.ts';
import { temporaryFolder } from '../_support/make.ts';
import { freePort } from '../_support/service.ts';
import { settings } from '../_support/settings.ts';
import { median } from './load.ts';
import { measureRecovery } from './recovery.ts';
import { PROGRAM } from './real-service.ts';
import type { Line } from './report.ts';
import { portFromOutput } from './targets.ts';

type StartResult = { ms: number; rssMb: number };

/** From nothing to the first answer, and what it holds then. */
export async function startUp(): Promise<Line[]> {
  const service = async () => {
    const folder = temporaryFolder();
    const port = await freePort();
    const env = { ...settings(folder.path), PORT: String(port), PATH: process.env['PATH'] };
    const result = await firstAnswer([...NODE_OPTIONS, PROGRAM, 'start'], async () => port, env);
    folder.remove();
    return result;
  };
  const bare = () =>
    firstAnswer([join(ROOT, 'tests/bench/bare-express.ts')], portFromOutput, { PATH: process.env['PATH'] });
  const ours: StartResult[] = [];
  const theirs: StartResult[] = [];
  for (let round = 0; round < 7; round++) {
    ours.push(await service());
    theirs.push(await bare());
  }
  const line = (what: string, pick: (one: StartResult) => number, unit: string): Line => {
    const [a, b] = [median(ours.map(pick)), median(theirs.map(pick))];
    const detail = `${a.toFixed(0)} ${unit} against ${b.toFixed(0)} ${unit}`;
    return { what, compared: 'bare Express', ratio: `${(a / b).toFixed(2)} times`, detail };
  };
  return [
    line('Start to first answer, new database', (one) => one.ms, 'ms'),
    line('Idle memory', (one) => one.rssMb, 'MB'),
  ];
}

/** From kill -9 under load to ready, on a large ledger. */
export async function recovery(): Promise<Line[]> {
  const { entries, medianMs, slowestMs, emptyMs, logBytes } = await measureRecovery();
  const logs = `${(median(logBytes) / 2 ** 20).toFixed(1)} MiB of log to read`;
  return [
    {
      what: `Ready again after kill -9 under load, ${entries.toLocaleString('en')} entries`,
      compared: 'the same program on an empty database, in alternating rounds',
      ratio: `${(medianMs / median(emptyMs)).toFixed(2)} times its time`,
      detail: `${medianMs} ms, slowest ${slowestMs} ms, ${logs}, against ${median(emptyMs)} ms; the promise is 2,000 ms`,
    },
  ];
}

async function firstAnswer(
  args: string[],
  portOf: (child: ChildProcess) => Promise<number>,
  env: Record<string, string | undefined>,
): Promise<StartResult> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  try {
    const port = await portOf(child);
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/livez`).catch(() => null);
      if (answer?.ok) break;
      if (child.exitCode !== null) throw new Error('the server ended before it answered');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const ms = performance.now() - started;
    await new Promise((resolve) => setTimeout(resolve, 700));
    const rss = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
    return { ms, rssMb: Number(rss?.[1] ?? 0) / 1_024 };
  } finally {
    child.kill('SIGKILL');
  }
}
