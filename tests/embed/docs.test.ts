import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boxFor, boxTitle } from '../../src/embed/box.ts';
import { filesOf } from '../../src/embed/files.ts';
import { LEVELS, policyOf } from '../../src/embed/levels.ts';
import { levelMarkup } from '../../src/embed/markup.ts';
import { openBrowser } from '../_support/browser.ts';
import { testService, type TestService } from '../_support/service.ts';

const NEWS = 'https://news.example.org';
let browser: Browser;
let service: TestService;

beforeAll(async () => {
  [browser, service] = await Promise.all([
    openBrowser(),
    testService({ publisher: { shortLinks: { river: { amount: 5 } } } }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await service.stop();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${service.url}${path}`, { headers, redirect: 'manual' });
const text = async (path: string) => (await get(path)).text();
const unescaped = (html: string) =>
  html.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
/** Every piece of code that the page offers to copy. */
const codes = (page: string) =>
  [...page.matchAll(/<pre [^>]*?(?:id="([\w-]+)")?><code>([^]*?)<\/code><\/pre>/g)].map(
    ([, id, code = '']) => ({
      id,
      code: unescaped(code),
    }),
  );

// Each language with each theme and each width, and each theme with each width: half of all that could be put together.
const looks = (['/docs/embed', '/docs/theming'] as const).flatMap((path) => [
  { path, lang: 'en', colorScheme: 'light', width: 1280 } as const,
  { path, lang: 'en', colorScheme: 'dark', width: 320 } as const,
  { path, lang: 'ru', colorScheme: 'light', width: 320 } as const,
  { path, lang: 'ru', colorScheme: 'dark', width: 1280 } as const,
]);

/** What browsers say of a sandboxed frame of the page's own origin. A publisher's page is of another (levels.test.ts). */
const OWN_FRAME =
  'An iframe which has both allow-scripts and allow-same-origin for its sandbox attribute can escape its sandboxing.';

describe('both pages', () => {
  it.each(['/docs/embed', '/docs/theming'])(
    '%s is public, kept out of search, cacheable, strict',
    async (path) => {
      const { status, headers } = await get(path);
      expect(status).toBe(200);
      expect(headers.get('x-robots-tag')).toBe('noindex');
      expect(headers.get('cache-control')).toBe('public, max-age=300');
      expect(headers.get('vary')).toMatch(/accept-language/i);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(
        /^default-src 'none'; .*frame-ancestors 'none'; require-trusted-types-for 'script'$/,
      );
      expect(policy).not.toMatch(/unsafe|\*/);
      for (const lang of ['en', 'ru']) {
        const page = await text(`${path}?lang=${lang}`);
        expect(page).toContain(`<html lang="${lang}"`);
        expect(page.match(/<h1[ >]/g)).toHaveLength(1);
        expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)|undefined|\[object/);
        // Every word has its place: no name of a value is left over.
        expect(page.replace(/<code>[^]*?<\/code>/g, '')).not.toMatch(/\{\w+\}/);
      }
      expect(await (await get(path, { 'Accept-Language': 'ru' })).text()).toContain('<html lang="ru"');
    },
  );

  it.each(looks)(
    '$path, $lang, $colorScheme, $width px: no fault, no complaint, no sideways scroll',
    async (look) => {
      const { path, lang, colorScheme, width } = look;
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${service.url}${path}?lang=${lang}`);
      await page.locator('reader-support #rs-terms').last().waitFor();
      // A frame further down loads once a reader comes near it; how near, each browser decides for itself.
      for (const frame of await page.locator('iframe').all()) {
        await frame.scrollIntoViewIfNeeded();
        await frame.contentFrame().locator('reader-support #rs-terms').waitFor();
      }
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(complaints).toEqual(path === '/docs/embed' ? [OWN_FRAME] : []);
      expect(await context.cookies()).toEqual([]);
      await context.close();
    },
  );
});

