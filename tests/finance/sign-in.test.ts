import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditEntryOf } from '../../src/finance/audit-entry.ts';
import { changeRole, endPerson, printLink, resetPerson } from '../../src/finance/people/staff.ts';
import type { Store } from '../../src/store/store.ts';
import { financeConfig } from './finance-app.ts';
import { formAt } from './signed-in.ts';
import { askForMail, codeOf, linkIn, mailCode, secretIn, staffApp, type StaffApp } from './staff-app.ts';

const MINUTE = 60_000;
const ANNA = 'anna@example.org';

let app: StaffApp;
let anna: string;
beforeEach(async () => {
  app = staffApp();
  anna = await app.add(ANNA, 'bookkeeper');
});
afterEach(() => app.close());

const audit = async () =>
  (await app.store.auditPage({ action: null, by: null, outcome: null }, null, 100, 'oldest_first')).map(
    (link) => {
      const { by, action, outcome, detail } = auditEntryOf(link);
      return [by, action, outcome, detail['factor'] ?? detail['reason'] ?? ''].join(' ').trim();
    },
  );
/** The second step of somebody who has one already. */
async function secondStep(code: string) {
  const browser = app.browser();
  const link = new URL(await printLink(app.ctx, anna, 'command')).pathname;
  await browser.submit(link, link);
  const answer = await browser.submit('/finance/sign-in/second', '/finance/sign-in/second', { code });
  return { browser, answer };
}

describe('the way in by mail', () => {
  it('goes from a typed address over a link and a second factor to the books, and all of it is written down', async () => {
    const browser = app.browser();
    const asked = await askForMail(app, browser, ` ${ANNA.toUpperCase()} `);
    expect([asked.status, asked.headers['location']]).toEqual([303, '/finance/sign-in/mail?lang=en']);
    const [mail] = app.mails;
    expect(mail?.to).toBe(ANNA);
    expect(`${mail?.subject} ${mail?.text} ${mail?.html}`).not.toMatch(/Example Times|anna|bookkeeper/i);
    const link = linkIn(mail);
    const before = browser.cookie;
    expect((await browser.get(link).expect(200)).text).toContain('Press the button');
    await browser.submit(link, link);
    expect(browser.cookie).not.toBe(before);
    const page = await browser.get('/finance/sign-in/second').expect(200);
    expect(page.text).toContain('<svg class="qr" role="img"');
    const wrong = await browser.send(page, '/finance/sign-in/second', { code: '000000' });
    expect([wrong.status, secretIn(wrong.text)]).toEqual([401, secretIn(page.text)]);
    const code = codeOf(secretIn(page.text), app.now());
    const done = await browser.send(page, '/finance/sign-in/second', { code });
    expect(done.text.match(/<li><code>[2-9a-hj-kmnp-tv-z]{4}(-[2-9a-hj-kmnp-tv-z]{4}){2}</g)).toHaveLength(
      10,
    );
    expect(browser.cookie).toMatch(/^rs_finance=[\w-]{43}$/);
    await browser.get('/finance').expect(200);
    await request(app.app).get('/v1/summary').set('Cookie', browser.cookie).expect(200);
    await request(app.app).get('/v1/audit.jsonl').set('Cookie', browser.cookie).expect(403);
    expect(await audit()).toEqual([
      'command staff_add done',
      `${anna} second_factor done`,
      `${anna} sign_in done set_up`,
      `${anna} access denied scope`,
    ]);
  });

  it('goes by the code where the mail is read on another device, in the browser that asked and no other', async () => {
    const [browser, other] = [app.browser(), app.browser()];
    await askForMail(app, browser, ANNA);
    const link = linkIn(app.mails[0]);
    expect((await other.get(link).expect(200)).text).toContain('works in one browser');
    expect((await other.submit('/finance/sign-in', link)).status).toBe(410);
    const code = mailCode(app.mails[0]);
    expect((await other.submit('/finance/sign-in', '/finance/sign-in/code', { code })).status).toBe(410);
    const typed = await browser.submit('/finance/sign-in/mail', '/finance/sign-in/code', {
      code: code.replace('-', ' '),
    });
    expect(typed.headers['location']).toBe('/finance/sign-in/second?lang=en');
    // The link was part of the same sign-in: it has served as well.
    expect((await browser.get(link)).status).toBe(410);
  });

  it('is open for fifteen minutes, and once', async () => {
    const browser = app.browser();
    await askForMail(app, browser, ANNA);
    const link = linkIn(app.mails[0]);
    app.pass(15 * MINUTE);
    expect((await browser.get(link)).status).toBe(410);
    expect((await browser.submit('/finance/sign-in', link)).status).toBe(410);
    await askForMail(app, browser, ANNA);
    const again = linkIn(app.mails[1]);
    const form = await browser.get(again).expect(200);
    const both = await Promise.all([browser.send(form, again), browser.send(form, again)]);
    expect(both.map(({ status }) => String(status)).sort()).toEqual(['303', '410']);
    app.pass(15 * MINUTE);
    expect((await browser.get('/finance/sign-in/second')).headers['location']).toMatch(/sign-in\?/);
  });

  it('bears five wrong codes of the mail', async () => {
    const browser = app.browser();
    await askForMail(app, browser, ANNA);
    const type = (code: string) => browser.submit('/finance/sign-in/mail', '/finance/sign-in/code', { code });
    const right = mailCode(app.mails[0]);
    const wrong = right.startsWith('1') ? '2222-2222' : '1111-1111';
    for (let i = 0; i < 5; i++) expect((await type(wrong)).status).toBe(401);
    expect((await type(right)).status).toBe(401);
  });

  it('changes nothing by GET, and nothing by HEAD', async () => {
    const browser = app.browser();
    await askForMail(app, browser, ANNA);
    const link = linkIn(app.mails[0]);
    for (let i = 0; i < 3; i++) {
      await browser.get(link).expect(200);
      await request(app.app).head(link).set('Cookie', browser.cookie).expect(200);
    }
    expect((await browser.submit(link, link)).status).toBe(303);
  });

  it('fills nobody’s mailbox', async () => {
    for (let i = 0; i < 7; i++) await askForMail(app, app.browser(), ANNA);
    expect(app.mails).toHaveLength(5);
  });
});

