import type { Route } from 'playwright-core';
import { articleHtml } from './newspaper.ts';
import type { Stage, Visit } from './stage.ts';

export type Lang = 'en' | 'ru';

/** A state of the box as section 2.4 of the specification names it, and the way into it. */
export type BoxState = {
  name: string;
  /** What `element.state` says once it is there. */
  state: string;
  query?: string;
  /** Attributes of the element. */
  box?: string;
  /** What has to be so before the page loads. */
  before?: (visit: Visit, stage: Stage) => Promise<unknown>;
  /** What the reader does. */
  enter?: (visit: Visit) => Promise<void>;
};

const other = async ({ box, go }: Visit, typed: string): Promise<void> => {
  await box.locator('[name=amount_monthly][value=other]').click();
  await box.locator('#rs-other-monthly').fill(typed);
  await go.click();
  await box.locator('[part=error]').waitFor();
};

/** Answers the one call of Continue. */
const checkout = ({ page }: Visit, answer: (route: Route) => Promise<void> | void): Promise<unknown> =>
  page.route('**/v1/checkout', answer);

/** Changes the configuration on its way to the box. */
const configured = ({ page }: Visit, more: Record<string, unknown>): Promise<unknown> =>
  page.route('**/v1/widget-config*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...((await response.json()) as object), ...more } });
  });

const NOTICE = {
  title: 'Вы в России?',
  body: 'Не переводите деньги и не оставляйте здесь почту. Перевод может быть опасен для вас даже с иностранной карты.',
  linkText: 'Чем помочь без риска',
  linkUrl: 'https://news.example.org/help',
};

const remind = async ({ box }: Visit): Promise<void> => {
  await box.locator('[part=remind]').click();
  await box.locator('[type=email]').waitFor();
};

export const STATES: readonly BoxState[] = [
  {
    name: 'fallback',
    state: 'undefined',
    before: ({ page }) => page.route('**/rs/v1/rs.js', (route) => route.abort()),
  },
  { name: 'form', state: 'form' },
  { name: 'other', state: 'form', box: 'frequency="annual" amount="77"' },
  { name: 'once', state: 'form', box: 'frequency="once" currency="GBP"' },
  {
    name: 'notice',
    state: 'form',
    before: (visit) => configured(visit, { notice: { kind: 'notice', ...NOTICE } }),
  },
  {
    name: 'stop',
    state: 'form',
    before: (visit) => configured(visit, { notice: { kind: 'stop', ...NOTICE } }),
  },
  { name: 'invalid', state: 'invalid', enter: (visit) => other(visit, '1') },
  {
    name: 'invalid, too much',
    state: 'invalid',
    enter: (visit) => other(visit, '1000000'),
  },
  {
    name: 'busy',
    state: 'busy',
    before: (visit) => checkout(visit, () => {}),
    enter: ({ go }) => go.click(),
  },
  {
    name: 'offline',
    state: 'offline',
    before: (visit) => checkout(visit, (route) => route.abort()),
    enter: async ({ go, box }) => {
      await go.click();
      await box.getByRole('alert').waitFor();
    },
  },
  {
    name: 'limited',
    state: 'limited',
    before: (visit) =>
      checkout(visit, (route) =>
        route.fulfill({
          status: 429,
          headers: {
            'Retry-After': '3000',
            'Access-Control-Allow-Origin': '*',
            'Access-Control-Expose-Headers': 'Retry-After',
          },
        }),
      ),
    enter: async ({ go, box }) => {
      await go.click();
      await box.getByRole('alert').waitFor();
    },
  },
  { name: 'back', state: 'back', query: '?rs=c' },
  { name: 'reminder', state: 'reminder', enter: remind },
  {
    name: 'reminder, another day',
    state: 'reminder',
    enter: async (visit) => {
      await remind(visit);
      await visit.box.locator('[name=when][value=date]').check();
      await visit.box.locator('[type=date]').fill('2020-01-01');
      await visit.box.locator('[type=email]').fill('nobody');
      await visit.go.click();
      await visit.box.locator('[part=error]').first().waitFor();
    },
  },
  {
    name: 'reminder, saved',
    state: 'reminder',
    enter: async (visit) => {
      await remind(visit);
      await visit.box.locator('[download]').click();
      await visit.box.locator('[role=status] b').waitFor();
    },
  },
  {
    name: 'inbox',
    state: 'inbox',
    enter: async (visit) => {
      await remind(visit);
      await visit.box.locator('[type=email]').fill(`reader-${Math.random()}@example.net`);
      await visit.go.click();
      await visit.page.waitForFunction(`document.querySelector('reader-support').state === 'inbox'`);
    },
  },
  { name: 'supporter', state: 'quiet', query: '?rs=t' },
  {
    name: 'quiet',
    state: 'quiet',
    before: ({ page }) =>
      page.addInitScript(`localStorage.rs = JSON.stringify({ v: 1, q: Math.ceil(Date.now() / 864e5) + 9 })`),
  },
  {
    name: 'again',
    state: 'form',
    before: ({ page }) =>
      page.addInitScript(`localStorage.rs = JSON.stringify({ v: 1, q: Math.floor(Date.now() / 864e5) - 1 })`),
  },
  { name: 'closed', state: 'closed', before: (visit) => configured(visit, { open: false }) },
];

/** Opens the newspaper's article with the box in a state. */
export async function openState(stage: Stage, visit: Visit, one: BoxState, lang: Lang): Promise<void> {
  const address = stage.newspaper.print(`/${encodeURIComponent(one.name)}-${lang}`, {
    html: articleHtml(stage.service.url, {
      lang,
      box: one.box ?? '',
    }),
  });
  // What the last state left unanswered must not lead this page away.
  await visit.page.goto('about:blank');
  await visit.page.unrouteAll({ behavior: 'ignoreErrors' });
  // Nor may what it kept on the device keep this one out of sight.
  await visit.page.goto(`${stage.newspaper.url}/nothing`);
  await visit.page.evaluate('localStorage.clear()');
  await one.before?.(visit, stage);
  await visit.page.goto(address + (one.query ?? ''));
  if (one.name !== 'fallback')
    await visit.page.waitForFunction(
      `!['loading', undefined].includes(document.querySelector('reader-support').state)`,
    );
  await one.enter?.(visit);
}
