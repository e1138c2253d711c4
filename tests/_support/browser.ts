import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium, type Browser, type BrowserContext, type LaunchOptions } from 'playwright-core';
import { KEPT } from './places.ts';

/** Browsers that a machine may have; the first one found is used. */
const INSTALLED = ['/usr/bin/chromium', '/usr/bin/google-chrome'];

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a real browser, the engine alone as a package carries it: a fresh checkout needs nothing installed, every machine
 * draws with the same fonts, and it takes half of what a whole browser does. `TEST_BROWSER=installed` takes the
 * machine's own for this as well.
 */
export function openBrowser(more: LaunchOptions = {}): Promise<Browser> {
  return launched(process.env['TEST_BROWSER'] === 'installed' ? installed() : undefined, more);
}

/**
 * The machine's own browser, with what it adds to its engine (settings, a memory of the pages that were left, downloads),
 * else the package's. `TEST_BROWSER=carried` takes the package's in any case.
 */
export function openWholeBrowser(more: LaunchOptions = {}): Promise<Browser> {
  return launched(installed(), more);
}

/** The same with a profile on disk: its settings are a reader's, as `Preferences` in the folder says. */
export function openProfile(folder: string): Promise<BrowserContext> {
  return firstThatStarts(installed(), (options) => chromium.launchPersistentContext(folder, options));
}

/** True where a whole browser was asked for and the package's came: it has none of what a browser adds to its engine. */
export const isShell = (): boolean => installed() === undefined;

const installed = () =>
  process.env['TEST_BROWSER'] === 'carried' ? undefined : INSTALLED.find((path) => existsSync(path));

const launched = (found: string | undefined, more: LaunchOptions) =>
  firstThatStarts(found, (options) =>
    chromium.launch({ ...options, ...more, env: { ...options.env, ...more.env } }),
  );

async function firstThatStarts<T>(
  found: string | undefined,
  launch: (options: LaunchOptions) => Promise<T>,
): Promise<T> {
  const env = { ...(process.env as Record<string, string>) };
  if (found !== undefined) return launch({ executablePath: found, args: QUIET, env, timeout: 30_000 });
  const folder = await unpacked();
  // Not the arguments that the package proposes: among them are some that switch the web's own security off.
  const options = {
    executablePath: join(folder, 'chromium'),
    args: QUIET,
    env: { ...env, FONTCONFIG_FILE: join(folder, 'fonts.conf') },
    timeout: 60_000,
  };
  try {
    return await launch(options);
  } catch {
    // A bare machine lacks the libraries: the package brings them too.
    return launch({ ...options, env: { ...options.env, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') } });
  }
}

/** Names the fonts that the package carries and no others: Latin, Cyrillic and Hebrew letters in one face. */
export async function pinnedFonts(): Promise<string> {
  return join(await unpacked(), 'fonts.conf');
}

/** Unpacks once per checkout. Test files run side by side, so it happens aside and appears in one step. */
async function unpacked(): Promise<string> {
  const shared = join(KEPT, 'chromium-153');
  if (existsSync(shared)) return shared;
  mkdirSync(KEPT, { recursive: true });
  const aside = await mkdtemp(`${shared}-`);
  const script = fileURLToPath(new URL('unpack-browser.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [script], { env: { ...process.env, TMPDIR: aside } });
  // The package's own configuration names folders of a cloud's.
  const [fonts, cache] = [join(shared, 'fonts', 'fonts'), join(shared, 'fonts-cache')];
  await writeFile(
    join(aside, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>`,
  );
  // Whoever comes second finds the folder there and throws its own away.
  await rename(aside, shared).catch(() => rm(aside, { recursive: true, force: true }));
  return shared;
}
