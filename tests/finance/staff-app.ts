import { randomBytes } from 'node:crypto';
import request from 'supertest';
import { TOTP, Secret } from 'otpauth';
import { expect } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import type { Mail, Mailer, MailResult } from '../../src/email/mailer.ts';
import { addPerson } from '../../src/finance/people/staff.ts';
import type { Role } from '../../src/finance/scope.ts';
import type { Store } from '../../src/store/store.ts';
import { financeApp, financeConfig, type FinanceApp } from './finance-app.ts';
import { formAt, formOf, withSet } from './signed-in.ts';

/** A finance service with people in it, whose mails can be read. */
export type StaffApp = FinanceApp & {
  mails: Mail[];
  add(address: string, role: Role): Promise<string>;
  /** A browser with cookies of its own. */
  browser(): StaffBrowser;
  /** Signs somebody in for the first time: mail, link, second factor; returns the browser and the secret. */
  signUp(address: string): Promise<{ browser: StaffBrowser; secret: string; codes: string[] }>;
  /** Moves the clock. */
  pass(ms: number): void;
  now(): Date;
};

export type StaffBrowser = {
  cookie: string;
  get(path: string): request.Test;
  /** Opens a page and sends its (first, or the named) form with these fields. */
  submit(page: string, action: string, fields?: Record<string, string>): Promise<request.Response>;
  /** The same, from a page that was answered already. */
  send(page: request.Response, action: string, fields?: Record<string, string>): Promise<request.Response>;
};

const accepted: MailResult = { kind: 'accepted' };

export function staffApp(changed: Partial<Config> = {}, wrap = (store: Store) => store): StaffApp {
  const mails: Mail[] = [];
  const mailer: Mailer = {
    send: async (mail) => {
      mails.push(mail);
      return accepted;
    },
    rest: () => {},
    close: async () => {},
  };
  const config = financeConfig({
    mail: { smtpUrl: 'smtp://127.0.0.1:25', from: 'Notes <note@example.org>' },
    addressKeys: [{ id: 'k1', key: randomBytes(32) }],
    ...changed,
  });
  const fin = financeApp({ config, mailer, wrap });
  let at = new Date('2026-10-31T12:00:00Z');

  const browser = (): StaffBrowser => {
    const self: StaffBrowser = {
      cookie: '',
      get: (path) => request(fin.app).get(path).set('Cookie', self.cookie),
      async submit(page, action, fields = {}) {
        const form = await formAt(fin.app, page, self.cookie);
        return post(action, form, fields);
      },
      send: (page, action, fields = {}) => post(action, formOf(page, self.cookie), fields),
    };
    async function post(action: string, form: { csrf: string; cookie: string }, fields: object) {
      const answer = await request(fin.app)
        .post(action)
        .set('Cookie', form.cookie)
        .type('form')
        .send({ csrf: form.csrf, ...fields });
      self.cookie = withSet(form.cookie, answer.headers['set-cookie']);
      return answer;
    }
    return self;
  };
  const app: StaffApp = {
    ...fin,
    mails,
    add: async (address, role) =>
      (await addPerson(fin.ctx, { address, label: role, role, lang: 'en' }, 'command')).staffId,
    browser,
    now: () => at,
    pass(ms) {
      at = new Date(at.getTime() + ms);
      fin.setNow(at.toISOString());
    },
    async signUp(address) {
      const mine = browser();
      await askForMail(app, mine, address);
      const link = linkIn(mails.at(-1));
      expect((await mine.submit(link, link)).headers['location']).toBe('/finance/sign-in/second?lang=en');
      const page = await mine.get('/finance/sign-in/second').expect(200);
      const secret = secretIn(page.text);
      const done = await mine.send(page, '/finance/sign-in/second', { code: codeOf(secret, at) });
      expect(done.status).toBe(200);
      const codes = [...done.text.matchAll(/<li><code>([^<]+)</g)].map((found) => found[1] ?? '');
      return { browser: mine, secret, codes };
    },
  };
  return app;
}

/** Types an address, and waits for what follows the answer. */
export async function askForMail(app: StaffApp, browser: StaffBrowser, address: string) {
  const before = app.mails.length;
  const answer = await browser.submit('/finance/sign-in', '/finance/sign-in/mail', { address });
  for (let i = 0; i < 100 && app.mails.length === before; i++)
    await new Promise((resolve) => setTimeout(resolve, 2));
  return answer;
}

/** The path of the link in a mail. */
export function linkIn(mail: Mail | undefined): string {
  return /\/finance\/sign-in\/l\/[\w-]+/.exec(mail?.text ?? '')?.[0] ?? 'no link';
}

/** The code in a mail. */
export function mailCode(mail: Mail | undefined): string {
  return /^\d{4}-\d{4}$/m.exec(mail?.text ?? '')?.[0] ?? 'no code';
}

/** The secret on the page that sets a second factor up. */
export function secretIn(text: string): string {
  return (/class="secret">([A-Z2-7 ]+)</.exec(text)?.[1] ?? '').replaceAll(' ', '');
}

/** What a telephone with the secret shows. */
export function codeOf(secret: string, at: Date): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
}
