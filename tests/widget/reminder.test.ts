import { beforeEach, describe, expect, test } from 'vitest';
import { boxPages } from './box-pages.ts';
import { widgetConfig } from './site.ts';

// "Remind me later" on a device: the day is the reader's own, and what is kept of it is one number, until it comes.

const CALENDAR = 'GET /v1/reminders/calendar.ics';
const MAIL = 'POST /v1/reminders';
const FILE = {
  headers: { 'Content-Type': 'text/calendar', 'Content-Disposition': 'attachment; filename="note.ics"' },
  body: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n',
};
const at = boxPages(() => ({ [CALENDAR]: FILE, [MAIL]: { status: 202, body: { status: 'check_inbox' } } }));
const box = () => at.page.locator('reader-support');
const chip = (name: string | RegExp) => box().getByRole('radio', { name });
const calendar = () => box().getByRole('link', { name: 'Save it to your calendar' });
const run = <T>(script: string) => at.page.evaluate<T>(script);
const stored = () => run<string | null>(`localStorage.getItem('rs')`);
const day = (date: string) => Date.parse(date) / 86_400_000;
/** The line of a box whose quiet days are over. */
const line = () => box().getByText('We kept quiet for a while. Today we ask again.');
const askedFor = (path: string) => at.site.asked.filter((one) => one.path.startsWith(path));

/** Opens the article on a device in a zone, at a moment. */
async function open(more: { zone?: string; now?: string; box?: string; mark?: string; goal?: boolean } = {}) {
  const { zone = 'Europe/Riga', now = '2026-11-25T12:00:00Z', mark = '' } = more;
  if (at.page === undefined || at.page.isClosed()) await at.open({ timezoneId: zone });
  await at.page.clock.setSystemTime(new Date(now));
  const goal = {
    title: 'The river desk',
    per: 'month',
    currency: 'USD',
    targetMinor: 400_000,
    reachedMinor: 80_000,
    percent: 20,
    asOf: '2026-11-20',
  } as const;
  at.site.answers['GET /v1/widget-config'] = { body: widgetConfig(more.goal ? { goal } : {}) };
  at.site.answers['GET /article'] = {
    body: `<!doctype html><html lang="en"><title>Article</title><h1>Article</h1>
      <reader-support id="box" ${more.box ?? ''}></reader-support>
      <script type="module" src="/rs/v1/rs.js"></script>`,
  };
  await at.page.goto(`${at.site.url}/article${mark}`);
  await at.page.waitForFunction(`!['loading', undefined].includes(box.state)`);
}

async function openPanel(): Promise<void> {
  await box().locator('[part=remind]').click();
  await calendar().waitFor();
}

/** A device that kept quiet until a day. */
async function openAfterQuiet(until: string, more: Parameters<typeof open>[0] = {}): Promise<void> {
  await at.open({ timezoneId: more?.zone ?? 'Europe/Riga' });
  await at.page.goto(`${at.site.url}/before`);
  await run(`localStorage.setItem('rs', '{"v":1,"q":${day(until)}}')`);
  await open(more);
}

beforeEach(() => {
  at.site.answers['GET /before'] = { body: '<!doctype html><title>Article</title>' };
});

