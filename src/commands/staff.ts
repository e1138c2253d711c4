import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import type { AppContext } from '../context.ts';
import { isoSeconds } from '../finance/exports/iso-seconds.ts';
import {
  addPerson,
  changeRole,
  endPerson,
  labelFault,
  printLink,
  resetPerson,
} from '../finance/people/staff.ts';
import { ROLES, type Role } from '../finance/scope.ts';
import type { StaffMember } from '../finance/staff-member.ts';
import { oneId, runAction, UsageError, type Out } from './words.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'config' | 'addressHashes'>;

const USAGE = [
  'staff add --role ROLE --label LABEL [--lang LANG]   lets somebody in; asks for their e-mail address',
  'staff list                                          lists people: labels and roles, never addresses',
  'staff role ID ROLE                                  changes what somebody may do; they are signed out',
  'staff link ID                                       prints a link that signs somebody in once, within a day',
  'staff reset ID                                      forgets a lost second factor, and prints such a link',
  'staff end ID                                        ends somebody’s access',
  `Roles: ${ROLES.join(', ')}.`,
];

/** Somebody types a line; a command line would stay in the shell's history and in the list of processes. */
export type Ask = (question: string) => Promise<string>;

/** `staff add | list | role | link | reset | end`. Returns the exit code: 0 done, 1 refused, 2 a mistake in the words. */
export function staffCommand(
  args: string[],
  ctx: Needs,
  out: Out,
  ask: Ask = askOnTerminal,
): Promise<number> {
  const onOne = (name: string, act: (staffId: string) => Promise<void>) => async (rest: string[]) => {
    const { positionals } = parseArgs({ args: rest, options: {}, allowPositionals: true });
    await act(oneId(positionals, `Name one person: staff ${name} ID. staff list shows the ids.`));
    return 0;
  };
  const actions = {
    add: (rest: string[]) => add(rest, ctx, out, ask),
    list: (rest: string[]) => list(rest, ctx, out),
    role: async (rest: string[]) => {
      const { positionals } = parseArgs({ args: rest, options: {}, allowPositionals: true });
      const [staffId, role] = positionals;
      const id = oneId(staffId === undefined ? [] : [staffId], 'Say who and what: staff role ID ROLE.');
      await changeRole(ctx, id, readRole(role), 'command');
      out(`Changed ${id} to ${role}. Their sessions have ended.`);
      return 0;
    },
    link: onOne('link', (staffId) => sayLink(ctx, staffId, out)),
    reset: onOne('reset', async (staffId) => {
      await resetPerson(ctx, staffId, 'command');
      out(`Forgot the second factor of ${staffId}. Their sessions have ended.`);
      await sayLink(ctx, staffId, out);
    }),
    end: onOne('end', async (staffId) => {
      await endPerson(ctx, staffId, 'command');
      out(`Ended ${staffId}: sessions, second factor and the hash of the address are gone.`);
    }),
  };
  return runAction('staff', args, { actions, usage: USAGE, out });
}

async function add(args: string[], ctx: Needs, out: Out, ask: Ask): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { role: { type: 'string' }, label: { type: 'string' }, lang: { type: 'string' } },
  });
  const wanted = {
    role: readRole(values.role),
    label: readLabel(values.label),
    lang: values.lang ?? ctx.config.publisher.defaultLang,
    address: await ask('E-mail address: '),
  };
  const { staffId, label, role } = await addPerson(ctx, wanted, 'command');
  out(`Added ${staffId} "${label}" as ${role}. Of the address only a keyed hash is kept.`);
  await sayLink(ctx, staffId, out);
  return 0;
}

async function list(args: string[], ctx: Needs, out: Out): Promise<number> {
  parseArgs({ args, options: {} });
  const people = await ctx.store.listStaff();
  if (people.length === 0) out('Nobody is here. Begin with: staff add --role admin --label LABEL');
  for (const member of people)
    out(`${member.staffId}  ${member.role}  ${stateOf(member)}  "${member.label}"`);
  return 0;
}

async function sayLink(ctx: Needs, staffId: string, out: Out): Promise<void> {
  const link = await printLink(ctx, staffId, 'command');
  out('This link signs them in once, within a day, in the first browser that opens it:');
  out(link);
}

function readRole(role: string | undefined): Role {
  const known = ROLES.find((each) => each === role);
  if (known !== undefined) return known;
  throw new UsageError(
    role === undefined
      ? `Say what they are here for: --role ${ROLES.join(' | ')}.`
      : `There is no role "${role}". Roles: ${ROLES.join(', ')}.`,
  );
}

function readLabel(given: string | undefined): string {
  const label = given?.trim() ?? '';
  switch (labelFault(label)) {
    case 'empty':
      throw new UsageError('Give them a label: --label "Books". It need not be a name.');
    case 'not_a_line':
      throw new UsageError('A label is one line of at most 60 characters.');
    case 'address':
      throw new UsageError('A label must not hold an @: no address of a person is kept here.');
    default:
      return label;
  }
}

function stateOf({ endedAt, sealedTotp }: StaffMember): string {
  if (endedAt !== null) return `ended ${isoSeconds(endedAt)}`;
  return sealedTotp === null ? 'second factor not set up' : 'second factor set up';
}

/** From a terminal with a question, from a pipe without one. */
async function askOnTerminal(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    if (process.stdin.isTTY) return (await lines.question(question)).trim();
    for await (const line of lines) return line.trim();
    return '';
  } finally {
    lines.close();
  }
}
