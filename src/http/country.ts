import type { Request } from 'express';
import type { AppContext } from '../context.ts';
import type { DonorNotice } from '../checkout/contract.ts';
import { editionFor } from '../publisher/editions.ts';

/**
 * The reader's country as a trusted edge wrote it, or null. It is read here, in memory, and goes nowhere:
 * not to the store, not to a log, not to Stripe.
 */
export function countryOf(config: AppContext['config'], req: Request): string | null {
  if (config.countryHeader === null) return null;
  const trusts = req.app.get('trust proxy fn') as (address: string, hop: number) => boolean;
  if (!trusts(req.socket.remoteAddress ?? '', 0)) return null;
  const value = req.get(config.countryHeader)?.toUpperCase() ?? '';
  return /^[A-Z]{2}$/.test(value) ? value : null;
}

/** Whether a reader of this country and language gets a notice, is stopped, or neither. */
export function donorRisk(
  config: AppContext['config'],
  reader: { country: string | null; lang: string },
): DonorNotice['kind'] | null {
  const edition = editionFor(config.publisher, reader.lang);
  const kinds = [
    isListedCountry(config, reader.country) ? config.publisher.countries.action : null,
    edition.notice?.kind ?? null,
    edition.lang.split('-')[0] === 'ru' ? 'notice' : null,
  ];
  // The strongest wins: a stop for an edition holds for its readers in every country.
  return kinds.includes('stop') ? 'stop' : kinds.includes('notice') ? 'notice' : null;
}

/** True for a country on the publisher's list, as a trusted edge told it. */
export function isListedCountry(config: AppContext['config'], country: string | null): boolean {
  return country !== null && config.publisher.countries.list.includes(country);
}

/**
 * Whether reminders by mail are offered to a reader: set up, wanted, and no danger to the reader's mailbox. Where
 * payments are stopped no mail asks for one.
 */
export function remindsByMail(
  config: AppContext['config'],
  reader: { country: string | null; lang: string },
): boolean {
  return (
    config.mail !== null &&
    config.publisher.reminders.byMail &&
    !isListedCountry(config, reader.country) &&
    donorRisk(config, reader) !== 'stop'
  );
}
