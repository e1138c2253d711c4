import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysAfter } from '../../src/appeal/verdict.ts';
import { sha256 } from '../../src/ids.ts';
import { NO_MARKS } from '../../src/pledges/pledge.ts';
import { readPublisher } from '../../src/publisher/publisher.ts';
import { makeEntry, makePledge } from '../_support/make.ts';
import { publisherFile } from '../_support/settings.ts';
import { financeApp, financeConfig, type FinanceApp } from './finance-app.ts';
import { sessionCookie } from './signed-in.ts';

const EXPERIMENT = {
  name: 'Heading of October',
  since: '2026-10-05',
  viewsPerVariant: 10_000,
  variants: [{ id: 'usual' }, { id: 'months', editions: { en: { heading: 'Four months.' } } }],
};

const publisherWith = (over: Record<string, unknown>) => {
  const read = readPublisher(publisherFile(over));
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.publisher;
};

let fin: FinanceApp;
beforeAll(async () => {
  const publisher = publisherWith({ experiment: EXPERIMENT, counts: true });
  fin = financeApp({ config: financeConfig({ publisher }) });
  await fill(fin);
});
afterAll(async () => fin.close());

/** Seventeen days: 700 views of each text a day; "months" has more than twice the supporters. */
async function fill({ store }: FinanceApp): Promise<void> {
  for (let i = 0; i < 20; i++) {
    const day = daysAfter(EXPERIMENT.since, i);
    await store.addCounts(
      ['usual', 'months'].flatMap((variant) => [
        { day, event: 'view' as const, variant, campaign: '', lang: 'en', count: 700 },
        { day, event: 'change' as const, variant, campaign: '', lang: 'en', count: 30 },
      ]),
    );
  }
  for (const [variant, payers] of [['usual', 60], ['months', 150]] as const) {
    for (let i = 0; i < payers; i++) {
      const createdAt = new Date(Date.parse('2026-10-05T12:00:00Z') + (i % 15) * 86_400_000);
      const marks = { ...NO_MARKS, firstPaidAt: createdAt };
      const pledge = makePledge({ variant, frequency: 'once', createdAt, marks, status: 'paid' });
      await store.claimCheckout({ keyHash: sha256(pledge.pledgeId), bodyHash: 'b', pledge }, createdAt);
      const entry = makeEntry(pledge, { grossMinor: 2_000, feeMinor: 88, createdAt });
      await store.applyProjection(
        {
          seq: null,
          coveredObjectIds: [],
          upToSeq: 0,
          readStartedAt: createdAt,
          pledge: { pledgeId: pledge.pledgeId, version: 0 },
          closedThrough: null,
          changes: [{ kind: 'book_entry', entry }],
          retryAt: null,
        },
        createdAt,
      );
    }
  }
} // prettier-ignore

async function signedIn(app: FinanceApp) {
  const { secret } = await app.key(['totals:read']);
  const cookie = await sessionCookie(app.app, secret);
  return async (path: string) => {
    const page = await request(app.app).get(path).set('Cookie', cookie);
    return { status: page.status, headers: page.headers, text: page.text.replace(/\s+/g, ' ') };
  };
}

describe('the page about the experiment', () => {
  it('opens to a session only', async () => {
    const answer = await request(fin.app).get('/finance/experiments');
    expect([answer.status, answer.headers['location']]).toEqual([303, '/finance/sign-in']);
  });

  it('names no winner before the plan is reached, says why, and shows the intervals all the same', async () => {
    fin.setNow('2026-10-19T10:00:00Z');
    const get = await signedIn(fin);
    const early = await get('/finance/experiments?lang=en');
    expect(early.headers['cache-control']).toBe('no-store');
    expect(early.text).toContain('Counted from 5 Oct 2026 to 18 Oct 2026');
    expect(early.text).toContain('Too early to judge');
    expect(early.text).toContain('lacks 200.');
    expect(early.text).toContain('Why there is no winner early');
    expect(early.text).not.toContain('There is a difference');
    expect(early.text).toMatch(/<th scope="row">months<\/th> ?<td class="num">9,800<\/td>/);
  });

  it('names one when the plan is reached and the intervals lie apart, and then stays as it is', async () => {
    fin.setNow('2026-10-20T10:00:00Z');
    const get = await signedIn(fin);
    const judged = await get('/finance/experiments?lang=en');
    expect(judged.text).toContain('There is a difference');
    expect(judged.text).toContain('“months” brings more per view');
    expect(judged.text).toContain('Counted from 5 Oct 2026 to 19 Oct 2026');
    // 150 gifts of 19.12 net on 10,500 views.
    expect(judged.text).toMatch(
      /1\.43%<small>1\.22% to 1\.67%<\/small> ?<\/td> ?<td class="num"> ?\$273\.14<small>\$229\.[0-9]{2} to \$316\.[0-9]{2}</,
    );
    // The drawing: both texts on one scale from nothing to 400, one line each, and the lines do not touch.
    const lines = [...judged.text.matchAll(/<path d="M([\d.]+) \d+H([\d.]+)[^"]*" class="span"/g)];
    const [usual, months] = lines.map(([, low, high]) => [Number(low), Number(high)] as const);
    expect(lines).toHaveLength(2);
    expect(usual?.[1]).toBeLessThan(months?.[0] ?? 0);
    expect(judged.text).toMatch(/>\$400<\/text/);
    fin.setNow('2026-10-31T10:00:00Z');
    const later = await (await signedIn(fin))('/finance/experiments?lang=en');
    const table = (page: string) => /<table>.*<\/table>/.exec(page)?.[0];
    expect(table(later.text)).toBe(table(judged.text));
  });

  it('speaks Russian, and is led to from the overview only where there is an experiment', async () => {
    fin.setNow('2026-10-20T10:00:00Z');
    const get = await signedIn(fin);
    const page = await get('/finance/experiments?lang=ru');
    expect(page.text).toContain('Разница есть');
    expect(page.text).toContain('«months» приносит на показ больше');
    expect(page.text).not.toMatch(/undefined|NaN|Infinity/);
    expect((await get('/finance?lang=ru')).text).toContain('href="/finance/experiments?lang=ru"');

    const none = financeApp();
    try {
      const ask = await signedIn(none);
      expect((await ask('/finance')).text).not.toContain('/finance/experiments');
      expect((await ask('/finance/experiments')).text).toContain('No experiment');
    } finally {
      await none.close();
    }
  });

  it('says so where nothing is counted, and shows no figure that means nothing', async () => {
    const publisher = publisherWith({ experiment: EXPERIMENT });
    const blind = financeApp({ config: financeConfig({ publisher }) });
    try {
      blind.setNow('2026-10-05T10:00:00Z');
      const { text } = await (await signedIn(blind))('/finance/experiments');
      expect(text).toContain('Nothing is counted');
      expect(text).toContain('It begins on 5 Oct 2026');
      expect(text).not.toMatch(/undefined|NaN|Infinity/);
    } finally {
      await blind.close();
    }
  });
});
