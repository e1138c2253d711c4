import type { KeyObject } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { domainToASCII } from 'node:url';
import type { Config } from '../../config/config.ts';
import { domainOf, envelopeAddress, hostOf } from '../../email/smtp-mailer.ts';
import { UsageError } from '../words.ts';
import { mind, type Finding } from './finding.ts';
import { setLinesFindings, type Names } from './mail-domain-dns.ts';
import { domainFindings, readDkimKey, type MailDomain } from './mail-domain.ts';

/** What the options ask for about a domain. */
export type DomainWish = {
  domain: string;
  selector: string | null;
  key: { publicKey: KeyObject } | { fault: Finding } | null;
  /** Null: no name server is asked. */
  names: Names | null;
};

type Options = {
  'mail-domain'?: string | undefined;
  'dkim-selector'?: string | undefined;
  'dkim-key-file'?: string | undefined;
  dns: boolean;
  'dns-server'?: string | undefined;
};

/** Reads the options; null without a domain. */
export function readDomainWish(options: Options): DomainWish | null {
  const { dns, ...named } = options;
  if (named['mail-domain'] === undefined) {
    const lone = [
      ...Object.entries(named)
        .filter(([, value]) => value !== undefined)
        .map(([name]) => name),
      ...(dns ? ['dns'] : []),
    ];
    if (lone.length > 0) throw new UsageError(`--${lone[0]} belongs to --mail-domain example.org.`);
    return null;
  }
  return {
    domain: readDomain(named['mail-domain']),
    selector: readSelector(named['dkim-selector']),
    key: readKeyFile(named['dkim-key-file']),
    names: dns || named['dns-server'] !== undefined ? resolver(named['dns-server']) : null,
  };
}

/** The lines to set at the domain, and, where it was asked for, what is set there now. */
export async function domainSection(wish: DomainWish, mail: Config['mail']): Promise<Finding[]> {
  const findings: Finding[] = [];
  const sender = mail === null ? null : domainOf(envelopeAddress(mail.from));
  if (sender !== null && sender !== wish.domain)
    findings.push(
      mind(
        `MAIL_FROM is at ${sender}, not at ${wish.domain}. The lines below count for exactly one domain.`,
        `Set them for ${sender}, or change MAIL_FROM.`,
      ),
    );
  const about: MailDomain = {
    domain: wish.domain,
    smtpHost: mail === null ? null : hostOf(new URL(mail.smtpUrl)),
    dkim: {
      selector: wish.selector,
      publicKey: wish.key !== null && 'publicKey' in wish.key ? wish.key.publicKey : null,
    },
  };
  if (wish.key !== null && 'fault' in wish.key) findings.push(wish.key.fault);
  findings.push(...domainFindings(about));
  if (wish.names !== null) findings.push(...(await setLinesFindings(about, wish.names)));
  return findings;
}

function readDomain(given: string): string {
  const domain = domainToASCII(given.trim().replace(/\.$/, '')).toLowerCase();
  if (domain.length > 253 || !/^([a-z0-9](-*[a-z0-9])*\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/.test(domain))
    throw new UsageError('Write the domain of MAIL_FROM as --mail-domain example.org.');
  return domain;
}

function readSelector(given: string | undefined): string | null {
  if (given === undefined) return null;
  if (!/^[a-z0-9](-*[a-z0-9])*(\.[a-z0-9](-*[a-z0-9])*)*$/i.test(given) || given.length > 100)
    throw new UsageError('A selector is letters, digits and hyphens: --dkim-selector s1.');
  return given;
}

function readKeyFile(path: string | undefined): DomainWish['key'] {
  if (path === undefined) return null;
  try {
    return readDkimKey(readFileSync(path, 'utf8'));
  } catch {
    throw new UsageError('The file of --dkim-key-file cannot be read.');
  }
}

function resolver(server: string | undefined): Names {
  const names = new Resolver({ timeout: 3_000, tries: 2 });
  try {
    if (server !== undefined) names.setServers([server]);
  } catch {
    throw new UsageError('Name the name server by its address: --dns-server 9.9.9.9.');
  }
  return names;
}