describe('an address that nobody here has', () => {
  it('gets the same answers, byte for byte, and no mail', async () => {
    const walk = async (address: string) => {
      const browser = app.browser();
      const asked = await askForMail(app, browser, address);
      const inbox = await browser.get('/finance/sign-in/mail');
      const wrong = await browser.submit('/finance/sign-in/mail', '/finance/sign-in/code', {
        code: '12345678',
      });
      return [asked, inbox, wrong].map(({ status, headers, text }) => {
        const { date: _, 'x-request-id': _id, ...rest } = headers as Record<string, unknown>;
        // Random values differ and nothing else.
        return JSON.stringify([status, rest, text]).replace(/[\w-]{43}/g, 'random');
      });
    };
    const unknown = await walk('nobody@example.org');
    expect(app.mails).toHaveLength(0);
    expect(unknown).toEqual(await walk(ANNA));
    // Somebody else may own the mailbox with the tag.
    expect(unknown).toEqual(await walk('anna+tag@example.org'));
    expect(app.mails).toHaveLength(1);
    expect((await audit()).filter((line) => line.endsWith('denied address'))).toEqual([
      'nobody sign_in denied address',
    ]);
  });

  it('is answered after the same work and the same wait, with the mail still to be sent', async () => {
    await app.close();
    const calls: string[] = [];
    const watched = (store: Store): Store =>
      new Proxy(store, {
        get(target, name: keyof Store) {
          calls.push(name);
          return target[name];
        },
      });
    app = staffApp({}, watched);
    await app.add(ANNA, 'bookkeeper');
    app.ctx.background.start = (job) => void calls.push(`after the answer: ${job}`);
    const workFor = async (address: string) => {
      const browser = app.browser();
      const form = await browser.get('/finance/sign-in');
      calls.length = 0;
      await browser.send(form, '/finance/sign-in/mail', { address });
      return [...calls];
    };
    const known = await workFor(ANNA);
    expect(known).toEqual(['staffByAddress', 'addSignIn', 'after the answer: sign_in_mail']);
    expect(await workFor('nobody@example.org')).toEqual(known);
  });

  it('is refused by its form alone', async () => {
    const answer = await app
      .browser()
      .submit('/finance/sign-in', '/finance/sign-in/mail', { address: 'nonsense' });
    expect(answer.status).toBe(422);
    expect(answer.text).not.toContain('nonsense');
  });
});

