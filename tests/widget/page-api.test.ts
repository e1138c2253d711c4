import { beforeEach, describe, expect, test } from 'vitest';
import type { WidgetConfig } from '../../src/checkout/contract.ts';
import { boxPages } from './box-pages.ts';
import { widgetConfig } from './site.ts';

// What a page may do with the element, beyond putting it there.

const at = boxPages();
beforeEach(() => at.open());

type Opened = { config?: Partial<WidgetConfig>; attributes?: string; inside?: string; head?: string };

/** An article with the box in it; `head` runs before the box's script. */
async function open({ config, attributes = '', inside = '', head = '' }: Opened = {}): Promise<void> {
  at.site.answers['GET /v1/widget-config'] = { body: widgetConfig({ payHosts: [at.site.host], ...config }) };
  at.site.answers['GET /article'] = {
    body: `<!doctype html><html lang="en"><title>Article</title><h1>Article</h1>
      <reader-support id="box" ${attributes}>${inside}</reader-support>${head}
      <script type="module" src="/rs/v1/rs.js"></script>`,
  };
  await at.page.goto(`${at.site.url}/article`);
  await at.page.waitForFunction(`!['loading', undefined].includes(box.state)`);
}

const box = () => at.page.locator('reader-support');
const run = <T>(script: string) => at.page.evaluate<T>(script);
const drawn = () => run('new Promise((done) => setTimeout(done, 50))');
const MINE = { frequency: 'annual', currency: 'EUR', amountMinor: 7_700 };

describe('the choice', () => {
  test('can be set before the script has come and before the configuration is there', async () => {
    await open({ head: `<script>box.value = ${JSON.stringify(MINE)}</script>` });
    expect(await run('box.value')).toEqual(MINE);
    expect(await box().locator('#rs-other-annual').inputValue()).toBe('77');
    // Once: a page that draws the box again later finds what its reader chose since.
    await box().locator('[name=amount_annual][value="60"]').check();
    await run(`box.strings = { go: 'Go on' }`);
    await expect.poll(() => box().locator('[part=submit]').innerText()).toBe('Go on');
    expect(await run('box.value')).toEqual({ ...MINE, amountMinor: 6_000 });
  });

  test('is not set to a currency that is not offered: the same number would be another amount', async () => {
    await open();
    await run(`box.value = { frequency: 'once', currency: 'JPY', amountMinor: 5_000 }`);
    await run(`box.value = null`);
    expect(await run('box.value')).toEqual({ frequency: 'monthly', currency: 'USD', amountMinor: 500 });
    await run(`box.value = { frequency: 'once', currency: 'GBP', amountMinor: 5_000 }`);
    expect(await run('box.value')).toEqual({ frequency: 'once', currency: 'GBP', amountMinor: 5_000 });
  });

  test.each([
    ['another campaign', `box.setAttribute('campaign', 'other')`],
    ['another outline', `box.setAttribute('heading-level', '4')`],
    ['words of the page’s own', `box.strings = { go: 'Go on' }`],
    ['the same configuration', 'box.config = box.config'],
    ['another place', 'document.body.prepend(box)'],
  ])('stays through %s', async (_, change) => {
    await open();
    await box().locator('[name=amount_monthly][value="20"]').check();
    await run(`before = box.shadowRoot.querySelector('form'); ${change}`);
    await at.page.waitForFunction(`box.shadowRoot.querySelector('form') !== before`);
    expect(await run('box.value.amountMinor')).toBe(2_000);
    expect(await box().locator('[name=amount_monthly][value="20"]').isChecked()).toBe(true);
  });

  test('goes back to where it began where the page asks for that', async () => {
    await open();
    await box().locator('[name=amount_monthly][value="20"]').check();
    await run('box.reset()');
    await drawn();
    expect(await run('box.value.amountMinor')).toBe(500);
    await box().locator('[name=amount_monthly][value="20"]').check();
    await run(`box.setAttribute('frequency', 'once')`);
    await drawn();
    expect(await run('box.value')).toEqual({ frequency: 'once', currency: 'USD', amountMinor: 2_500 });
  });
});

test('every slot can be filled, also where the publisher names no ways to pay', async () => {
  const slots = ['eyebrow', 'heading', 'message', 'before-form', 'payment-icons', 'footer'];
  const inside = slots.map((name) => `<b slot="${name}">in ${name}</b>`).join('');
  await open({ inside, config: { marks: [] } });
  for (const name of slots)
    expect([name, await at.page.getByText(`in ${name}`).isVisible()]).toEqual([name, true]);
});

describe('on paper', () => {
  test.each(['light', 'dark'])('everything is black on white in the %s theme', async (theme) => {
    const notice = { kind: 'notice', title: 'Are you in Russia?', body: 'Do not pay.' } as const;
    await open({ attributes: `theme="${theme}"`, inside: '<i slot="message">Words</i>', config: { notice } });
    await at.page.emulateMedia({ media: 'print', colorScheme: theme as 'light' | 'dark' });
    const looks = await run<[string, string, string][]>(`
      [box.querySelector('i'), ...box.shadowRoot.querySelectorAll('*')].filter((e) => e.checkVisibility()).map((e) => {
        const { color, backgroundColor } = getComputedStyle(e);
        return [e.localName, color, backgroundColor];
      })`);
    const wrong = looks.filter(([, color, back]) => color !== 'rgb(0, 0, 0)' || back !== 'rgba(0, 0, 0, 0)');
    expect(wrong).toEqual([]);
    expect(looks.length).toBeGreaterThan(8);
    expect(await box().locator('form').isVisible()).toBe(false);
    const address = await run(
      `getComputedStyle(box.shadowRoot.querySelector('section > div'), '::after').content`,
    );
    expect(address).toBe(`"Support us: ${at.site.url}/give"`);
  });
});

test('the colours of a publisher reach the button under the pointer and the chosen amount', async () => {
  await open({ head: '<style>reader-support { --rs-accent: #b00020 }</style>' });
  /** Red, green and blue, each 0 to 1. */
  const back = (selector: string) =>
    run<number[]>(`(() => {
      const colour = getComputedStyle(box.shadowRoot.querySelector('${selector}')).backgroundColor;
      const [r, g, b] = colour.match(/[\\d.]+/g).map(Number);
      return colour.startsWith('rgb') ? [r / 255, g / 255, b / 255] : [r, g, b];
    })()`);
  const isReddish = ([red = 0, green = 0, blue = 0]: number[]) => red > green && red > blue;
  await box().locator('[part=submit]').hover();
  await expect.poll(async () => isReddish(await back('[part=submit]'))).toBe(true);
  await expect.poll(async () => (await back('[part=submit]'))[0]).toBeLessThan(0.6);
  expect(isReddish(await back('label:has([name=amount_monthly]:checked)'))).toBe(true);
});
