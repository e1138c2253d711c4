import { beforeEach, describe, expect, test } from 'vitest';
import type { WidgetConfig } from '../../src/checkout/contract.ts';
import { boxPages } from './box-pages.ts';
import { widgetConfig } from './site.ts';

// What few pages ask for: other looks, the hint, the goal, counters, experiments; and how long the box keeps quiet.

const at = boxPages(() => ({ 'POST /v1/counts': { status: 204 } }));
beforeEach(() => at.open());

async function open(attributes = '', config: Partial<WidgetConfig> = {}, query = ''): Promise<void> {
  at.site.answers['GET /v1/widget-config'] = { body: widgetConfig({ payHosts: [at.site.host], ...config }) };
  at.site.answers['GET /article'] = {
    body: `<!doctype html><html lang="en"><title>Article</title><h1>Article</h1>
      <reader-support id="box" campaign="river" ${attributes}></reader-support>
      <script>heard = []; seen = false; addEventListener('rs-hidden', ({ detail }) => heard.push(detail)); addEventListener('rs-view', () => (seen = true))</script>
      <script type="module" src="/rs/v1/rs.js"></script>`,
  };
  await at.page.goto(`${at.site.url}/article${query}`);
  await at.page.waitForFunction(`!['loading', undefined].includes(box.state)`);
}

const box = () => at.page.locator('reader-support');
const run = <T>(script: string) => at.page.evaluate<T>(script);
/** The days from now until the box speaks again; null where nothing is stored. */
const quietDays = () =>
  run<number | null>(
    `localStorage.rs ? JSON.parse(localStorage.rs).q - Math.floor(Date.now() / 864e5) : null`,
  );

describe('the box keeps quiet', () => {
  // A day begun counts as whole, so one more stands between the two numbers.
  test.each<[string, number | null]>([
    ['#rs=t', 91],
    ['#rs=l', 251],
    ['#rs=c', null],
  ])('after %s for %s days', async (mark, days) => {
    await open('', {}, mark);
    expect(await quietDays()).toBe(days);
    await at.page.reload();
    await expect.poll(() => run('box.state')).toBe(days === null ? 'form' : 'quiet');
    expect(await run('heard')).toEqual(days === null ? [] : [{}]);
  });

  test('when the page asks for it, in one key with one number; `force` shows it all the same', async () => {
    await open();
    await run('box.quiet(3)');
    expect(await quietDays()).toBe(4);
    expect(await run('Object.keys(localStorage)')).toEqual(['rs']);
    expect(await run('Object.keys(JSON.parse(localStorage.rs))')).toEqual(['v', 'q']);
    expect(await box().isHidden()).toBe(true);
    await open('force');
    expect(await run('box.state')).toBe('form');
  });

  test.each([
    ['three days after the reminder', 20, 23],
    ['but never longer than a third of a year', 300, 121],
  ])('until %s', async (_, inDays, days) => {
    await open();
    at.site.answers['POST /v1/reminders'] = { status: 202, body: { status: 'check_inbox' } };
    await box().locator('[part=remind]').click();
    await box().locator('[name=when][value=date]').check();
    const day = new Date(Date.now() + inDays * 86_400_000).toISOString().slice(0, 10);
    await box().locator('[type=date]').fill(day);
    await box().locator('[type=email]').fill('reader@example.net');
    await box().locator('[type=submit]').click();
    await expect.poll(() => run('box.state')).toBe('inbox');
    expect(await quietDays()).toBe(days);
  });
});

describe('the bar', () => {
  test('is one line; Continue opens the form and leads to its heading', async () => {
    await open('variant="bar"');
    expect(await box().getByRole('radio').count()).toBe(0);
    expect((await box().boundingBox())?.height).toBeLessThan(120);
    await box().getByRole('button', { name: 'Continue' }).click();
    await box().locator('form').waitFor();
    expect(await run(`box.shadowRoot.activeElement.id`)).toBe('rs-title');
  });

  test('can be hidden by the reader, for fourteen days', async () => {
    await open('variant="bar"');
    await box().getByRole('button', { name: 'Hide this' }).click();
    expect([await box().isHidden(), await quietDays()]).toEqual([true, 15]);
  });

  test('gives way to the form for a reader who turned back', async () => {
    await open('variant="bar"', {}, '#rs=c');
    await box().getByRole('radio', { name: '$5', exact: true }).waitFor();
  });
});