describe('/docs/embed', () => {
  it.each(['en', 'ru'])(
    'in %s shows the code that it runs, from the function that the addresses use',
    async (lang) => {
      const page = await text(`/docs/embed?lang=${lang}&site=${NEWS}&campaign=river`);
      const { config } = service.ctx;
      const box = boxFor(config, null, { lang, campaign: 'river' });
      const shown = new Map(codes(page).map(({ id, code }) => [id, code]));
      for (const level of LEVELS) {
        const code = shown.get(`${level}-code`) ?? '';
        expect(page).toContain(`<div class="live-page">${code}</div>`);
        expect(code).toBe(
          levelMarkup(level, filesOf(config)(), box, { words: boxTitle(config, lang), parent: NEWS }),
        );
        expect(
          codes(page).some((one) => one.code === policyOf(level, service.url).join('; ')) || level === 'link',
        ).toBe(true);
      }
      expect(shown.get('form-code')).toBe(await text(`/embed/form.html?lang=${lang}&campaign=river`));
      expect(shown.get('ssr-code')).toBe(await text(`/embed/ssr.html?lang=${lang}&campaign=river`));
    },
  );

  it('names no address of ours that does not answer', async () => {
    const page = await text('/docs/embed?lang=en');
    const all = [unescaped(page), ...codes(page).map(({ code }) => unescaped(code))]
      .join(' ')
      .replaceAll('&amp;', '&');
    const addresses = new Set(
      [...all.matchAll(new RegExp(`(?:(?:${service.url})|(?<=(?:href|src)="))/(?!/)[^\\s"'<>;]*`, 'g'))].map(
        ([address]) => address.replace(service.url, ''),
      ),
    );
    expect(addresses.size).toBeGreaterThan(15);
    expect([...addresses].filter((path) => path.startsWith('/g/'))).toEqual([]);
    const answers = await Promise.all(
      [...addresses].map(async (path) => [path, (await get(path)).status] as const),
    );
    expect(answers.filter(([, status]) => status >= 400)).toEqual([]);
    expect(page).toContain(`${new URL(service.url).host}/g/river`);
    expect((await get('/g/river')).status).toBe(302);
  });

  it('offers newsletters, feeds and AMP one sentence with three links, whole in each language', async () => {
    const page = await text('/docs/embed?lang=ru');
    const ask = codes(page).find(({ code }) => code.startsWith('<p lang="ru">'))?.code ?? '';
    expect(ask.match(/<a href=/g)).toHaveLength(3);
    expect(ask).toContain(
      'frequency=monthly&amp;amount=5&amp;currency=EUR&amp;campaign=newsletter&amp;lang=ru',
    );
    expect(ask).toContain('frequency=annual&amp;amount=60');
    expect(ask).not.toMatch(/<img|style=|<script/);
    expect(codes(page).some(({ code }) => code.includes('<![CDATA['))).toBe(true);
  });

  it('keeps the list of sites to itself, and says where one is missing', async () => {
    const hidden = await testService({ publisher: { origins: [NEWS, 'https://secret-mirror.example.net'] } });
    const page = await (await fetch(`${hidden.url}/docs/embed`)).text();
    expect(page).not.toContain('secret-mirror');
    const unknown = await (await fetch(`${hidden.url}/docs/embed?lang=en&site=https://other.example`)).text();
    expect(unknown).toContain('aria-invalid="true"');
    expect(unknown).toContain('This origin is not listed');
    expect(unknown).not.toContain('parent=https%3A%2F%2Fother.example');
    const listed = await (
      await fetch(`${hidden.url}/docs/embed?site=https://secret-mirror.example.net`)
    ).text();
    expect(listed).toContain('parent=https%3A%2F%2Fsecret-mirror.example.net');
    await hidden.stop();
  });

  it('lets nothing that was typed out of its place', async () => {
    const hostile = encodeURIComponent(`"><img src=x onerror=alert(1)>`);
    const page = await text(`/docs/embed?lang=en&site=${hostile}&campaign=${hostile}`);
    expect(page).not.toContain('<img');
    expect(page).toContain('A campaign is 1 to 40');
    const theming = await text(
      `/docs/theming?lang=en&accent=${hostile}&font-text=${hostile}&radius=${hostile}`,
    );
    expect(theming).not.toContain('<img');
    expect(await text(`/docs/theming.css?accent=${hostile}&font-ui=${hostile}`)).not.toContain('alert');
  });

  const atStripe = (page: Page) => page.waitForURL((url) => url.host === new URL(service.sandbox.url).host);

  it.each(['link', 'form', 'ssr', 'frame'])(
    'without a script, the living %s reaches the payment page',
    async (level) => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(`${service.url}/docs/embed?lang=en`);
      const live = page.locator(`#${level} .live-page`);
      if (level === 'link') await live.getByRole('link').click();
      const there = level === 'link' ? page : level === 'frame' ? live.frameLocator('iframe') : live;
      await there.getByRole('button', { name: 'Continue' }).last().click();
      await atStripe(page);
      await context.close();
    },
  );

  it.each(['ssr', 'script', 'frame'])('with one, the living %s reaches the payment page', async (level) => {
    const page = await browser.newPage();
    await page.goto(`${service.url}/docs/embed?lang=en`);
    const live = page.locator(`#${level} .live-page`);
    // A lazy frame loads when it is nearly in sight.
    await live.scrollIntoViewIfNeeded();
    const there = level === 'frame' ? live.frameLocator('iframe') : live;
    await there.locator('reader-support #rs-terms').waitFor();
    await there.getByRole('button', { name: 'Continue' }).click();
    await atStripe(page);
    await page.close();
  });

  it('shows its examples in a browser that has paid, and copies with and without a script', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(
      `localStorage.setItem('rs', JSON.stringify({ v: 1, q: Math.ceil(Date.now() / 86400000 + 90) }))`,
    );
    await page.goto(`${service.url}/docs/embed?lang=en`);
    await page.locator('#script reader-support #rs-terms').waitFor();
    await page.getByRole('button', { name: 'Copy: Code for the page' }).nth(3).click();
    await page
      .getByText(/^(Copied|Selected\. Copy it with your keyboard\.)$/)
      .first()
      .waitFor();
    const style = await page.evaluate(`getComputedStyle(document.querySelector('pre')).userSelect`);
    expect(style).toBe('all');
    await context.close();
  });
});

