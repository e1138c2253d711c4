import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { financeSession } from '../_support/finance-session.ts';
import { temporaryFolder } from '../_support/make.ts';
import type { PlayedDemo } from './play.ts';

const SCRIPT = fileURLToPath(new URL('../finance/rebuild-pages.mjs', import.meta.url));
const FILES = ['ledger', 'pledges', 'payouts'] as const;
/** Requests at once: the demo and the test share a machine of two cores. */
const AT_ONCE = 4;

export type Files = Record<(typeof FILES)[number], string>;

/** What finance staff get over HTTP: files with a key, pages with a session. */
export type Desk = {
  get: (address: string) => Promise<string>;
  post: (address: string, csrf: string) => Promise<string>;
};

export async function openDesk({ url, key }: PlayedDemo): Promise<Desk> {
  const cookie = await financeSession(url, key);
  const answerOf = async (answer: Response) => {
    if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}`);
    return answer.text();
  };
  return {
    async get(address) {
      const headers = address.startsWith('/v1/') ? { Authorization: `Bearer ${key}` } : { Cookie: cookie };
      return answerOf(await fetch(url + address, { headers }));
    },
    post: async (address, csrf) =>
      answerOf(await fetch(url + address, { method: 'POST', headers: { Cookie: cookie }, body: new URLSearchParams({ csrf }) })),
  };
} // prettier-ignore

export async function downloads(desk: Desk): Promise<Files> {
  const texts = await Promise.all(FILES.map(async (name) => [name, await desk.get(`/v1/${name}.csv`)]));
  return Object.fromEntries(texts) as Files;
}

/** Reads addresses between two downloads that are the same: the demo's renewals go on while it is read. */
export async function readAll(
  desk: Desk,
  addressesOf: (files: Files) => string[],
): Promise<{ files: Files; found: Map<string, string> }> {
  let files = await downloads(desk);
  for (;;) {
    const found = new Map<string, string>();
    const left = addressesOf(files);
    const reader = async () => {
      for (let next = left.pop(); next !== undefined; next = left.pop())
        found.set(next, await desk.get(next));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, reader));
    const after = await downloads(desk);
    if (FILES.every((name) => files[name] === after[name])) return { files, found };
    files = after;
  }
}

/** What the independent script makes of the files. */
export type Rebuilt = {
  balances: {
    months: Record<string, Record<string, number>>;
    left: Record<string, number>;
    lines: Record<string, [currency: string, grossMinor: number, feeMinor: number, netMinor: number]>;
  };
  pages: Record<string, Rebuild>;
};

/** Of one address: parts of a page, or the answer of an API. */
export type Rebuild = Record<string, unknown>;

export function rebuild(files: Files, addresses: readonly string[], zone: string): Rebuilt {
  const folder = temporaryFolder();
  try {
    for (const name of FILES) writeFileSync(join(folder.path, `${name}.csv`), files[name]);
    writeFileSync(join(folder.path, 'addresses.json'), JSON.stringify(addresses));
    const run = spawnSync(process.execPath, [SCRIPT, folder.path, zone, new Date().toISOString()], {
      encoding: 'utf8',
      maxBuffer: 1e9,
    });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout) as Rebuilt;
  } finally {
    folder.remove();
  }
}
