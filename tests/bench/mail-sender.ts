// One way to send the mails of a bench, in a process of its own: node mail-sender.ts WAY COUNT. Prints a Sending.
//   service    the reminders that are due in the database, by the service's own job
//   database   the same, at a server that takes every mail in no time
//   bare       as many of the same mails, by nodemailer's own pool over as many connections
import { sqliteFile } from '../../src/config/config.ts';
import { existsSync, statSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import { openContext } from '../../src/context.ts';
import type { Mailer } from '../../src/email/mailer.ts';
import { smtpMailer } from '../../src/email/smtp-mailer.ts';
import { reminderMail } from '../../src/reminders/messages.ts';
import { sendDueReminders } from '../../src/reminders/send-due.ts';
import { configOf } from '../_support/settings.ts';

export type Sending = { perSecond: number; startMb: number; endMb: number; peakMb: number; walMb: number };

/** By then everything that grows to a size of its own has done so. */
const WARM = 1_000;
const CONNECTIONS = 4;

const [way = '', wanted = '0'] = process.argv.slice(2);
const count = Number(wanted);
const config = configOf(process.env);
const mb = (bytes: number) => bytes / 2 ** 20;
const rssMb = () => mb(process.memoryUsage.rss());
const seen = { sent: 0, startMb: 0, peakMb: 0, walMb: 0 };
const look = () => {
  seen.peakMb = Math.max(seen.peakMb, rssMb());
  const wal = `${sqliteFile(config)}-wal`;
  if (existsSync(wal)) seen.walMb = Math.max(seen.walMb, mb(statSync(wal).size));
};
const sentOne = () => {
  if (++seen.sent === Math.min(WARM, Math.ceil(count / 2))) seen.startMb = rssMb();
};

const looking = setInterval(look, 100);
const started = performance.now();
if (way === 'bare') await sendBare();
else await sendDue(way === 'database' ? takesAll : null);
const seconds = (performance.now() - started) / 1_000;
clearInterval(looking);
look();
if (seen.sent !== count) throw new Error(`${seen.sent} mails were sent and not ${count}`);
const { startMb, peakMb, walMb } = seen;
const sending: Sending = { perSecond: count / seconds, startMb, endMb: rssMb(), peakMb, walMb };
console.log(JSON.stringify(sending));

function takesAll(): Mailer {
  return { send: async () => ({ kind: 'accepted' }), rest: () => {}, close: async () => {} };
}

async function sendDue(other: (() => Mailer) | null): Promise<void> {
  if (config.mail === null) throw new Error('no mail server is set');
  const mailer = other === null ? smtpMailer(config.mail) : other();
  const counting: Mailer = {
    ...mailer,
    async send(mail) {
      const result = await mailer.send(mail);
      if (result.kind === 'accepted') sentOne();
      return result;
    },
  };
  const ctx = await openContext(config, { mailer: counting });
  await sendDueReminders(ctx);
  await ctx.store.close();
}

async function sendBare(): Promise<void> {
  const transport = createTransport({
    url: config.mail?.smtpUrl,
    pool: true,
    maxConnections: CONNECTIONS,
    ignoreTLS: true,
  });
  let left = count;
  const sender = async () => {
    while (left-- > 0) {
      const link = `${config.publicUrl}/r/${'a'.repeat(600)}`;
      const mail = reminderMail({
        to: `reader-${left}@example.org`,
        lang: 'en',
        reminderId: `rem_${left}`,
        link,
        mayPostpone: true,
      });
      await transport.sendMail({ from: config.mail?.from, ...mail });
      sentOne();
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sender));
  transport.close();
}
