import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

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
 * Starts a real browser: the machine's own, else the one that a package carries, so that a fresh checkout
 * needs nothing installed. `carried: true` takes the package's even where there is another.
 */
export async function openBrowser({ carried = false }: { carried?: boolean } = {}): Promise<Browser> {
  const found = carried ? undefined : INSTALLED.find((path) => existsSync(path));
  if (found !== undefined) return chromium.launch({ executablePath: found, args: QUIET, timeout: 30_000 });
  const { default: packaged } = await import('@sparticuz/chromium');
  packaged.setGraphicsMode = false;
  return chromium.launch({
    executablePath: await packaged.executablePath(),
    args: [...new Set([...packaged.args, ...QUIET])],
    timeout: 60_000,
  });
}
