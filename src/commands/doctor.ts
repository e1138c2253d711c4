import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Config, DatabasePlace } from '../config/config.ts';
import { hostOf } from '../config/database-address.ts';
import { lookAtMailServer } from '../email/look-at-server.ts';
import type { ServerInspection } from '../store/postgres/inspect.ts';
import { inspectDatabase, type Inspection } from '../store/sqlite/inspect.ts';
import { databaseFindings, othersMayRead } from './doctor/database.ts';
import {
  mend,
  mind,
  note,
  ok,
  printSection,
  summaryOf,
  type Finding,
  type Section,
} from './doctor/finding.ts';
import { domainSection, readDomainWish } from './doctor/mail-domain-section.ts';
import { serverFindings } from './doctor/mail-server.ts';
import { keyFindings, senderFindings } from './doctor/mail-settings.ts';
import { serverFindings as databaseServerFindings } from './doctor/server.ts';
import { stripePermissions } from './doctor/stripe-permissions.ts';
import { readSettings } from './settings.ts';
import type { Out } from './words.ts';

const NOTHING: ReadonlyMap<string, number> = new Map();

/**
 * `doctor [--mail-domain D …]`: says what is right and what is not, each fault with its cure, and changes
 * nothing. Exit code 0: nothing must be mended; 1: something must; 2: a mistake in the words.
 */
export async function doctorCommand(
  args: string[],
  env: NodeJS.ProcessEnv,
  out: Out,
  settingsFile = '.env',
): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      'mail-domain': { type: 'string' },
      'dkim-selector': { type: 'string' },
      'dkim-key-file': { type: 'string' },
      dns: { type: 'boolean', default: false },
      'dns-server': { type: 'string' },
    },
  });
  const wish = readDomainWish(values);
  const read = readSettings(env, settingsFile);
  const config = 'config' in read ? read.config : null;

  const sections: Section[] = [];
  const show = (title: string, findings: readonly Finding[]) => {
    const section = { title, findings };
    sections.push(section);
    printSection(section, out);
  };

  show('Settings', settingsFindings(read, settingsFile));
  if (config !== null) {
    const { inspection, findings } = await lookAtDatabase(config.database);
    show('Publisher file', publisherFindings(config));
    show('Database', findings);
    show('Mail', await mailFindings(config, inspection));
    show('Stripe', stripeFindings(config));
  }
  if (wish !== null) show(`The domain ${wish.domain}`, await domainSection(wish, config?.mail ?? null));
  const { mend: toMend, text } = summaryOf(sections);
  out(text);
  return toMend > 0 ? 1 : 0;
}

/** Looks where the settings say the database is; of a server nothing but its host is told. */
async function lookAtDatabase(
  database: DatabasePlace,
): Promise<{ inspection: Inspection | ServerInspection; findings: Finding[] }> {
  if (database.kind === 'sqlite') {
    const inspection = inspectDatabase(database.file);
    return { inspection, findings: databaseFindings(database.file, inspection) };
  }
  const { inspectServer } = await import('../store/postgres/inspect.ts');
  const inspection = await inspectServer(database.url);
  return { inspection, findings: databaseServerFindings(hostOf(database.url), inspection) };
}

function settingsFindings(read: ReturnType<typeof readSettings>, file: string): Finding[] {
  const findings: Finding[] =
    'config' in read
      ? [ok('Every setting can be used.')]
      : [
          ...read.faults.map(({ setting, problem, cure }) => mend(`${setting} ${problem}.`, cure)),
          note('Database, mail and the rest are looked at once these are mended.'),
        ];
  if (existsSync(file) && othersMayRead(file))
    findings.push(
      mind(
        `Other users of this machine may read ${file}, which holds keys and passwords.`,
        `Close it: chmod 600 ${file}`,
      ),
    );
  return findings;
}

function publisherFindings({ publisher, stripe }: Config): Finding[] {
  const editions = Object.keys(publisher.editions).join(', ');
  const currencies = publisher.currencies.map(({ currency }) => currency).join(', ');
  return [
    ok(`It can be used: editions ${editions}; currencies ${currencies}; book zone ${publisher.bookZone}.`),
    note(
      stripe.livemode
        ? 'The Stripe key is a live one: money is real.'
        : 'The Stripe key is a test one: no money moves.',
    ),
    ...(publisher.open
      ? []
      : [mind('"open" is false: readers find the form closed.', 'Set it to true to open it.')]),
  ];
}

async function mailFindings(config: Config, inspection: Inspection | ServerInspection): Promise<Finding[]> {
  const { mail, publisher } = config;
  if (mail === null)
    return [
      note(
        'No mail is set: readers are offered the calendar file alone, which leaves no trace here. docs/mail.md says how to add reminders by mail.',
      ),
    ];
  const sealed = inspection.kind === 'read' ? inspection : { sealedBy: NOTHING, secretsBy: NOTHING };
  return [
    ...(publisher.reminders.byMail
      ? []
      : [note('The publisher file offers no reminders by mail ("byMail": false).')]),
    ...serverFindings(await lookAtMailServer(mail), new Date()),
    ...senderFindings({ ...config, mail }),
    ...keyFindings(config.addressKeys, sealed),
  ];
}

function stripeFindings({ publisher }: Config): Finding[] {
  const rights = stripePermissions({ refunds: publisher.countries.refund });
  const width = Math.max(...rights.map(({ resource }) => resource.length));
  return [
    note(
      'Nothing was asked of Stripe. A restricted key is enough; give it these rights and no others:',
      rights.map(({ right, resource, why }) => `${right.padEnd(6)} ${resource.padEnd(width)}  ${why}`),
    ),
  ];
}
