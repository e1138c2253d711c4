import type { Browser, BrowserContextOptions, LaunchOptions, Locator, Page } from 'playwright-core';
import { fileURLToPath } from 'node:url';
import { demoRoutes } from '../../src/demo/article.ts';
import { startInbox, type Inbox } from '../../src/demo/inbox.ts';
import { demoPublisher } from '../../src/demo/publisher.ts';
import { openBrowser, openWholeBrowser } from '../_support/browser.ts';
import { testService, type TestService } from '../_support/service.ts';
import { openNewspaper, type Newspaper } from './newspaper.ts';

/** Everything that a reader meets: a browser, the real service with the sandbox behind it, and a newspaper. */
export type Stage = {
  browser: Browser;
  service: TestService;
  /** Another site than the service's: the box stands there as it does at a publisher's. */
  newspaper: Newspaper;
  inbox: Inbox;
  close: () => Promise<void>;
};

/** A publisher whose texts are the demo's, that the newspaper may embed. */
export async function openStage(
  options: { launch?: LaunchOptions; publisher?: Record<string, unknown>; isWhole?: boolean } = {},
): Promise<Stage> {
  const [browser, newspaper, inbox] = await Promise.all([
    (options.isWhole === true ? openWholeBrowser : openBrowser)(options.launch),
    openNewspaper(),
    startInbox(),
  ]);
  const { origins: _, homeUrl: _h, ...publisher } = demoPublisher(newspaper.url);
  const service = await testService({
    settings: {
      SMTP_URL: inbox.smtpUrl,
      MAIL_FROM: 'Notes <note@example.org>',
      ADDRESS_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    },
    publisher: {
      ...publisher,
      homeUrl: newspaper.url,
      origins: [newspaper.url],
      ...options.publisher,
    },
    routes: (ctx, sandbox) => demoRoutes(ctx, { inspector: sandbox.url, inbox: inbox.url }),
  });
  newspaper.service = service.url;
  return {
    browser,
    service,
    newspaper,
    inbox,
    async close() {
      await browser.close();
      await Promise.all([service.stop(), newspaper.close(), inbox.close()]);
    },
  };
}

/** A reader's page that notes every fault, every request and every cookie. */
export type Visit = {
  page: Page;
  box: Locator;
  /** Continue, whatever it says at the moment. */
  go: Locator;
  /** Console errors and uncaught exceptions, but not those of requests that a test lets fail. */
  faults: string[];
  /** Address of every request, in order. */
  asked: string[];
  state: () => Promise<string>;
  close: () => Promise<void>;
};

const IN_PAGE = fileURLToPath(new URL('in-page.js', import.meta.url));

export async function visit(
  stage: Pick<Stage, 'browser'>,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await stage.browser.newContext(options);
  const page = await context.newPage();
  // Reaches into the page without its policy noticing; it only defines `look` and touches nothing.
  await page.addInitScript({ path: IN_PAGE });
  const faults: string[] = [];
  const asked: string[] = [];
  context.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  const box = page.locator('reader-support').first();
  return {
    page,
    box,
    go: box.locator('button[type=submit]'),
    faults,
    asked,
    state: () => page.evaluate<string>(`String(document.querySelector('reader-support').state)`),
    close: () => context.close(),
  };
}

/** The sandbox stands where Stripe's payment page would; a reader who got there got through. */
export async function reachesPayment(page: Page, { service }: Pick<Stage, 'service'>): Promise<void> {
  await page.waitForURL((url) => url.origin === new URL(service.sandbox.url).origin);
}

/** True where the element has the focus, in a shadow root too. */
export function isFocused(locator: Locator): Promise<boolean> {
  return locator.evaluate((element: unknown) => {
    const node = element as { getRootNode: () => { activeElement: unknown } };
    return node.getRootNode().activeElement === node;
  });
}
