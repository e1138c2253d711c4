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
  const text = await onlyText(names, 'SPF', wanted.name, {
    kind: /^v=spf1(\s|$)/i,
    toSet: 'Set the line above.',
    several: 'Receivers then take none of them (RFC 7208, 3.2).',
    toKeep: 'Keep one line; several senders go into it side by side.',
  });
  if (typeof text !== 'string') return [text];
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
  const text = await onlyText(names, 'DKIM', name, {
    kind: /(^|;)\s*p\s*=/i,
    toSet: 'Set the line of your mail server there.',
    several: 'What receivers do then is left to them (RFC 6376, 3.6.2.2).',
    toKeep: 'Keep one line for a selector.',
  });
  if (typeof text !== 'string') return [text];
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
  const text = await onlyText(names, 'DMARC', wanted.name, {
    kind: /^v\s*=\s*DMARC1\s*(;|$)/i,
    toSet: 'Set the line above.',
    several: 'Receivers then take none of them (RFC 7489, 6.6.3).',
    toKeep: 'Keep one line.',
  });
  if (typeof text !== 'string') return [text];
  if (same(text, wanted.value)) return [ok('DMARC is set as above.')];
  const tags = tagsOf(text);
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

/** The one text of a kind at a name; or what is wrong there: none, several, or no answer. */
async function onlyText(
  names: Names,
  what: string,
  name: string,
  { kind, toSet, several, toKeep }: { kind: RegExp; toSet: string; several: string; toKeep: string },
): Promise<string | Finding> {
  let texts: string[];
  try {
    // One text may come in pieces of 255 letters.
    texts = (await names.resolveTxt(name)).map((pieces) => pieces.join('')).filter((text) => kind.test(text));
  } catch (error) {
    const code = codeOf(error);
    if (!isNothing(code)) return notLookedUp(what, code);
    texts = [];
  }
  const [text] = texts;
  if (text === undefined) return mend(`${what} is missing at ${name}.`, toSet);
  return texts.length > 1
    ? mend(`${what} stands ${texts.length} times at ${name}. ${several}`, toKeep)
    : text;
}

function notLookedUp(what: string, code: string): Finding {
  return mind(
    `${what} could not be looked up (${code}).`,
    'Try again, or name another name server with --dns-server.',
  );
}

function publicKeyIn(text: string): string {
  return (tagsOf(text).get('p') ?? '').replace(/\s/g, '');
}

/** `name=value` pairs between semicolons, as DKIM and DMARC have them. */
function tagsOf(text: string): Map<string, string> {
  return new Map(
    text.split(';').map((part) => {
      const [name = '', ...value] = part.split('=');
      return [name.trim().toLowerCase(), value.join('=').trim()];
    }),
  );
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
