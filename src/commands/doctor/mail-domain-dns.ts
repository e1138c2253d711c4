import type { Resolver } from 'node:dns/promises';
import { mend, mind, note, ok, plainly, type Finding } from './finding.ts';
import { dkimLine, dmarcLine, spfLine, type MailDomain } from './mail-domain.ts';

/** The part of a resolver that is asked. */
export type Names = Pick<Resolver, 'resolveTxt' | 'resolveMx'>;

/** Looks up what is set at the domain and holds it against the lines that would be right. */
export async function setLinesFindings(mail: MailDomain, names: Names): Promise<Finding[]> {
  return [
    note('Looked up, as --dns asks: the name server now knows that somebody here asked for this domain.'),
    ...(await spfFindings(mail, names)),
    ...(await dkimFindings(mail, names)),
    ...(await dmarcFindings(mail, names)),
    ...(await mxFindings(mail, names)),
  ];
}

async function spfFindings(mail: MailDomain, names: Names): Promise<Finding[]> {
  const wanted = spfLine(mail);
  const found = await textsAt(names, wanted.name, /^v=spf1(\s|$)/i);
  if (typeof found === 'string') return [notLookedUp('SPF', found)];
  const [text, ...more] = found;
  if (text === undefined) return [mend(`SPF is missing at ${wanted.name}.`, 'Set the line above.')];
  if (more.length > 0)
    return [
      mend(
        `SPF stands ${found.length} times at ${wanted.name}. Receivers then take none of them (RFC 7208, 3.2).`,
        'Keep one line; several senders go into it side by side.',
      ),
    ];
  if (/(^|\s)\+?all(\s|$)/i.test(text))
    return [mend(`SPF lets everybody send for the domain: ${plainly(text)}`, 'End the line with -all.')];
  if (same(text, wanted.value)) return [ok(`SPF is set as above.`)];
  const weak = !/\s[-~]all(\s|$)/i.test(text) && !/\sredirect=/i.test(text);
  return [
    mind(
      `SPF is set, and differs from the line above: ${plainly(text)}`,
      weak
        ? 'End it with -all: as it is, it refuses nobody.'
        : 'It is right if your provider documents it so; otherwise set the line above.',
    ),
  ];
}

async function dkimFindings(mail: MailDomain, names: Names): Promise<Finding[]> {
  const { selector } = mail.dkim;
  if (selector === null)
    return [
      note(
        'DKIM cannot be looked up without its selector: add --dkim-selector with the name that your mail server signs with.',
      ),
    ];
  const name = `${selector}._domainkey.${mail.domain}`;
  const found = await textsAt(names, name, /(^|;)\s*p\s*=/i);
  if (typeof found === 'string') return [notLookedUp('DKIM', found)];
  const [text, ...more] = found;
  if (text === undefined)
    return [mend(`DKIM is missing at ${name}.`, 'Set the line of your mail server there.')];
  if (more.length > 0)
    return [
      mend(
        `DKIM stands ${found.length} times at ${name}. What receivers do then is left to them (RFC 6376, 3.6.2.2).`,
        'Keep one line for a selector.',
      ),
    ];
  const key = publicKeyIn(text);
  if (key === '')
    return [
      mend(
        `DKIM at ${name} has an empty key: it was withdrawn.`,
        'Set the new key, or sign with another selector.',
      ),
    ];
  const wanted = dkimLine(mail);
  if (wanted === null)
    return [ok(`DKIM has a key at ${name}. With --dkim-key-file it is held against yours.`)];
  return publicKeyIn(wanted.value) === key
    ? [ok(`DKIM has your key at ${name}.`)]
    : [
        mend(
          `DKIM at ${name} has another key than your file.`,
          'Set the line above, or show the file that belongs to the selector.',
        ),
      ];
}

async function dmarcFindings(mail: MailDomain, names: Names): Promise<Finding[]> {
  const wanted = dmarcLine(mail);
  const found = await textsAt(names, wanted.name, /^v\s*=\s*DMARC1\s*(;|$)/i);
  if (typeof found === 'string') return [notLookedUp('DMARC', found)];
  const [text, ...more] = found;
  if (text === undefined) return [mend(`DMARC is missing at ${wanted.name}.`, 'Set the line above.')];
  if (more.length > 0)
    return [
      mend(
        `DMARC stands ${found.length} times at ${wanted.name}. Receivers then take none of them (RFC 7489, 6.6.3).`,
        'Keep one line.',
      ),
    ];
  if (same(text, wanted.value)) return [ok('DMARC is set as above.')];
  const tags = new Map(text.split(';').map((part) => tagOf(part)));
  if (tags.get('p')?.toLowerCase() !== 'reject')
    return [
      mind(
        `DMARC is set, and lets forgeries through or into the junk: ${plainly(text)}`,
        'Set p=reject once your own mails arrive.',
      ),
    ];
  if (tags.has('rua') || tags.has('ruf'))
    return [
      mind(
        `DMARC is set, and asks for reports: ${plainly(text)}`,
        'Leave out rua and ruf, unless you read them at a mailbox that may be known.',
      ),
    ];
  return [ok(`DMARC is set and refuses forgeries; it differs from the line above: ${plainly(text)}`)];
}

async function mxFindings({ domain }: MailDomain, names: Names): Promise<Finding[]> {
  try {
    const hosts = await names.resolveMx(domain);
    return hosts.some(({ exchange }) => exchange !== '' && exchange !== '.')
      ? [ok(`${domain} takes mail, so bounces have somewhere to go.`)]
      : [
          mind(
            `${domain} says that it takes no mail (null MX). Some receivers refuse what comes from there.`,
            'Set an MX with a mailbox that throws bounces away.',
          ),
        ];
  } catch (error) {
    const code = codeOf(error);
    return isNothing(code)
      ? [
          mind(
            `${domain} has no MX: bounces have nowhere to go, and some receivers trust such a domain less.`,
            'Set an MX with a mailbox that throws bounces away.',
          ),
        ]
      : [notLookedUp('MX', code)];
  }
}

/** The texts at a name that are of the wanted kind, or the code of why they could not be looked up. */
async function textsAt(names: Names, name: string, kind: RegExp): Promise<string[] | string> {
  try {
    // One text may come in pieces of 255 letters.
    const texts = (await names.resolveTxt(name)).map((pieces) => pieces.join(''));
    return texts.filter((text) => kind.test(text));
  } catch (error) {
    const code = codeOf(error);
    return isNothing(code) ? [] : code;
  }
}

function notLookedUp(what: string, code: string): Finding {
  return mind(
    `${what} could not be looked up (${code}).`,
    'Try again, or name another name server with --dns-server.',
  );
}

function publicKeyIn(text: string): string {
  const tags = new Map(text.split(';').map((part) => tagOf(part)));
  return (tags.get('p') ?? '').replace(/\s/g, '');
}

function tagOf(part: string): [string, string] {
  const [name = '', ...value] = part.split('=');
  return [name.trim().toLowerCase(), value.join('=').trim()];
}

/** Equal but for spaces and capitals. */
function same(one: string, other: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/\s+/g, ' ')
      .replace(/\s*;\s*/g, ';')
      .replace(/;$/, '')
      .trim();
  return plain(one) === plain(other);
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? 'unknown';
}

/** The name server knows that there is nothing, as opposed to not knowing. */
function isNothing(code: string): boolean {
  return code === 'ENOTFOUND' || code === 'ENODATA';
}
