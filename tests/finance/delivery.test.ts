import { sqliteFile } from '../../src/config/config.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditEntryOf } from '../../src/finance/audit-entry.ts';
import { closeMonth, reopenMonth } from '../../src/finance/close-month.ts';
import { purgeDeliveries, sendDeliveries } from '../../src/finance/delivery/send-deliveries.ts';
import { loudWords } from '../../src/reminders/neutral.ts';
import { newId, sha256 } from '../../src/ids.ts';
import { deliveryPlace } from '../../src/finance/people/staff.ts';
import type { Role } from '../../src/finance/scope.ts';
import { seal } from '../../src/sealed/seal.ts';
import { postCheckout, sessionOf } from '../_support/service.ts';
import { mailingService, type MailingService } from '../reminders/mailing-service.ts';

const BOOKS = 'anna.books@desk.example';
let mailing: MailingService;
let service: MailingService['service'];

// Months from January on, with a gift in each.
beforeAll(async () => {
  mailing = await mailingService({ sandbox: { clock: new Date('2026-01-20T12:00:00Z'), seed: 4 } });
  ({ service } = mailing);
  const answer = await postCheckout(service, { currency: 'USD', amountMinor: 500, frequency: 'monthly' });
  service.sandbox.pay(sessionOf(answer));
  await service.settle();
}, 30_000);
afterAll(() => mailing.close());
beforeEach(() => {
  mailing.smtp.accepted.length = 0;
});

const subscribe = async (role: Role, address: string | null, lang = 'en') => {
  const staffId = newId('staff');
  const { store, config, now } = service.ctx;
  const member = { staffId, label: `Desk ${staffId.slice(-4)}`, role, lang, createdAt: now(), endedAt: null, sealedTotp: null, sealedDelivery: null }; // prettier-ignore
  await store.addStaff(member, sha256(staffId));
  if (address !== null)
    await store.setDelivery(staffId, seal(config.addressKeys, address, deliveryPlace(staffId)), lang);
  return staffId;
};
const nextMonth = async () => {
  const month = service.sandbox.now().toISOString().slice(0, 7);
  await service.sandbox.advance({ days: 31 });
  await service.settle();
  return month;
};
const linkOf = (index = -1) => /(\/finance\/d\/[\w-]{43}(\?lang=ru)?)/.exec(mailing.smtp.accepted.at(index)?.mail.text ?? '')?.[1] ?? ''; // prettier-ignore

/** A browser with a jar for one cookie. */
function browser() {
  let cookie = '';
  return async (
    path: string,
    init: { method?: string; body?: string; headers?: Record<string, string> } = {},
  ) => {
    const answer = await fetch(new URL(path, service.url), {
      redirect: 'manual',
      ...init,
      headers: { Cookie: cookie, ...init.headers },
    });
    cookie = answer.headers.getSetCookie().at(-1)?.split(';')[0] ?? cookie;
    return answer;
  };
}
const post = { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };

