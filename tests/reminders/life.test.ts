import { sqliteFile } from '../../src/config/config.ts';
import Database from 'better-sqlite3';
import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loudSettings, loudWords } from '../../src/reminders/neutral.ts';
import { DAY, HOUR, MINUTE, newAddressKey, reminderApp, type ReminderApp } from './reminder-app.ts';

const GONE = /This link no longer works/;
/** 10:00 in Amsterdam on 1 January 2027: next month, asked for on 22 November. */
const DUE = new Date('2027-01-01T09:00:00Z');

let app: ReminderApp;
beforeEach(async () => (app = await reminderApp()));
afterEach(() => app.close());

const lastMail = () => app.smtp.accepted.at(-1)?.mail;
const counts = () => app.store.reminderCounts();

/** Asks for a reminder and returns the link of its confirmation mail. */
async function asked(over: Record<string, unknown> = {}): Promise<string> {
  await app.ask(over);
  await app.send();
  return app.linkIn(lastMail());
}

/** Has a reminder confirmed and sent; returns the link of the reminder mail. */
async function reminded(over: Record<string, unknown> = {}): Promise<string> {
  await app.form(`${await asked(over)}/confirm`);
  app.setClock(DUE);
  await app.send();
  return app.linkIn(lastMail());
}

/** A row as the database has it. */
async function onlyRow(status: string) {
  const rows = await app.store.openReminders('', 10);
  return rows.find((row) => row.status === status);
}

describe('the confirmation', () => {
  it('comes from a page with a button: looking at the page confirms nothing', async () => {
    const link = await asked();
    for (const [path, button] of [
      [link, 'confirm'],
      [`${link}/confirm`, 'confirm'],
      [`${link}/later`, 'confirm'],
      // A link to a stop asks about the stop alone.
      [`${link}/stop`, 'stop'],
    ] as const) {
      const page = await app.get(path);
      expect(page.status).toBe(200);
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.headers.get('x-robots-tag')).toContain('noindex');
      const actions = [...(await page.text()).matchAll(/action="([^"]+)"/g)].map(([, to]) => to);
      expect(actions[0]).toBe(`${link}/${button}`);
      expect(actions).toHaveLength(button === 'stop' ? 1 : 2);
      expect((await fetch(app.origin + path, { method: 'HEAD' })).status).toBe(200);
    }
    expect(await counts()).toEqual({ pending: 1 });
  });

  it('sets the reminder, and a second click finds the same answer', async () => {
    const link = await asked();
    for (let i = 0; i < 2; i++) {
      const done = await app.form(`${link}/confirm`);
      expect(done.status).toBe(200);
      expect(await done.text()).toMatch(/We will write on 1 January/);
    }
    expect(await counts()).toEqual({ confirmed: 1 });
    expect(await (await app.get(link)).text()).toContain(`action="${link}/stop?only=this"`);
  });

  it('works for 48 hours; then the address is erased and the link answers 410', async () => {
    const link = await asked();
    app.pass(48 * HOUR);
    for (const answer of [await app.get(link), await app.form(`${link}/confirm`)]) {
      expect(answer.status).toBe(410);
      expect(await answer.text()).toMatch(GONE);
    }
    expect(await app.purge()).toMatchObject({ expired: 1 });
    expect(await counts()).toEqual({ expired: 1 });
    expect(await app.store.openReminders('', 10)).toEqual([]);
    app.setClock(DUE);
    expect(await app.send()).toEqual({ sent: 0, failed: 0, retried: 0 });
  });

  it('shows one page for a link that was used, has run out, or never was: 410, 410, 404, the same words', async () => {
    const link = await asked();
    await app.form(`${link}/stop`);
    const used = await app.get(link);
    const forged = link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    const wrong = [
      await app.get(forged),
      await app.form(`${forged}/confirm`),
      await app.form(`${forged}/stop`),
      await app.form(`${forged}/later`),
      await app.get('/r/1.k1.AAAA'),
      await app.get('/r/%00%0d%0a'),
    ];
    expect(used.status).toBe(410);
    const text = await used.text();
    for (const answer of wrong) {
      expect(answer.status).toBe(404);
      // The language of an unknown link is not known; the words are the same in it.
      expect((await answer.text()).replaceAll('/remind?lang=en', '/remind')).toBe(
        text.replaceAll('/remind?lang=en', '/remind'),
      );
    }
  });

  it('carries the same link and Message-ID when it has to be sent again', async () => {
    app.smtp.fail({ at: 'answer' });
    await app.ask();
    await app.send();
    app.pass(2 * MINUTE);
    await app.send();
    const [first, second] = app.smtp.accepted;
    expect(second?.mail.messageId).toBe(first?.mail.messageId);
    expect(app.linkIn(second?.mail)).toBe(app.linkIn(first?.mail));
  });

  it('survives a second copy of its mail that goes out while the reader confirms', async () => {
    app.smtp.fail({ at: 'answer' });
    const link = await asked();
    app.pass(2 * MINUTE);
    const [copy] = await app.store.claimDueReminders(
      app.ctx.now(),
      new Date(app.ctx.now().getTime() + HOUR),
      1,
    );
    expect(copy?.repeat).toBe(true);
    await app.form(`${link}/confirm`);
    await app.store.markReminderMailed(copy?.reminderId ?? '', 'confirmation', app.ctx.now());
    app.setClock(DUE);
    expect(await app.send()).toMatchObject({ sent: 1 });
  });
});