describe('/docs/theming', () => {
  const background = (page: Page, theme: string) =>
    page.evaluate<string>(
      `getComputedStyle(document.querySelector('.sample-${theme} reader-support').shadowRoot.querySelector('[part=submit]')).backgroundColor`,
    );

  it('computes and shows without a script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${service.url}/docs/theming?lang=en`);
    await expect.poll(() => page.locator('.verdict').innerText()).toBe('Every pair is strong enough.');
    await page.locator('#accent').fill('#e0a000');
    await page.locator('#radius').fill('99');
    await page.getByRole('button', { name: 'Show it' }).click();
    await page.waitForURL(/accent=%23e0a000/);
    expect(await page.locator('.verdict').innerText()).toMatch(/too weak/);
    expect(await page.locator('#light-button').innerText()).toBe('2.2 : 1, too little: 4.5 : 1 is needed');
    expect(await page.locator('#dark-button').innerText()).toMatch(/enough$/);
    expect(await page.locator('#radius-hint').innerText()).toBe(
      'The corners are a whole number from 0 to 27.',
    );
    expect(await page.locator('#radius').inputValue()).toBe('99');
    expect(await page.locator('#styles').innerText()).toContain('--rs-accent: #e0a000;');
    await context.close();
    // What the page said without a script is what the same page shows with one.
    const live = await browser.newPage();
    await live.goto(`${service.url}/docs/theming?lang=en&accent=%23e0a000`);
    await live.locator('.sample-light reader-support #rs-terms').waitFor();
    expect(await background(live, 'light')).toBe('rgb(224, 160, 0)');
    expect(await background(live, 'dark')).toBe('rgb(157, 196, 241)');
    await live.close();
  });

  it('follows what is typed, in both themes, and keeps it in the address', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(`${service.url}/docs/theming?lang=ru`);
    await page.locator('.sample-dark reader-support #rs-terms').waitFor();
    await page.locator('#dark-accent').fill('#333');
    await expect.poll(() => background(page, 'dark')).toBe('rgb(51, 51, 51)');
    expect(await background(page, 'light')).toBe('rgb(23, 73, 123)');
    expect(await page.locator('.verdict').innerText()).toMatch(/контраста мало/);
    expect(await page.locator('#dark-link').innerText()).toMatch(/мало: нужно 4,5 : 1$/);
    expect(page.url()).toContain('dark-accent=%23333');
    await page.locator('#dark-accent').fill('#33');
    await page.locator('#dark-accent[aria-invalid=true]').waitFor();
    await page.getByLabel('Акцент: выбрать цвет').first().fill('#aa0000');
    await expect.poll(() => background(page, 'light')).toBe('rgb(170, 0, 0)');
    expect(await page.locator('#styles').innerText()).toContain('--rs-accent: #aa0000;');
    expect(complaints).toEqual([]);
    await page.close();
  });
});
