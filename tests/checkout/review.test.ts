import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testService, type TestService } from '../_support/service.ts';

const FEES = { percent: 2.9, fixed: { USD: 0.3, EUR: 0.25, GBP: 0.2, JPY: 40 } };

let service: TestService;
beforeAll(async () => {
  service = await testService({ publisher: { fees: FEES } });
});
afterAll(async () => service.stop());

const sessions = () => service.sandbox.counts()['sessions'] ?? 0;
const text = (page: string) =>
  page
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ');
const post = async (fields: Record<string, string>, at = service) => {
  const answer = await fetch(`${at.url}/give`, { method: 'POST', body: new URLSearchParams(fields) });
  return { status: answer.status, page: await answer.text() };
};
const fieldsOf = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name ?? '',
      value ?? '',
    ]),
  );
/** What the payment page that a form leads to would charge. */
const charged = async (page: string, at = service) => {
  const [, id = ''] = /url=[^"]*\/(cs_[A-Za-z0-9_]+)/.exec(page) ?? [];
  return (await at.ctx.stripe.checkout.sessions.retrieve(id)).amount_total;
};
const FORM = {
  frequency: 'monthly',
  amount_monthly: '5',
  currency: 'USD',
  lang: 'en',
  campaign: 'river',
  key: 'key-of-one-form',
};

describe('the review of the card fee', () => {
  it('stands between the form and the payment page, unticked, and creates nothing', async () => {
    const before = sessions();
    const { status, page } = await post(FORM);
    expect(status).toBe(200);
    expect(text(page)).toContain('You give $5 a month. Card fees take about $0.45 of it.');
    expect(text(page)).toContain('Add $0.46 a month, so that the newsroom gets the whole $5.');
    expect(text(page)).toContain('If you tick this, you pay $5.46 today, then $5.46 every month.');
    expect(page).toMatch(/<input[^>]*type="checkbox"[^>]*name="cover"/);
    expect(page).not.toMatch(/\schecked/);
    expect(sessions()).toBe(before);
  });

  it('leads on with the amount that was chosen, or with the fee added where the reader ticked', async () => {
    const fields = fieldsOf((await post(FORM)).page);
    expect(fields).toEqual({
      step: 'pay',
      frequency: 'monthly',
      amount_monthly: 'other',
      other_monthly: '5',
      currency: 'USD',
      campaign: 'river',
      lang: 'en',
      key: 'key-of-one-form',
    });
    expect(await charged((await post(fields)).page)).toBe(500);
    const before = sessions();
    const covered = await post({ ...fields, cover: 'yes' });
    expect(await charged(covered.page)).toBe(546);
    expect(await charged((await post({ ...fields, cover: 'yes' })).page)).toBe(546);
    expect(sessions() - before).toBe(1);
  });

  it('opens from a link of the box without creating anything, with everything that travels along', async () => {
    const before = sessions();
    const link = new URLSearchParams({
      step: 'review',
      frequency: 'once',
      amount: '12.50',
      currency: 'EUR',
      campaign: 'river',
      lang: 'ru',
      return: 'https://news.example.org/a',
      variant: 'months',
    });
    const answer = await fetch(`${service.url}/give?${link.toString()}`);
    const page = await answer.text();
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(text(page)).toMatch(
      /Вы даёте 12,50\s€ один раз\. Примерно 0,62\s€ из этой суммы уйдёт на комиссию/,
    );
    expect(text(page)).toContain('Вы в России');
    expect(fieldsOf(page)).toMatchObject({
      other_once: '12.50',
      return: 'https://news.example.org/a',
      variant: 'months',
      lang: 'ru',
    });
    expect(page).toMatch(/href="\/give\?[^"]*amount=12\.50/);
    expect(sessions()).toBe(before);
  });

  it('gives way to the form where the choice of a link cannot be taken', async () => {
    const answer = await fetch(`${service.url}/give?step=review&amount=0.10&frequency=once&currency=USD`);
    const page = await answer.text();
    expect(page).not.toContain('name="cover"');
    expect(page).toContain('name="other_once"');
  });

  it('offers no tick where the fee would lead above the largest amount', async () => {
    const { page } = await post({ ...FORM, amount_monthly: 'other', other_monthly: '1000' });
    expect(page).not.toContain('name="cover"');
    expect(text(page)).toContain('The fee cannot be added to this amount');
    expect(await charged((await post({ ...fieldsOf(page), cover: 'yes' })).page)).toBe(100_000);
  });

  it('keeps the form where there is a fault, and the stop where the publisher stops', async () => {
    expect((await post({ ...FORM, amount_monthly: 'other', other_monthly: 'x' })).status).toBe(422);
    const stopped = await testService({
      publisher: { fees: FEES, editions: { en: { notice: { kind: 'stop' } } } },
    });
    try {
      const link = `${stopped.url}/give?step=review&amount=5&frequency=once&currency=USD`;
      expect(await (await fetch(link)).text()).not.toContain('name="cover"');
      const fields = { ...FORM, amount_monthly: 'other', other_monthly: '5', step: 'pay', cover: 'yes' };
      expect((await post(fields, stopped)).status).toBe(403);
    } finally {
      await stopped.stop();
    }
  });

  it('is not there where the publisher asks nothing', async () => {
    const plain = await testService();
    try {
      const { page } = await post(FORM, plain);
      expect(await charged(page, plain)).toBe(500);
      const link = await fetch(`${plain.url}/give?step=review&amount=5&frequency=once&currency=USD`);
      expect(await link.text()).not.toContain('name="cover"');
    } finally {
      await plain.stop();
    }
  });
});