describe('the day', () => {
  // What the book zone's calendar says at each of these moments is another day, and around the 20th another month.
  test.each([
    [
      'Pacific/Kiritimati',
      '2026-11-19T11:00:00Z',
      'Friday 1 January',
      '2027-01-01',
      '2027-03-01',
      '2026-11-21',
    ],
    ['Europe/Riga', '2026-11-19T11:00:00Z', 'Tuesday 1 December', '2026-12-01', '2027-02-01', '2026-11-20'],
    [
      'Pacific/Pago_Pago',
      '2026-11-20T10:30:00Z',
      'Tuesday 1 December',
      '2026-12-01',
      '2027-02-01',
      '2026-11-20',
    ],
    [
      'Pacific/Kiritimati',
      '2026-11-30T10:00:00Z',
      'Friday 1 January',
      '2027-01-01',
      '2027-03-01',
      '2026-12-02',
    ],
    [
      'Pacific/Pago_Pago',
      '2026-12-01T10:59:00Z',
      'Friday 1 January',
      '2027-01-01',
      '2027-03-01',
      '2026-12-01',
    ],
  ])('in %s at %s is the one that was shown', async (zone, now, shown, soon, inThreeMonths, tomorrow) => {
    await at.open({ timezoneId: zone });
    await open({ zone, now });
    await openPanel();
    expect((await box().locator('label:has([name=when])').first().innerText()).replaceAll(',', '')).toContain(
      shown,
    );
    const query = async () => new URL((await calendar().getAttribute('href')) ?? '').searchParams.toString();
    expect(await query()).toBe(`when=${soon}&lang=en`);
    await chip(/three months/).check();
    expect(await query()).toBe(`when=${inThreeMonths}&lang=en`);
    await chip(/Another day/).check();
    await box().locator('[type=date]').fill(tomorrow);
    expect(await query()).toBe(`when=${tomorrow}&lang=en`);

    await chip(/few weeks/).check();
    await box().locator('[type=email]').fill('reader@example.net');
    await box().locator('[type=submit]').click();
    await expect.poll(() => run('box.state')).toBe('inbox');
    const sent = askedFor('/v1/reminders').at(-1)?.body ?? '';
    expect(JSON.parse(sent)).toEqual({ email: 'reader@example.net', when: soon, lang: 'en' });
    const [, month = ''] = /\d (\w+)/.exec(shown) ?? [];
    expect(await box().locator('[part=message]').innerText()).toContain(`we will write on 1 ${month}`);
  });

  test('that went by while the page stood open is not asked for', async () => {
    await at.open({ timezoneId: 'Europe/Riga' });
    await open();
    await openPanel();
    await at.page.clock.setSystemTime(new Date('2027-01-01T12:00:00Z'));
    await calendar().click();
    const fault = box().locator('[part=error]');
    await expect.poll(() => fault.innerText()).toBe('Choose a day from tomorrow to 1 January 2028.');
    expect(await run('box.shadowRoot.activeElement.type')).toBe('date');
    await box().locator('[type=email]').fill('reader@example.net');
    await box().locator('[type=submit]').click();
    expect(askedFor('/v1/reminders')).toEqual([]);
    expect(await stored()).toBeNull();
  });

  test('that the server does not have is refused in its words, and another one asked for', async () => {
    await at.open({ timezoneId: 'Europe/Riga' });
    await open();
    await openPanel();
    const detail = 'Choose a day from tomorrow to 25 November 2030.';
    at.site.answers[MAIL] = { status: 422, body: { field: 'when', code: 'invalid_field', detail } };
    await box().locator('[type=email]').fill('reader@example.net');
    await box().locator('[type=submit]').click();
    await expect.poll(() => box().locator('[part=error]').innerText()).toBe(detail);
    expect(await chip(/Another day/).isChecked()).toBe(true);
    expect(await run('box.shadowRoot.activeElement.type')).toBe('date');
  });
});

describe('saving it to the calendar', () => {
  test.each([
    // The day begins at 22:00, 10:00 and 11:00 of UTC; what is begun counts as whole.
    ['Europe/Riga', '2026-12-31T21:59:00Z', '2027-01-01'],
    ['Pacific/Kiritimati', '2026-12-31T09:59:00Z', '2027-01-01'],
    ['Pacific/Pago_Pago', '2027-01-01T10:59:00Z', '2027-01-02'],
  ])(
    'gives the file and keeps the box out of sight until that day begins in %s',
    async (zone, eve, until) => {
      await at.open({ timezoneId: zone });
      await open({ zone });
      await openPanel();
      const file = at.page.waitForEvent('download');
      await calendar().click();
      expect((await file).suggestedFilename()).toBe('note.ics');
      await expect
        .poll(() => box().locator('#rs-saved').innerText())
        .toBe(
          'Open the file to put the day in your calendar. This box stays out of sight on this device until 1 January.',
        );
      expect(await run('box.state')).toBe('reminder');
      expect(await stored()).toBe(`{"v":1,"q":${day(until)}}`);
      expect(await run('Object.keys(localStorage)')).toEqual(['rs']);
      expect(askedFor('/v1/reminders/').map(({ path }) => path)).toEqual([
        '/v1/reminders/calendar.ics?when=2027-01-01&lang=en',
      ]);

      await open({ zone, now: eve });
      expect(await run('box.state')).toBe('quiet');
      await open({ zone, now: `${until}T00:00:01Z` });
      await line().waitFor();
      expect(await stored()).toBeNull();
    },
  );

  test('keeps quiet for a whole year, where the reader chose so', async () => {
    const now = '2027-03-01T09:30:00Z';
    await at.open({ timezoneId: 'America/New_York' });
    await open({ now });
    await openPanel();
    await chip(/Another day/).check();
    // 366 days, and the hours by which New York is behind.
    await box().locator('[type=date]').fill('2028-03-01');
    await calendar().click();
    await expect.poll(stored).toBe(`{"v":1,"q":${day('2028-03-02')}}`);
    await open({ now });
    expect(await run('box.state')).toBe('quiet');
  });

  test('works where the press leads away from the page, as some browsers do it', async () => {
    await at.open({ timezoneId: 'Europe/Riga' });
    await open();
    await openPanel();
    at.site.answers[CALENDAR] = { body: '<!doctype html><title>Add this event?</title>' };
    await run(`box.shadowRoot.querySelector('[download]').removeAttribute('download')`);
    await calendar().click();
    await at.page.waitForURL('**/calendar.ics?when=2027-01-01&lang=en');
    expect(await stored()).toBe(`{"v":1,"q":${day('2027-01-01')}}`);
  });

  test('promises no quiet of a box that never keeps quiet', async () => {
    await at.open({ timezoneId: 'Europe/Riga' });
    await open({ box: 'force' });
    await openPanel();
    await calendar().click();
    await expect
      .poll(() => box().locator('#rs-saved').innerText())
      .toBe('Open the file to put the day in your calendar.');
    // Boxes on other pages know the day.
    expect(await stored()).not.toBeNull();
  });

  test('promises no quiet where the device keeps nothing', async () => {
    await at.open({ timezoneId: 'Europe/Riga' });
    await at.page.addInitScript(
      `Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }`,
    );
    await open();
    await openPanel();
    const file = at.page.waitForEvent('download');
    await calendar().click();
    await file;
    await expect
      .poll(() => box().locator('#rs-saved').innerText())
      .toBe('Open the file to put the day in your calendar.');
  });
});