describe('the second factor', () => {
  it('takes the code of each half minute once, also where it comes twice at the same time', async () => {
    const { secret } = await app.signUp(ANNA);
    // The code that set it up is used.
    expect((await secondStep(codeOf(secret, app.now()))).answer.status).toBe(401);
    app.pass(MINUTE);
    const code = codeOf(secret, app.now());
    const [one, two] = [await secondStep(''), await secondStep('')];
    const post = ({ browser }: typeof one) =>
      browser.submit('/finance/sign-in/second', '/finance/sign-in/second', { code });
    const answers = await Promise.all([post(one), post(two)]);
    expect(answers.map(({ status }) => String(status)).sort()).toEqual(['303', '401']);
  });

  it('allows for a clock that is half a minute wrong, and no more', async () => {
    const { secret } = await app.signUp(ANNA);
    app.pass(10 * MINUTE);
    const at = (ms: number) => codeOf(secret, new Date(app.now().getTime() + ms));
    expect((await secondStep(at(-60_000))).answer.status).toBe(401);
    expect((await secondStep(at(60_000))).answer.status).toBe(401);
    expect((await secondStep(at(-30_000))).answer.status).toBe(303);
    expect((await secondStep(at(30_000))).answer.status).toBe(303);
  });

  it('makes who guesses wait, in whichever browser, and longer each time', async () => {
    const { secret } = await app.signUp(ANNA);
    app.pass(10 * MINUTE);
    const { browser } = await secondStep('000000');
    const type = (code: string) =>
      browser.submit('/finance/sign-in/second', '/finance/sign-in/second', { code });
    const many = await Promise.all(Array.from({ length: 8 }, () => type('000000')));
    expect(many.filter(({ status }) => status === 401)).toHaveLength(4);
    expect((await secondStep(codeOf(secret, app.now()))).answer.status).toBe(429);
    app.pass(15 * MINUTE);
    for (let i = 0; i < 5; i++) expect((await secondStep('000000')).answer.status).toBe(401);
    app.pass(29 * MINUTE);
    expect((await secondStep(codeOf(secret, app.now()))).answer.status).toBe(429);
    app.pass(MINUTE);
    const { answer } = await secondStep(codeOf(secret, app.now()));
    expect(answer.headers['location']).toBe('/finance?lang=en');
    expect(await audit()).toContain(`${anna} sign_in denied second_factor_locked`);
    expect((await audit()).at(-1)).toBe(`${anna} sign_in done totp`);
  });

  it('is a recovery code on a day without the telephone, each once', async () => {
    const { codes } = await app.signUp(ANNA);
    expect(codes).toHaveLength(10);
    const [first = '', second = ''] = codes;
    const { browser } = await secondStep(first.toUpperCase().replaceAll('-', ''));
    await browser.get('/finance').expect(200);
    expect((await secondStep(first)).answer.status).toBe(401);
    expect((await secondStep(second)).answer.status).toBe(303);
    expect(await app.store.recoveryCodesLeft(anna)).toBe(8);
    expect((await audit()).at(-1)).toBe(`${anna} sign_in done recovery_code`);
  });

  it('lies sealed: neither it nor its codes nor any address is in the database', async () => {
    const { secret, codes } = await app.signUp(ANNA);
    const { readFileSync } = await import('node:fs');
    const bytes = [app.file, `${app.file}-wal`].map((file) => readFileSync(file, 'latin1')).join('');
    const sought = [secret, ANNA, 'anna', ...codes, ...codes.map((code) => code.replaceAll('-', ''))];
    for (const text of [...sought, ...app.mails.map(mailCode)]) expect(bytes).not.toContain(text);
    expect(bytes).toContain(anna);
  });
});

describe('a session', () => {
  it('is a new one after every step: a cookie that somebody planted before opens nothing', async () => {
    const planted = `rs_finance=${'A'.repeat(43)}; rs_sign_in=${'B'.repeat(43)}`;
    const browser = app.browser();
    browser.cookie = planted;
    await askForMail(app, browser, ANNA);
    const link = linkIn(app.mails[0]);
    await browser.submit(link, link);
    const page = await browser.get('/finance/sign-in/second');
    await browser.send(page, '/finance/sign-in/second', { code: codeOf(secretIn(page.text), app.now()) });
    await browser.get('/finance').expect(200);
    const attacker = request(app.app).get('/finance').set('Cookie', planted);
    expect((await attacker).headers['location']).toBe('/finance/sign-in');
  });

  it('ends with a change of role, with a reset and with the person', async () => {
    const enter = async () => {
      app.pass(MINUTE);
      const { browser } = await secondStep(codeOf(secret, app.now()));
      await browser.get('/finance').expect(200);
      return browser;
    };
    const { browser, secret } = await app.signUp(ANNA);
    await changeRole(app.ctx, anna, 'donor_care', 'command');
    expect((await browser.get('/finance')).status).toBe(303);
    await changeRole(app.ctx, anna, 'admin', 'command');
    const again = await enter();
    await resetPerson(app.ctx, anna, 'command');
    expect((await again.get('/finance')).status).toBe(303);
    const { browser: anew } = await app.signUp(ANNA);
    await endPerson(app.ctx, anna, 'command');
    expect((await anew.get('/finance')).status).toBe(303);
    const mails = app.mails.length;
    await askForMail(app, app.browser(), ANNA);
    expect(app.mails).toHaveLength(mails);
  });

  it('never begins in a sign-in whose person left on the way', async () => {
    const browser = app.browser();
    await askForMail(app, browser, ANNA);
    await endPerson(app.ctx, anna, 'command');
    expect((await browser.get(linkIn(app.mails[0]))).status).toBe(410);
  });
});

