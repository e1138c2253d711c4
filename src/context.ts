import type Stripe from 'stripe';
import { countDesk, type CountDesk } from './appeal/count-desk.ts';
import { createBackground, type Background } from './background.ts';
import type { Config } from './config/config.ts';
import type { Mailer } from './email/mailer.ts';
import { deniedTries, type DeniedTries } from './finance/denied-tries.ts';
import { createLeases, type Leases } from './jobs/leases.ts';
import { createLog, type Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { addressHashes, type AddressHashes } from './sealed/address-hash.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/store.ts';
import { stripeClient } from './stripe/client.ts';
import { stripePace } from './stripe/pace.ts';
import { createProjector, type Projector } from './webhooks/projector.ts';

/** Everything a feature may need, built once. A feature takes the part it uses: `Pick<AppContext, 'store' | 'now'>`. */
export type AppContext = {
  config: Config;
  store: Store;
  stripe: Stripe;
  /** Waits for a place under the number of reads of Stripe a second that this instance may make. */
  pace: () => Promise<void>;
  /** Null where the publisher set no mail server. */
  mailer: Mailer | null;
  addressHashes: AddressHashes;
  log: Log;
  metrics: Metrics;
  /** The clock. The database's is never asked. */
  now: () => Date;
  /** What this instance does for all of them at present. */
  leases: Leases;
  projector: Projector;
  background: Background;
  /** Counters of the box that wait to be written. */
  counts: CountDesk;
  /** Denied tries on their way to the audit. */
  denials: DeniedTries;
};

/** Opens the store and the mailer that the configuration names, and builds the context. */
export async function openContext(config: Config, given: Partial<AppContext> = {}): Promise<AppContext> {
  const mailer = given.mailer ?? (config.mail === null ? null : await mailerOf(config.mail));
  return createContext(config, { ...given, mailer, store: given.store ?? (await openStore(config)) });
}

/** Loaded only where the publisher set a mail server: what speaks SMTP would be a sixth of every other start. */
async function mailerOf(mail: NonNullable<Config['mail']>): Promise<Mailer> {
  const { smtpMailer } = await import('./email/smtp-mailer.ts');
  return smtpMailer(mail);
}

/** Builds the context over a store, without a mailer if none is given. Any other part can be given as well: tests do. */
export function createContext(
  config: Config,
  given: Partial<AppContext> & Pick<AppContext, 'store'>,
): AppContext {
  const { store } = given;
  const log = given.log ?? createLog(config.logLevel);
  const now = given.now ?? (() => new Date());
  const metrics = given.metrics ?? createMetrics();
  const stripe = given.stripe ?? stripeClient(config.stripe);
  const mailer = given.mailer ?? null;
  const addresses = given.addressHashes ?? addressHashes({ config, store, now });
  const leases = given.leases ?? createLeases({ store, log, metrics, now });
  const count = () => metrics.stripeReads.inc();
  const isOurs = () => leases.hold('project');
  const pace = given.pace ?? stripePace(config.stripe, { count, isOurs });
  const base = { config, store, stripe, pace, mailer, addressHashes: addresses, log, metrics, now, leases };
  const projector = given.projector ?? createProjector(base);
  const background = given.background ?? createBackground(log);
  const counts = given.counts ?? countDesk({ config, store, now });
  const denials = given.denials ?? deniedTries({ store, now });
  return { ...base, projector, background, counts, denials };
}