describe('once the quiet days are over', () => {
  test.each([['2026-11-25'], ['2026-11-24'], ['2025-01-01']])(
    'until %s: the first page says so in one line, above the form, and takes the number away',
    async (until) => {
      await openAfterQuiet(until);
      await line().waitFor();
      expect(await run('box.state')).toBe('form');
      expect(
        await run(`!!box.shadowRoot.querySelector('.rs-body, section').querySelector('p + form, p ~ form')`),
      ).toBe(true);
      expect(await run('localStorage.length + sessionStorage.length')).toBe(0);
      await open();
      await box().locator('form').waitFor();
      expect(await line().count()).toBe(0);
    },
  );

  test('one day before, nothing shows and the number stays', async () => {
    await openAfterQuiet('2026-11-26');
    expect(await run('box.state')).toBe('quiet');
    expect(await stored()).toBe(`{"v":1,"q":${day('2026-11-26')}}`);
  });

  test('the line comes back with the form, and what a reader chose meanwhile stays', async () => {
    await openAfterQuiet('2026-11-24');
    await line().waitFor();
    await openPanel();
    await calendar().click();
    await box().getByRole('button', { name: 'Back' }).click();
    await line().waitFor();
    expect(await stored()).toBe(`{"v":1,"q":${day('2027-01-01')}}`);
  });

  test('a box that never keeps quiet says nothing of it, and leaves the number to those that do', async () => {
    await openAfterQuiet('2026-11-24', { box: 'force' });
    await box().locator('form').waitFor();
    expect(await line().count()).toBe(0);
    expect(await stored()).not.toBeNull();
  });

  test('a reader who turned back reads that nothing was charged, and nothing else', async () => {
    await openAfterQuiet('2026-11-24', { mark: '#rs=c' });
    await box().getByText('Nothing was charged.').waitFor();
    expect(await line().count()).toBe(0);
    expect(await stored()).toBeNull();
  });

  test('a bar is a bar; its form has the line', async () => {
    await openAfterQuiet('2026-11-24', { box: 'variant="bar"' });
    await box().getByRole('button', { name: 'Continue' }).click();
    await line().waitFor();
    expect(await stored()).toBeNull();
  });

  test('a line that does not arrive is said on the next page', async () => {
    await at.open({ timezoneId: 'Europe/Riga' });
    await at.page.route('**/more-*.js', (route) => route.abort());
    await at.page.goto(`${at.site.url}/before`);
    await run(`localStorage.setItem('rs', '{"v":1,"q":${day('2026-11-24')}}')`);
    await open();
    await box().locator('form').waitFor();
    expect(await stored()).not.toBeNull();
    await at.page.unrouteAll();
    await open();
    await line().waitFor();
    expect(await stored()).toBeNull();
  });

  test.each([
    ['{"v":1,"q":99999999}', true],
    ['{"v":1,"q":"x"}', false],
    ['{"v":2,"q":20000}', false],
    ['another program’s', false],
  ])('%s under our name: the form, no line; taken away if a box wrote it: %s', async (value, taken) => {
    await at.open({ timezoneId: 'Europe/Riga' });
    await at.page.goto(`${at.site.url}/before`);
    await run(`localStorage.setItem('rs', ${JSON.stringify(value)})`);
    // With a goal the file that takes numbers away is there in any case.
    await open({ goal: true });
    await box().getByRole('meter').waitFor();
    expect(await line().count()).toBe(0);
    expect(await stored()).toBe(taken ? null : value);
  });
});