describe('the reminder mail', () => {
  it('goes out at 10:00 of its day, once, and its address is erased as it is accepted', async () => {
    await app.form(`${await asked()}/confirm`);
    app.setClock(new Date(DUE.getTime() - 1));
    expect(await app.send()).toMatchObject({ sent: 0 });
    app.setClock(DUE);
    expect(await app.send()).toMatchObject({ sent: 1 });
    expect(await app.store.openReminders('', 10)).toEqual([]);
    expect(await counts()).toEqual({ sent: 1 });
    app.pass(DAY);
    expect(await app.send()).toMatchObject({ sent: 0 });
    expect(app.smtp.accepted).toHaveLength(2);
  });

  it('is sent once although two processes look at the same moment', async () => {
    await app.form(`${await asked()}/confirm`);
    app.setClock(DUE);
    const runs = await Promise.all([app.send(), app.send(), app.send()]);
    expect(runs.reduce((sum, { sent }) => sum + sent, 0)).toBe(1);
    expect(app.smtp.accepted).toHaveLength(2);
  });

  it('goes out to everyone once on a day when all are due at the same hour', async () => {
    const everyone = Array.from({ length: 40 }, (_, i) => `reader-${i}@example.org`);
    for (const email of everyone) await app.ask({ email });
    await app.send();
    for (const { mail } of app.smtp.accepted) await app.form(`${app.linkIn(mail)}/confirm`);
    app.setClock(DUE);
    expect(await app.send()).toEqual({ sent: 40, failed: 0, retried: 0 });
    const reached = app.smtp.accepted.slice(40).map(({ to }) => to);
    expect(reached.sort()).toEqual(everyone.sort());
  });

  it('is tried again for a day with growing waits, and then given up with its address erased', async () => {
    await app.form(`${await asked()}/confirm`);
    app.setClock(DUE);
    app.smtp.fail(...Array.from({ length: 30 }, () => ({ at: 'recipient' as const, code: 450 })));
    const tries: number[] = [];
    for (let minute = 0; minute <= 26 * 60; minute++) {
      const { retried, failed } = await app.send();
      if (retried + failed > 0) tries.push(minute);
      app.pass(MINUTE);
    }
    expect(tries).toEqual([0, 1, 6, 21, 81, 201, 441, 681, 921, 1161, 1440]);
    expect(await counts()).toEqual({ failed: 1 });
    expect(await app.store.openReminders('', 10)).toEqual([]);
  });

  it('arrives after a server was away, and starts from the first wait again for another mail', async () => {
    await app.form(`${await asked()}/confirm`);
    app.setClock(DUE);
    app.smtp.fail({ at: 'greeting', code: 421 }, { at: 'recipient', code: 451 });
    expect(await app.send()).toMatchObject({ retried: 1 });
    app.pass(MINUTE);
    expect(await app.send()).toMatchObject({ retried: 1 });
    app.pass(5 * MINUTE);
    expect(await app.send()).toMatchObject({ sent: 1 });
  });

  it('is given up at once, visibly, where the mailbox does not exist', async () => {
    await app.form(`${await asked()}/confirm`);
    app.setClock(DUE);
    app.smtp.fail({ at: 'recipient', code: 550 });
    expect(await app.send()).toEqual({ sent: 0, failed: 1, retried: 0 });
    expect(await counts()).toEqual({ failed: 1 });
    expect(app.lines.join()).toContain('mail_given_up');
  });

  it('waits, address kept, while the key of its address is missing', async () => {
    await app.form(`${await asked()}/confirm`);
    app.setClock(DUE);
    const keys = app.config.addressKeys;
    const lost = {
      ...app.ctx,
      config: { ...app.config, addressKeys: [{ id: 'k2', key: Buffer.alloc(32, 7) }] },
    };
    const { sendDueReminders } = await import('../../src/reminders/send-due.ts');
    expect(await sendDueReminders(lost)).toMatchObject({ retried: 1 });
    expect(app.lines.join()).toContain('seal_key_missing');
    app.pass(MINUTE);
    const rotated = {
      ...app.ctx,
      config: { ...app.config, addressKeys: [{ id: 'k2', key: Buffer.alloc(32, 7) }, ...keys] },
    };
    expect(await sendDueReminders(rotated)).toMatchObject({ sent: 1 });
  });

  it('is repeated once, with the same Message-ID, when a crash falls between acceptance and its note', async () => {
    await app.form(`${await asked()}/confirm`);
    app.setClock(DUE);
    const crashing = {
      ...app.ctx,
      store: { ...app.store, markReminderMailed: () => Promise.reject(new Error('killed')) },
    };
    const { sendDueReminders } = await import('../../src/reminders/send-due.ts');
    await expect(sendDueReminders(crashing)).rejects.toThrow('killed');
    expect(await app.send()).toMatchObject({ sent: 0 });
    app.pass(6 * MINUTE);
    await expect(sendDueReminders(crashing)).rejects.toThrow('killed');
    app.pass(6 * MINUTE);
    expect(await app.send()).toMatchObject({ sent: 0 });
    const ids = app.smtp.accepted.slice(1).map(({ mail }) => mail.messageId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(await app.purge()).toMatchObject({ lost: 1 });
    expect(await counts()).toEqual({ failed: 1 });
  });

  it('is repeated once when the line goes dead before the answer, however the repeat ends', async () => {
    await app.form(`${await asked()}/confirm`);
    app.setClock(DUE);
    app.smtp.fail({ at: 'answer' }, { at: 'recipient', code: 450 }, { at: 'answer' });
    for (let minute = 0; minute < 26 * 60; minute += 1) {
      await app.send();
      app.pass(MINUTE);
    }
    expect(app.smtp.accepted.slice(1)).toHaveLength(2);
    expect(new Set(app.smtp.accepted.slice(1).map(({ mail }) => mail.messageId)).size).toBe(1);
    expect(await counts()).toEqual({ failed: 1 });
  });
});

describe('stopping', () => {
  it('works by a mail program alone: no page, cookie or sign-in, in either encoding of the body', async () => {
    for (const multipart of [false, true]) {
      await asked({ email: `reader-${multipart}@example.org` });
      const header = lastMail()?.headers.get('list') as { unsubscribe?: { url: string } };
      const path = new URL(header.unsubscribe?.url ?? '').pathname;
      expect(app.smtp.accepted.at(-1)?.raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
      const body = new FormData();
      body.set('List-Unsubscribe', 'One-Click');
      const answer = multipart
        ? await fetch(app.origin + path, { method: 'POST', body })
        : await app.form(path, { 'List-Unsubscribe': 'One-Click' });
      expect(answer.status).toBe(200);
    }
    expect(await counts()).toEqual({ stopped: 2 });
    expect(await app.store.openReminders('', 10)).toEqual([]);
  });

  it('stops a confirmed reminder for good, answers a second click alike, and can be undone for ten minutes', async () => {
    const link = await asked();
    await app.form(`${link}/confirm`);
    const stopped = await app.form(`${link}/stop`);
    const undo = /action="(\/r\/[\w.-]+\/confirm)"/.exec(await stopped.text())?.[1] ?? '';
    expect((await app.form(`${link}/stop`)).status).toBe(200);
    expect(await counts()).toEqual({ stopped: 1 });
    const undone = await app.form(undo);
    expect(await undone.text()).toMatch(/We will write on 1 January/);
    expect((await app.form(undo)).status).toBe(200);
    expect(await counts()).toEqual({ stopped: 1, confirmed: 1 });
    app.setClock(DUE);
    expect(await app.send()).toMatchObject({ sent: 1 });
    expect(app.smtp.accepted).toHaveLength(2);
  });

  it('stops everything of an address at a mail program’s word, one reminder at the button’s, and undoes what it did', async () => {
    const links: string[] = [];
    for (const day of ['2027-01-10', '2027-01-20']) {
      links.push(await asked({ when: day }));
      await app.form(`${links.at(-1)}/confirm`);
      app.pass(DAY);
    }
    const one = await app.form(`${links[0]}/stop?only=this`);
    expect(await one.text()).toContain('The reminder is cancelled.');
    expect(await counts()).toEqual({ stopped: 1, confirmed: 1 });
    const undoOf = async (page: Response) =>
      /action="(\/r\/[\w.-]+\/confirm)"/.exec(await page.text())?.[1] ?? '';
    await app.form(await undoOf(await app.form(`${links[1]}/stop?only=this`)));
    await asked({ email: 'someone.else@example.org' });
    const third = await asked({ when: '2027-02-03' });
    await app.form(`${third}/confirm`);
    const all = await app.form(`${third}/stop`);
    expect(await counts()).toEqual({ stopped: 4, pending: 1 });
    const undone = await app.form(await undoOf(all));
    expect(await undone.text()).toContain('We will write on');
    expect(await counts()).toEqual({ stopped: 4, confirmed: 2, pending: 1 });
    const days = (await app.store.openReminders('', 10)).map(({ status, dueDay }) => `${status} ${dueDay}`);
    expect(days.sort()).toEqual(['confirmed 2027-01-20', 'confirmed 2027-02-03', 'pending 2027-01-01']);
  });

  it('is not undone after ten minutes, and a reminder that was never confirmed offers no undo', async () => {
    const link = await asked();
    await app.form(`${link}/confirm`);
    const undo =
      /action="(\/r\/[\w.-]+\/confirm)"/.exec(await (await app.form(`${link}/stop`)).text())?.[1] ?? '';
    app.pass(10 * MINUTE);
    const late = await app.form(undo);
    expect(late.status).toBe(410);
    expect(await late.text()).toMatch(GONE);
    const other = await asked({ email: 'other@example.org' });
    expect(await (await app.form(`${other}/stop`)).text()).not.toContain('/confirm"');
  });

  it('reaches every open reminder of the address from a link in the reminder mail, and nobody else’s', async () => {
    const link = await reminded();
    await app.form(`${link}/later`);
    await app.form(`${await asked({ email: 'Reader+two@example.org' })}/confirm`);
    await app.form(`${await asked({ email: 'someone.else@example.org' })}/confirm`);
    expect(await counts()).toEqual({ sent: 1, confirmed: 3 });
    expect((await app.form(`${link}/stop`)).status).toBe(200);
    expect(await counts()).toEqual({ sent: 1, stopped: 2, confirmed: 1 });
  });

  it('waits for a mail that is being handed over: none arrives after its yes', async () => {
    const link = await asked();
    await app.form(`${link}/confirm`);
    app.setClock(DUE);
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const order: string[] = [];
    const slow = {
      ...app.ctx,
      mailer: {
        send: async () => {
          await held;
          order.push('mail accepted');
          return { kind: 'accepted' as const };
        },
        rest: () => {},
        close: async () => {},
      },
    };
    const { sendDueReminders } = await import('../../src/reminders/send-due.ts');
    const sending = sendDueReminders(slow);
    const stopping = app.form(`${link}/stop`).then(() => order.push('stop answered'));
    setTimeout(() => letGo(), 300);
    await Promise.all([sending, stopping]);
    expect(order).toEqual(['mail accepted', 'stop answered']);
    expect(await counts()).toEqual({ stopped: 1 });
  });
});

describe('in a month instead', () => {
  it('sets one reminder a month on from what the link carries, however often it is clicked', async () => {
    const link = await reminded();
    const page = await (await app.get(link)).text();
    expect(page).toContain(`action="${link}/later"`);
    expect(page).toContain('href="/give?lang=en"');
    for (let i = 0; i < 3; i++) expect(await (await app.form(`${link}/later`)).text()).toMatch(/1 February/);
    expect(await counts()).toEqual({ sent: 1, confirmed: 1 });
    app.setClock(new Date('2027-02-01T09:00:00Z'));
    expect(await app.send()).toMatchObject({ sent: 1 });
    expect(app.smtp.accepted.at(-1)?.to).toBe('reader@example.org');
  });

  it('works three times and is then no longer offered', async () => {
    let link = await reminded();
    for (let times = 1; times <= 3; times++) {
      expect(lastMail()?.text).toContain('In a month instead');
      expect((await app.form(`${link}/later`)).status).toBe(200);
      const row = await onlyRow('confirmed');
      expect(row?.postponed).toBe(times);
      app.setClock(row?.dueAt ?? DUE);
      await app.send();
      link = app.linkIn(lastMail());
    }
    expect(lastMail()?.text).not.toContain('In a month instead');
    expect(await (await app.get(link)).text()).not.toContain('/later"');
    expect((await app.form(`${link}/later`)).status).toBe(410);
    expect(app.smtp.accepted).toHaveLength(5);
  });

  it('works for thirty days; stopping works for as long as the mail is kept', async () => {
    const link = await reminded();
    app.pass(30 * DAY);
    expect((await app.get(link)).status).toBe(410);
    expect((await app.form(`${link}/later`)).status).toBe(410);
    const page = await app.get(`${link}/stop`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(`action="${link}/stop"`);
    expect((await app.form(`${link}/stop`)).status).toBe(200);
  });

  it('sets nothing from a country without reminders by mail, where stopping still works', async () => {
    const abroad = await reminderApp({ env: { COUNTRY_HEADER: 'x-country', TRUSTED_PROXIES: '127.0.0.1' } });
    await abroad.ask();
    await abroad.send();
    const link = abroad.linkIn(abroad.smtp.accepted[0]?.mail);
    const refused = await abroad.form(`${link}/confirm`, {}, { 'X-Country': 'RU' });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('calendar.ics');
    expect(await abroad.store.reminderCounts()).toEqual({ pending: 1 });
    expect((await abroad.form(`${link}/stop`, {}, { 'X-Country': 'RU' })).status).toBe(200);
    await abroad.close();
  });
});

describe('what others can see', () => {
  it.each(['en', 'ru'])(
    'names neither the publisher nor money in any part of the mails (%s)',
    async (lang) => {
      await reminded({ lang, campaign: 'save-the-paper', email: 'someone@example.org' });
      const links = /\/r\/[\w.-]+/g;
      for (const { mail, raw } of app.smtp.accepted) {
        const [preheader = ''] = (mail.text ?? '').split('\n');
        const seen = [
          mail.subject,
          mail.from?.text,
          preheader,
          mail.text,
          mail.html as string,
          (raw.split('\r\n\r\n')[0] ?? '').replaceAll(/\r\n[ \t]/g, ''),
        ];
        for (const text of seen) {
          // Tokens are random letters and may spell anything.
          expect(
            loudWords((text ?? '').replaceAll(links, ''), ['The Example Times', 'save-the-paper']),
          ).toEqual([]);
        }
        expect(mail.html).not.toMatch(/<(img|link|script|style|iframe)|src=|url\(/i);
        expect(mail.attachments).toEqual([]);
        // The HTML twin says what the text says, its links in the same order.
        const twin = (mail.html as string).replaceAll(/<title>.*<\/title>/g, '');
        const words = (text: string) => text.split(/\s+/).filter(Boolean).join(' ');
        const inText = [...(mail.text ?? '').matchAll(/https:\/\/\S+/g)].map(([link]) => link);
        expect([...twin.matchAll(/href="([^"]+)"/g)].map(([, link]) => link)).toEqual(inText);
        expect(words(twin.replaceAll(/<[^>]+>/g, ' '))).toBe(
          words((mail.text ?? '').replaceAll(/:\nhttps:\S+/g, '')),
        );
      }
    },
  );

  it('would notice such a word', () => {
    expect(loudWords('Please SUPPORT the Times')).toEqual(['support', 'times']);
    expect(loudWords('Пожертвование для газеты')).toEqual(['пожертвование', 'газеты']);
    expect(loudWords('https://give.example.org/')).toEqual(['give']);
  });

  it('names the publisher on no page behind a link', async () => {
    const link = await asked();
    const pages = [
      await app.get(link),
      await app.form(`${link}/confirm`),
      await app.form(`${link}/stop`),
      await app.get(link),
    ];
    for (const page of pages) expect(await page.text()).not.toMatch(/Example Times|donat|support/i);
  });

  it('tells the doctor which settings would give it away', () => {
    const publisher = { name: 'The River Gazette', editions: { fr: { name: 'L’Écho du fleuve' } } };
    const loud = {
      mail: { from: 'River Gazette <donate@gazette.example>' },
      publicUrl: 'https://support.gazette.example',
      publisher,
    };
    expect(loudSettings(loud).map(({ setting }) => setting)).toEqual(['MAIL_FROM', 'PUBLIC_URL']);
    const inFrench = {
      ...loud,
      mail: { from: 'Echo <note@fleuve.example>' },
      publicUrl: 'https://notes.example',
    };
    expect(loudSettings(inFrench)).toEqual([{ setting: 'MAIL_FROM', words: ['echo', 'fleuve'] }]);
    expect(
      loudSettings({
        mail: { from: 'Notes <note@notes.example.org>' },
        publicUrl: 'https://notes.example.org',
        publisher,
      }),
    ).toEqual([]);
  });
});

describe('the address', () => {
  const files = () => {
    const folder = join(app.folder, 'data');
    return readdirSync(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  };

  it('leaves every file, sealed as it was, the moment its mail is accepted or its reminder is stopped', async () => {
    const inFiles = (text: string) => files().some(({ bytes }) => bytes.includes(text.slice(5, 60)));
    for (const end of ['accepted', 'stopped']) {
      const link = await asked({ email: `${end}@example.org` });
      await app.form(`${link}/confirm`);
      const sealed = (await onlyRow('confirmed'))?.sealedAddress ?? '';
      expect(inFiles(sealed)).toBe(true);
      if (end === 'stopped') await app.form(`${link}/stop`);
      else {
        app.setClock(DUE);
        await app.send();
      }
      expect([end, inFiles(sealed)]).toEqual([end, false]);
    }
  });

  it('is scrubbed from the log without waiting for a reader that is in the middle of an export', async () => {
    await app.form(`${await asked()}/confirm`);
    const other = new Database(sqliteFile(app.config), { readonly: true });
    const rows = other.prepare('select * from reminders').iterate();
    rows.next();
    await app.form(`${app.linkIn(lastMail())}/stop`);
    const started = performance.now();
    expect(await app.store.scrubErased()).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
    rows.return?.();
    other.close();
    expect(await app.store.scrubErased()).toBe(true);
  });

  it('goes with its row once the links have served', async () => {
    await reminded();
    app.pass(32 * DAY);
    expect(await app.purge()).toMatchObject({ deleted: 1 });
    expect(await counts()).toEqual({});
  });

  it('is sealed with the newest key', async () => {
    const rotated = await reminderApp({
      env: { ADDRESS_KEYS: `${newAddressKey('k9')},${newAddressKey('k1')}` },
    });
    await rotated.ask();
    const [row] = await rotated.store.openReminders('', 1);
    expect(row?.sealedAddress).toMatch(/^1\.k9\./);
    await rotated.close();
  });
});
