import { testService, type TestServiceOptions } from '../_support/service.ts';
import { faultyServer } from '../email/faulty-server.ts';
import { newAddressKey } from './reminder-app.ts';

/** A whole service, on 22 November 2026, with a mail server whose mails can be read. */
export async function mailingService({ settings, sandbox, ...options }: TestServiceOptions = {}) {
  const smtp = await faultyServer();
  const service = await testService({
    ...options,
    settings: {
      SMTP_URL: smtp.url,
      MAIL_FROM: 'Notes <note@example.org>',
      ADDRESS_KEYS: newAddressKey(),
      ...settings,
    },
    sandbox: { clock: new Date('2026-11-22T12:00:00Z'), ...sandbox },
  });
  return {
    service,
    smtp,
    /** The path of the first link in the newest mail. */
    lastLink: () => /(\/r\/[\w.-]+)/.exec(smtp.accepted.at(-1)?.mail.text ?? '')?.[1] ?? '',
    async close() {
      await service.stop();
      await smtp.close();
    },
  };
}

export type MailingService = Awaited<ReturnType<typeof mailingService>>;
