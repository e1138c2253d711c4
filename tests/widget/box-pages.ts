import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { openBrowser } from '../_support/browser.ts';
import { openSite, type Answers, type Site } from './site.ts';

/** A browser and a site with the built box, and the page that a test has open. */
class BoxPages {
  browser!: Browser;
  site!: Site;
  page!: Page;
  /** What pages threw; no test may end with any. */
  faults: string[] = [];

  /** Opens the test's page: a fresh device each time. */
  async open(options: BrowserContextOptions = {}): Promise<void> {
    this.page = await (await this.browser.newContext(options)).newPage();
    this.page.on('pageerror', (error) => this.faults.push(error.message));
  }
}

/** Sets the hooks of a test file about the box. Each test begins with the answers alone, and opens its own page. */
export function boxPages(answers: () => Answers = () => ({})): BoxPages {
  const at = new BoxPages();
  beforeAll(async () => {
    [at.browser, at.site] = await Promise.all([openBrowser(), openSite()]);
  });
  afterAll(async () => {
    await at.browser.close();
    await at.site.close();
  });
  beforeEach(() => {
    at.site.answers = answers();
    at.site.asked.length = 0;
    at.faults = [];
  });
  afterEach(async () => {
    expect(at.faults).toEqual([]);
    await at.page.context().close();
  });
  return at;
}
