import { sqliteFile } from '../config/config.ts';
import { Buffer } from 'node:buffer';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AppContext } from '../context.ts';
import { sendPage } from '../http/page.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { canonicalAddress } from '../sealed/address.ts';
import { rowsAboutAddresses } from '../store/sqlite/inspect.ts';
import type { DemoLinks } from './frame.ts';
import { keptPage, type Searched } from './kept-page.ts';
import { search, spellings } from './search.ts';
import { DEMO_STYLE } from './style.ts';

/** A shorter text stands by chance in any file. */
const SHORTEST = 5;
/** RFC 5321 allows an address no more. */
const LONGEST = 254;

/** The lines of the demo's log, the newest of them where there are many. */
export type KeptLines = { add(line: string): void; bytes(): Buffer };

const LINES_KEPT = 20_000;

/** Keeps log lines in memory, as a file would keep them on a disk: for the search, and gone with the demo. */
export function keptLines(): KeptLines {
  const lines: string[] = [];
  return {
    add(line) {
      lines.push(line);
      if (lines.length > LINES_KEPT) lines.splice(0, LINES_KEPT / 10);
    },
    bytes: () => Buffer.from(lines.join('')),
  };
}

/** What a thief of this machine would find of reminders, and a search through every byte of it. */
export function keptRoutes(
  { config, now }: Pick<AppContext, 'config' | 'now'>,
  { links, lines }: { links: DemoLinks; lines: KeptLines },
): Route[] {
  const page = (result: Parameters<typeof keptPage>[0]['result']) => {
    return keptPage({ links, now: now(), rows: rowsAboutAddresses(sqliteFile(config)), result });
  };
  return [
    {
      method: 'get',
      path: '/demo/kept',
      access: PUBLIC,
      page: true,
      handle: (_req, res) => sendPage(res, 200, page(null), { personal: true }),
    },
    {
      method: 'post',
      path: '/demo/kept',
      access: PUBLIC,
      body: 'form',
      page: true,
      async handle(req, res) {
        const { text } = req.body as { text?: unknown };
        const wanted = typeof text === 'string' ? text.trim() : '';
        if (wanted.length < SHORTEST || wanted.length > LONGEST)
          return sendPage(res, 422, page('unfit'), { personal: true });
        sendPage(res, 200, page(await searchEverything(sqliteFile(config), lines, wanted)), {
          personal: true,
        });
      },
    },
    {
      method: 'get',
      path: '/demo/kept.css',
      access: PUBLIC,
      handle: (_req, res) => void res.type('css').send(DEMO_STYLE),
    },
  ];
}

/** Reads every file beside the database and every log line to the last byte. Nothing is written, logged or kept. */
async function searchEverything(databaseFile: string, lines: KeptLines, text: string): Promise<Searched> {
  const wanted = [text, canonicalAddress(text)].flatMap(spellings);
  const ways = new Map(wanted.map((way) => [way.bytes.toString('latin1'), way]));
  const folder = dirname(databaseFile);
  const places = [];
  for (const name of (await readdir(folder)).sort()) {
    const bytes = await readFile(join(folder, name));
    places.push({ name, bytes: bytes.length, hits: search(bytes, [...ways.values()]) });
  }
  const logged = lines.bytes();
  places.push({ name: 'log lines', bytes: logged.length, hits: search(logged, [...ways.values()]) });
  return { places, ways: ways.size };
}