describe('a closed month', () => {
  it('is mailed to those alone who asked and may read it, as a link and without a figure', async () => {
    const wants = await subscribe('bookkeeper', BOOKS);
    await subscribe('donor_care', 'care@desk.example');
    await subscribe('bookkeeper', null);
    const left = await subscribe('admin', 'left@desk.example', 'ru');
    await service.ctx.store.endStaff(left, service.ctx.now());
    await subscribe('admin', 'chief@desk.example', 'ru');
    const month = await nextMonth();
    await closeMonth(service.ctx, month, 'command');
    expect(await sendDeliveries(service.ctx)).toEqual({ sent: 2, failed: 0, retried: 0 });
    expect(await sendDeliveries(service.ctx)).toEqual({ sent: 0, failed: 0, retried: 0 });
    expect(mailing.smtp.accepted.map(({ to }) => to).sort()).toEqual([BOOKS, 'chief@desk.example']);
    const english = mailing.smtp.accepted.find(({ to }) => to === BOOKS);
    const russian = mailing.smtp.accepted.find(({ to }) => to !== BOOKS);
    expect(english?.mail.subject).toBe('January 2026 is ready');
    expect(russian?.mail.subject).toBe('Январь 2026: готово');
    for (const { mail, raw } of mailing.smtp.accepted) {
      expect(mail.attachments).toEqual([]);
      expect(loudWords(`${mail.subject} ${mail.text}`, [service.ctx.config.publisher.name])).toEqual([]);
      expect(raw).not.toMatch(/[$€]|USD|\d[.,]\d\d/);
    }
    // Nothing but a seal of the address is kept, and the link only as its hash.
    const databaseFile = sqliteFile(service.ctx.config);
    const { readFileSync } = await import('node:fs');
    for (const word of [BOOKS, linkOf().split('/').at(-1)?.split('?')[0] ?? '-'])
      for (const ending of ['', '-wal'])
        expect(readFileSync(`${databaseFile}${ending}`).includes(word)).toBe(false);
    await service.ctx.store.setDelivery(wants, null, 'en');
  });

  it('is fetched by a link that works once; looking does not use it up', async () => {
    await subscribe('bookkeeper', BOOKS);
    const month = await nextMonth();
    await closeMonth(service.ctx, month, 'command');
    await sendDeliveries(service.ctx);
    const mine = mailing.smtp.accepted.findIndex(({ to }) => to === BOOKS);
    const path = linkOf(mine);
    const visit = browser();
    for (let i = 0; i < 3; i++) {
      const page = await visit(path);
      expect([page.status, page.headers.get('cache-control'), page.headers.getSetCookie()]).toEqual([
        200,
        'no-store',
        [],
      ]);
    }
    expect((await visit(path, { method: 'HEAD' })).status).toBe(200);
    const [first, second] = await Promise.all([
      visit(path, post),
      fetch(new URL(path, service.url), { ...post, redirect: 'manual' }),
    ]);
    expect([first.status, second.status].toSorted((a, b) => a - b)).toEqual([303, 410]);
  });

  it('opens its files to the browser that used the link, and to no other', async () => {
    const month = await nextMonth();
    const { manifest, hash } = await closeMonth(service.ctx, month, 'command');
    await sendDeliveries(service.ctx);
    const path = linkOf(mailing.smtp.accepted.findIndex(({ to }) => to === BOOKS));
    const visit = browser();
    const used = await visit(path, post);
    expect(used.headers.get('location')).toBe('/finance/d/files?lang=en');
    const page = await (await visit('/finance/d/files')).text();
    for (const word of [
      manifest.ledgerCsvSha256 ?? '-',
      hash,
      '/finance/d/files/ledger.xlsx',
      '/finance/d/files/journal.excel.csv?lang=en',
    ])
      expect(page).toContain(word);
    const ledger = await visit('/finance/d/files/ledger.csv');
    expect(ledger.headers.get('content-disposition')).toContain(`_ledger_${month}.csv`);
    expect(sha256(await ledger.text())).toBe(manifest.ledgerCsvSha256);
    for (const file of ['journal.jsonl', 'pledges.csv', 'payouts.csv', 'ledger.excel.csv?lang=ru']) {
      const got = await visit(`/finance/d/files/${file}`);
      expect(got.status, file).toBe(200);
      await got.arrayBuffer();
    }
    expect((await visit('/finance/d/files/accounting.csv')).status).toBe(404);
    expect((await visit('/finance/d/files/..%2Fledger.csv')).status).toBe(404);
    // The month is the link's; no other address opens to it.
    const other = await visit('/finance/d/files/ledger.csv?period=2026-01&from=2026-01-01');
    expect(other.headers.get('content-disposition')).toContain(`_ledger_${month}.csv`);
    await other.arrayBuffer();
    for (const address of ['/v1/ledger.csv', '/v1/summary', '/v1/audit.jsonl'])
      expect((await visit(address)).status, address).toBe(401);
    expect((await visit('/finance')).headers.get('location')).toMatch(/^\/finance\/sign-in/);
    const stranger = browser();
    expect((await stranger('/finance/d/files/ledger.csv')).headers.get('location')).toMatch(
      /^\/finance\/sign-in/,
    );
    // Every download is in the audit, by the link, which names whose it was.
    const entries = (
      await service.ctx.store.auditPage({ action: null, by: null, outcome: null }, null, 100, 'newest_first')
    ).map((one) => auditEntryOf(one));
    const linkId = entries.find(({ action }) => action === 'month_link')?.by ?? '';
    expect(entries.filter(({ by, action }) => by === linkId && action === 'export')).toHaveLength(6);
    expect(entries.find(({ action }) => action === 'month_link')?.detail['staff']).toMatch(/^staff_/);
    // Forgotten on request, and not by another site's form.
    expect(
      (
        await visit('/finance/d/files/leave', {
          ...post,
          headers: { ...post.headers, 'Sec-Fetch-Site': 'cross-site' },
        })
      ).status,
    ).toBe(403);
    expect((await visit('/finance/d/files/leave', post)).status).toBe(403);
    const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    expect((await visit('/finance/d/files/leave', { ...post, body: `csrf=${csrf}` })).status).toBe(303);
    expect((await visit('/finance/d/files')).status).toBe(303);
  });

  it('that was opened again gives no file, and says so', async () => {
    const month = await nextMonth();
    await closeMonth(service.ctx, month, 'command');
    await sendDeliveries(service.ctx);
    const path = linkOf(mailing.smtp.accepted.findIndex(({ to }) => to === BOOKS));
    const visit = browser();
    await visit(path, post);
    await reopenMonth(service.ctx, month, 'a line was late', 'command');
    expect((await visit('/finance/d/files')).status).toBe(410);
    expect((await visit('/finance/d/files/ledger.csv')).status).toBe(409);
    const chief = linkOf(mailing.smtp.accepted.findIndex(({ to }) => to !== BOOKS));
    for (const init of [{}, post]) {
      const page = await fetch(new URL(chief, service.url), init);
      expect(page.status).toBe(410);
      expect(await page.text()).toContain('Месяц снова открыт');
    }
    await closeMonth(service.ctx, month, 'command');
    await sendDeliveries(service.ctx);
    expect((await visit(linkOf(), post)).status).toBe(303);
  });

  it('runs out, ends with its owner, and leaves no row', async () => {
    const leaving = await subscribe('bookkeeper', 'leaving@desk.example');
    const month = await nextMonth();
    await closeMonth(service.ctx, month, 'command');
    await sendDeliveries(service.ctx);
    const at = (to: string) => linkOf(mailing.smtp.accepted.findIndex((one) => one.to === to));
    const [hers, mine] = [at('leaving@desk.example'), at(BOOKS)];
    const visit = browser();
    await visit(hers, post);
    expect((await visit('/finance/d/files')).status).toBe(200);
    await service.ctx.store.endStaff(leaving, service.ctx.now());
    expect((await visit('/finance/d/files')).status).toBe(303);
    await service.sandbox.advance({ days: 22 });
    expect((await fetch(new URL(mine, service.url))).status).toBe(410);
    expect((await purgeDeliveries(service.ctx)).links).toBeGreaterThan(5);
    expect((await purgeDeliveries(service.ctx)).links).toBe(0);
  });
});

describe('the mail', () => {
  it('is tried again, with the same link, and given up for one who was refused', async () => {
    await service.sandbox.advance({ days: 9 });
    await service.settle();
    const period = service.sandbox.now().toISOString().slice(0, 7);
    const before = new Date(Date.parse(`${period}-01T00:00:00Z`) - 86_400_000).toISOString().slice(0, 7);
    await closeMonth(service.ctx, before, 'command');
    mailing.smtp.fail({ at: 'recipient', code: 550 }, { at: 'answer' });
    expect(await sendDeliveries(service.ctx)).toEqual({ sent: 0, failed: 1, retried: 1 });
    const [first] = mailing.smtp.accepted;
    expect(await sendDeliveries(service.ctx)).toEqual({ sent: 0, failed: 0, retried: 0 });
    await service.sandbox.advance({ minutes: 2 });
    expect(await sendDeliveries(service.ctx)).toEqual({ sent: 1, failed: 0, retried: 0 });
    const [, again] = mailing.smtp.accepted;
    expect([again?.mail.text, again?.mail.messageId]).toEqual([first?.mail.text, first?.mail.messageId]);
  });
});