test('the hint shows under small monthly amounts only, and changes the choice when asked to', async () => {
  await open('nudge="annual"');
  const hint = box().locator('[part=nudge]');
  await expect.poll(() => hint.innerText()).toContain('Giving $60 once a year');
  await box().getByRole('radio', { name: '$50' }).check();
  expect(await hint.isVisible()).toBe(false);
  await box().getByRole('radio', { name: '$2', exact: true }).check();
  await hint.getByRole('button').click();
  expect(await run('box.value')).toEqual({ frequency: 'annual', currency: 'USD', amountMinor: 2_400 });
  expect(await run('box.shadowRoot.activeElement.value')).toBe('annual');
  expect(await hint.isVisible()).toBe(false);
});

test('the goal is a meter with the same words beside it, and never fuller than full', async () => {
  const goal = {
    title: 'The river desk',
    per: 'month',
    currency: 'USD',
    targetMinor: 400_000,
    reachedMinor: 480_000,
    percent: 120,
    asOf: '2026-11-20',
  } as const;
  await open('', { goal });
  const meter = box().getByRole('meter', { name: 'The river desk' });
  await meter.waitFor();
  expect(await meter.getAttribute('aria-valuenow')).toBe('100');
  expect(await meter.getAttribute('aria-valuetext')).toBe('120%');
  expect(await box().locator('[part=goal]').innerText()).toContain(
    'Readers have given 120% of the $4,000 for this month, as of 20 November.',
  );
  const share = await run<number>(`(() => {
    const [whole, part] = [...box.shadowRoot.querySelectorAll('[role=meter], [role=meter] > div')];
    return part.getBoundingClientRect().width / whole.getBoundingClientRect().width;
  })()`);
  expect(share).toBe(1);
});

describe('counters', () => {
  const counts = () =>
    at.site.asked.filter(({ path }) => path === '/v1/counts').map(({ body }) => JSON.parse(body) as object);
  const change = async () => {
    await box().getByRole('radio', { name: '$20' }).check();
    await box().getByRole('radio', { name: '$10' }).check();
  };

  test('say what happened once, in which words and where, and nothing of the reader', async () => {
    await open('metrics', { counts: true });
    await change();
    await expect.poll(() => counts().length).toBe(2);
    expect(counts()).toHaveLength(2);
    expect(counts()).toEqual(
      expect.arrayContaining([
        { event: 'change', lang: 'en', campaign: 'river' },
        { event: 'view', lang: 'en', campaign: 'river' },
      ]),
    );
    for (const { headers } of at.site.asked.filter(({ path }) => path === '/v1/counts')) {
      expect(headers).not.toHaveProperty('cookie');
      expect(headers).not.toHaveProperty('referer');
    }
  });

  test.each([
    ['the page does not ask for them', '', { counts: true } as const],
    ['the publisher does not count', 'metrics', {}],
  ])('are silent where %s', async (_, attributes, config) => {
    await open(attributes, config);
    await expect.poll(() => run('seen')).toBe(true);
    await change();
    expect(counts()).toEqual([]);
  });

  test('are silent in a browser that asks for privacy', async () => {
    await at.page.addInitScript(`Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })`);
    await open('metrics', { counts: true });
    await expect.poll(() => run('seen')).toBe(true);
    await change();
    expect(counts()).toEqual([]);
  });
});

test('an experiment shows one text per page view, tells which with the gift, and stores nothing', async () => {
  const variants = [
    { id: 'usual', texts: {} },
    { id: 'long-read', texts: { heading: 'Four months of work.' } },
  ];
  at.site.answers['POST /v1/checkout'] = { status: 503, body: {} };
  const seen = new Set<string>();
  for (let i = 0; i < 40 && seen.size < 2; i++) {
    await open('', { variants });
    const heading = await box().locator('[part=heading]').innerText();
    await box().locator('[part=submit]').click();
    await expect.poll(() => run('box.state')).toBe('offline');
    const sent = at.site.asked.findLast(({ path }) => path === '/v1/checkout')?.body ?? '{}';
    const { variant } = JSON.parse(sent) as { variant: string };
    expect(heading).toBe(
      variant === 'usual' ? 'Our reporting is paid for by readers.' : 'Four months of work.',
    );
    seen.add(variant);
    expect(await run('localStorage.length + sessionStorage.length')).toBe(0);
  }
  expect([...seen].sort()).toEqual(['long-read', 'usual']);
});

test('whoever builds the page is told of a word or a value that has no effect', async () => {
  const told: string[] = [];
  at.page.on('console', (message) => told.push(message.text()));
  await open('variant="bra" frequency="weekly"');
  await run(`box.strings = { go: 'Go on', gone: 'x' }`);
  await expect.poll(() => box().locator('[part=submit]').innerText()).toBe('Go on');
  expect(told.join('\n')).toMatch(/variant="bra" has no effect here/);
  expect(told.join('\n')).toMatch(/frequency="weekly" has no effect here/);
  expect(told.join('\n')).toMatch(/no text is called gone/);
});