describe('forms of the way in', () => {
  it('are refused from another site, without their token and with another browser’s', async () => {
    const theirs = await formAt(app.app, '/finance/sign-in');
    const { csrf, cookie } = await formAt(app.app, '/finance/sign-in');
    const link = `/finance/sign-in/l/${'x'.repeat(43)}`;
    const steps = ['', '/mail', '/code', '/second'].map((step) => `/finance/sign-in${step}`);
    for (const path of [...steps, link]) {
      const post = (headers: Record<string, string>, fields: object) =>
        request(app.app).post(path).set(headers).type('form').send(fields);
      await post({ Cookie: cookie }, {}).expect(403);
      await post({}, { csrf }).expect(403);
      await post({ Cookie: cookie }, { csrf: theirs.csrf }).expect(403);
      await post({ Cookie: cookie, 'Sec-Fetch-Site': 'cross-site' }, { csrf }).expect(403);
      await post({ Cookie: cookie, Origin: 'https://evil.example' }, { csrf }).expect(403);
    }
  });

  it('lead nowhere but here, whatever an address says', async () => {
    const { browser } = await app.signUp(ANNA);
    const form = await formAt(app.app, '/finance', browser.cookie);
    const answer = await request(app.app)
      .post('/finance/sign-out?lang=//evil.example&next=https://evil.example')
      .set('Cookie', browser.cookie)
      .type('form')
      .send({ csrf: form.csrf, next: 'https://evil.example', returnTo: '//evil.example' });
    expect(answer.headers['location']).toBe('/finance/sign-in?lang=en');
  });

  it('carry __Host- cookies with Secure where people come by https', async () => {
    await app.close();
    app = staffApp({ publicUrl: 'https://give.example.org' });
    const set = (await request(app.app).get('/finance/sign-in')).headers['set-cookie'];
    expect(String(set)).toMatch(/^__Host-rs_sign_in=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });
});

describe('a printed link', () => {
  it('signs in once, in the first browser, within a day, and says whose it is', async () => {
    const link = new URL(await printLink(app.ctx, anna, 'command')).pathname;
    const [mine, other] = [app.browser(), app.browser()];
    expect((await mine.get(link).expect(200)).text).toContain('made for bookkeeper');
    expect((await mine.submit(link, link)).status).toBe(303);
    expect((await other.get(link)).status).toBe(410);
    await mine.get('/finance/sign-in/second').expect(200);
    const late = new URL(await printLink(app.ctx, anna, 'command')).pathname;
    app.pass(24 * 60 * MINUTE);
    expect((await other.get(late)).status).toBe(410);
  });
});

describe('the ways in', () => {
  it('are those that work, less those that the publisher file closes', async () => {
    const open = async (changed: Parameters<typeof staffApp>[0]) => {
      await app.close();
      app = staffApp(changed);
      const { text, csrf, cookie } = await formAt(app.app, '/finance/sign-in');
      const answers = [];
      for (const path of ['', '/mail', '/oidc']) {
        const post = request(app.app).post(`/finance/sign-in${path}`).set('Cookie', cookie).type('form');
        answers.push((await post.send({ csrf, key: 'x', address: 'x@example.org' })).status !== 404);
      }
      return [[text.includes('name="key"'), text.includes('name="address"')], answers];
    };
    const publisher = (signIn: ('mail' | 'key')[]) => ({ ...financeConfig().publisher, finance: { accountExceptions: [], signIn } });
    expect(await open({})).toEqual([[true, true], [true, true, false]]);
    expect(await open({ mail: null })).toEqual([[true, false], [true, false, false]]);
    expect(await open({ publisher: publisher(['mail']) })).toEqual([[false, true], [false, true, false]]);
    expect(await open({ publisher: publisher(['key']) })).toEqual([[true, false], [true, false, false]]);
  }); // prettier-ignore
});
