import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { NODE_OPTIONS } from '../../src/node-options.mjs';
import { fillLedger } from './ledger-csv-data.ts';
import { builtServer, peakRss, type Server } from './ledger-csv.ts';
import type { Taken } from './export-taker.ts';
import { quantile } from './load.ts';
import type { Line } from './report.ts';
import { rivalFolder } from './rival-package.ts';

// A workbook against exceljs's streaming writer over the same pages, and what an export does to everybody else.

const VERSION = '4.4.0';
const TAKER = fileURLToPath(new URL('export-taker.ts', import.meta.url));
const RIVAL = fileURLToPath(new URL('xlsx-exceljs.ts', import.meta.url));
/** What is asked for every few milliseconds while an export runs: a key, a scope and a read of the database. */
const LIGHT = '/v1/periods';

/** Writes the same ledger both ways, then asks for a light answer with and without exports beside it. */
export async function exportFiles({ entries = 1_000_000 } = {}): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'exports-'));
  const file = join(folder, 'ledger.db');
  await fillLedger({ kind: 'sqlite', file }, entries);
  const server = fork(await builtServer(), [`file:${file}`], { execArgv: [...NODE_OPTIONS] });
  try {
    const to = (await once(server, 'message'))[0] as Server;
    const idleMb = await peakRss(server);
    const ours = await take(to, '/v1/ledger.xlsx');
    const oursMb = await peakRss(server);
    const theirs = await rival(file);
    const rows = entries.toLocaleString('en');
    return [
      {
        what: `ledger.xlsx of ${rows} entries`,
        compared: `exceljs ${VERSION}'s streaming writer, fed with the same pages`,
        ratio: `${(theirs.ms / ours.ms).toFixed(1)} times as fast`,
        detail: `${(ours.bytes / 1e6).toFixed(0)} MB, peak ${oursMb} MB of memory (${idleMb} MB before); exceljs peaks at ${theirs.peakRssMb} MB`,
      },
      ...(await besideExports(to)),
    ];
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The time that 99 of 100 light answers stay below, alone and beside each export; and the first byte of each. */
export async function besideExports(
  to: Server,
  endings = ['csv', 'excel.csv', 'jsonl', 'xlsx'],
  on = '',
): Promise<Line[]> {
  const idle = await lightTimes(to, () => wait(4_000));
  const lines: Line[] = [];
  for (const ending of endings) {
    let firstByteMs = 0;
    const times = await lightTimes(to, async () => {
      ({ firstByteMs } = await take(to, `/v1/ledger.${ending}`));
    });
    lines.push({
      what: `A light answer while ledger.${ending} runs at full speed${on}, p99`,
      compared: 'the same answer with nothing beside it',
      ratio: `${(quantile(times, 0.99) / quantile(idle, 0.99)).toFixed(1)} times`,
      detail: `first byte of the file after ${firstByteMs.toFixed(0)} ms, ${times.length} answers`,
    });
  }
  return lines;
}

/** Asks for the light answer every ten milliseconds for as long as the work lasts. */
async function lightTimes(to: Server, work: () => Promise<unknown>): Promise<number[]> {
  const agent = new Agent({ keepAlive: true });
  const times: number[] = [];
  const running = new AbortController();
  const asking = (async () => {
    while (!running.signal.aborted) {
      const started = performance.now();
      const response = await answer(to, LIGHT, agent);
      response.resume();
      await once(response, 'end');
      times.push(performance.now() - started);
      await wait(10);
    }
  })();
  await work();
  running.abort();
  await asking;
  agent.destroy();
  return times;
}

/** Downloads in a process of its own: taking in 300 MB would hold up whoever times the light answers beside it. */
async function take({ port, secret }: Server, path: string): Promise<Taken> {
  const taker = fork(TAKER, [String(port), path, secret]);
  const [taken] = (await once(taker, 'message')) as [Taken];
  await once(taker, 'exit');
  return taken;
}

async function answer({ port, secret }: Server, path: string, agent?: Agent): Promise<IncomingMessage> {
  const headers = { Authorization: `Bearer ${secret}` };
  const request = get({ host: '127.0.0.1', port, path, headers, agent });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`${path} answered ${response.statusCode}`);
  return response;
}

async function rival(file: string): Promise<{ ms: number; peakRssMb: number }> {
  const child: ChildProcess = fork(RIVAL, [file, rivalFolder('exceljs', VERSION)], {
    execArgv: [...NODE_OPTIONS],
  });
  const [result] = (await once(child, 'message')) as [{ ms: number; peakRssMb: number }];
  child.kill();
  return result;
}
