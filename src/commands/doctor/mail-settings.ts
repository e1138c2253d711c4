import parseAddresses from 'nodemailer/lib/addressparser';
import type { Config } from '../../config/config.ts';
import { domainOf, envelopeAddress } from '../../email/smtp-mailer.ts';
import { isLoopback } from '../../loopback.ts';
import { loudSettings } from '../../reminders/neutral.ts';
import { mend, mind, note, ok, type Finding } from './finding.ts';

type Mail = NonNullable<Config['mail']>;

/** The sender and the links: what a seized phone shows. */
export function senderFindings(config: Config & { mail: Mail }): Finding[] {
  const mailboxes = parseAddresses(config.mail.from);
  const domain = domainOf(envelopeAddress(config.mail.from));
  const host = new URL(config.publicUrl).hostname;
  const findings: Finding[] = [];
  if (mailboxes.length !== 1 || mailboxes[0]?.address !== envelopeAddress(config.mail.from))
    findings.push(
      mend(
        'MAIL_FROM is not one mailbox: mail programs read several in it.',
        'Write one name without commas, and one address: Notes <note@example.org>.',
      ),
    );
  else findings.push(ok(`MAIL_FROM is one mailbox at ${domain}.`));

  const loud = loudSettings(config);
  for (const { setting, words } of loud)
    findings.push(
      mind(
        `${setting} holds words that tell what the mails are about: ${words.join(', ')}. A locked screen shows them.`,
        setting === 'MAIL_FROM'
          ? 'Choose a sender that names neither the paper nor its purpose (docs/mail.md).'
          : 'Serve the pages under a host that names neither the paper nor its purpose: every link in a mail shows it (docs/mail.md).',
      ),
    );
  const home = paperHosts(config).find((paper) => sameOwner(paper, domain) || sameOwner(paper, host));
  if (home !== undefined)
    findings.push(
      mind(
        `The mails come from, or lead to, the paper’s own domain (${home}). Whoever sees the sender or a link knows the paper.`,
        'Use a domain of its own for MAIL_FROM and PUBLIC_URL (docs/mail.md).',
      ),
    );
  if (loud.length === 0 && home === undefined)
    findings.push(ok('Neither the sender nor the host of the links has a word that is known to be loud.'));
  if (isLoopback(host))
    findings.push(
      mind(
        `PUBLIC_URL leads to this machine (${host}): nobody else can open the links in the mails.`,
        'Set it to the https address that readers open.',
      ),
    );
  else if (!sameOwner(host, domain))
    findings.push(
      note(
        `The links lead to ${host}, the sender is at ${domain}. One domain for both is less to explain to a spam filter.`,
      ),
    );
  return findings;
}

/** The keys that seal addresses, held against the addresses that wait. */
export function keyFindings(
  keys: Config['addressKeys'],
  { sealedBy, secretsBy }: { sealedBy: ReadonlyMap<string, number>; secretsBy: ReadonlyMap<string, number> },
): Finding[] {
  const findings: Finding[] = [];
  const [newest] = keys;
  if (newest !== undefined)
    findings.push(
      ok(
        `ADDRESS_KEYS holds ${keys.length === 1 ? 'one key' : `${keys.length} keys`}; "${newest.id}" seals.`,
      ),
    );
  for (const { id } of keys.filter(({ key }) => !looksRandom(key)))
    findings.push(
      mend(
        `The key "${id}" of ADDRESS_KEYS is not random: it can be guessed.`,
        'Make one with: echo k2:$(openssl rand -base64 32), put it first, then run reader-support reminders reseal.',
      ),
    );
  const twice = keys.filter(({ key }, at) => keys.findIndex((other) => other.key.equals(key)) < at);
  for (const { id } of twice)
    findings.push(
      mend(
        `The key "${id}" of ADDRESS_KEYS is another one under a second name.`,
        'Take it away, or make a new one.',
      ),
    );
  for (const [id, count] of sealedBy)
    if (!keys.some((key) => key.id === id))
      findings.push(
        mend(
          `${count === 1 ? 'One address waits' : `${count} addresses wait`} that the key "${id}" sealed, which ADDRESS_KEYS no longer holds: no mail can go there.`,
          'Put the key back at the end of the list.',
        ),
      );
  for (const id of secretsBy.keys())
    if (!keys.some((key) => key.id === id))
      findings.push(
        mend(
          `The secret under which addresses are hashed was sealed by the key "${id}", which ADDRESS_KEYS no longer holds: who asked never to be written to is not recognised.`,
          'Put the key back at the end of the list, then run reader-support reminders reseal.',
        ),
      );
  findings.push(
    note('Keep ADDRESS_KEYS apart from the backups: whoever has both can read the addresses that wait.'),
  );
  return findings;
}

/** 32 random bytes hold 30 different ones or so; what was typed or counted up does not. */
function looksRandom(key: Buffer): boolean {
  const steps = new Set(key.map((byte, at) => (byte - (key[at - 1] ?? 0)) & 0xff));
  return new Set(key).size >= 16 && steps.size >= 16;
}

function paperHosts({ publisher }: Config): string[] {
  const { homeUrl, origins } = publisher;
  return [
    ...new Set([homeUrl, ...origins].filter((url) => URL.canParse(url)).map((url) => new URL(url).hostname)),
  ];
}

/** One is the other, or lies below it, or both lie below the same registered name, as far as names tell. */
function sameOwner(one: string, other: string): boolean {
  return (
    one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`) || ending(one) === ending(other)
  );
}

/** The last two labels of a name, or three where the second last is of the kind of co.uk. */
function ending(host: string): string {
  return host
    .split('.')
    .slice(/\.[a-z]{2,3}\.[a-z]{2}$/.test(host) ? -3 : -2)
    .join('.');
}
