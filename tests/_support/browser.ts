import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type LaunchOptions } from 'playwright-core';
import { DISK } from './places.ts';

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

/** The package's own list is for cloud functions: one process for everything dies with its first page. */
const BREAKING = ['--single-process', '--no-zygote', "--headless='shell'"];

/**
 * Starts a real browser: the machine's own, else the one that a package carries, so that a fresh checkout
 * needs nothing installed. `TEST_BROWSER=carried` takes the package's even where there is another.
 */
export function openBrowser(more: LaunchOptions = {}): Promise<Browser> {
  return firstThatStarts((options) => chromium.launch({ ...options, ...more }));
}

/** The same browser with a profile on disk: its settings are a reader's, as `Preferences` in the folder says. */
export function openProfile(folder: string): Promise<BrowserContext> {
  return firstThatStarts((options) => chromium.launchPersistentContext(folder, options));
}

async function firstThatStarts<T>(launch: (options: LaunchOptions) => Promise<T>): Promise<T> {
  const carriedOnly = process.env['TEST_BROWSER'] === 'carried';
  const found = carriedOnly ? undefined : INSTALLED.find((path) => existsSync(path));
  if (found !== undefined) return launch({ executablePath: found, args: QUIET, timeout: 30_000 });
  const folder = await unpacked();
  const { default: carried } = await import('@sparticuz/chromium');
  carried.setGraphicsMode = false;
  const options = {
    executablePath: join(folder, 'chromium'),
    args: [...new Set([...carried.args, ...QUIET])].filter((arg) => !BREAKING.includes(arg)),
    timeout: 60_000,
  };
  try {
    return await launch(options);
  } catch {
    // A bare machine has neither the libraries nor the fonts: the package brings both.
    const env = {
      ...process.env,
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(folder, 'fonts'),
    };
    return launch({ ...options, env });
  }
}

/** Folder with the fonts that the package carries: Latin, Cyrillic and Hebrew letters in one face. */
export async function pinnedFonts(): Promise<string> {
  return join(await unpacked(), 'fonts', 'fonts');
}

/** Unpacks once per machine. Test files run side by side, so it happens aside and appears in one step. */
async function unpacked(): Promise<string> {
  const shared = join(DISK, 'reader-support-browser-153');
  if (existsSync(shared)) return shared;
  const { default: carried, inflate } = await import('@sparticuz/chromium');
  const before = process.env['TMPDIR'];
  const aside = await mkdtemp(`${shared}-`);
  try {
    process.env['TMPDIR'] = aside;
    await carried.executablePath();
    await inflate(new URL('../bin/al2023.tar.br', import.meta.resolve('@sparticuz/chromium')).pathname);
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
  // Whoever comes second finds the folder there and throws its own away.
  await rename(aside, shared).catch(() => rm(aside, { recursive: true, force: true }));
  return shared;
}
