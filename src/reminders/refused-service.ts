import { domainToASCII } from 'node:url';
import type { Publisher } from '../publisher/publisher.ts';

/** Whether an address lies with a mail service that the publisher refuses: a listed domain or one below it. */
export function isRefusedService(address: string, { reminders }: Pick<Publisher, 'reminders'>): boolean {
  const domain = address.slice(address.indexOf('@') + 1);
  return reminders.refusedMailServices.some((listed) => {
    const service = domainToASCII(listed.trim()).toLowerCase();
    return service !== '' && (domain === service || domain.endsWith(`.${service}`));
  });
}
