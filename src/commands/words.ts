import { parseArgs, type ParseArgsConfig } from 'node:util';
import { toError } from '../errors.ts';
import { MOST_NOTE, noteFault } from '../tasks/note.ts';

/** Where a command writes its lines. */
export type Out = (line: string) => void;

/** A mistake in the command line: said in words, with exit code 2. */
export class UsageError extends Error {}

/** The actions of a command, each with what stands behind its name. */
export type Actions = Record<string, (args: string[]) => Promise<number>>;

/** Runs the action that is named first. A mistake in the words is said, with exit code 2. */
export async function runAction(
  name: string,
  args: string[],
  { actions, usage, out }: { actions: Actions; usage: readonly string[]; out: Out },
): Promise<number> {
  const [action, ...rest] = args;
  const asksForHelp = action === 'help' || action === '--help';
  const run = action === undefined || !Object.hasOwn(actions, action) ? undefined : actions[action];
  if (run === undefined) {
    if (action !== undefined && !asksForHelp) out(`${name} has no action "${action}". It has these:`);
    usage.forEach(out);
    return asksForHelp ? 0 : 2;
  }
  try {
    return await run(rest);
  } catch (error) {
    if (!(error instanceof UsageError) && !isParseArgsError(error)) throw error;
    out(toError(error).message);
    return 2;
  }
}

/** Reads options and the ids that stand among them; `--all` and the like are options. */
export function readWords<T extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: T) {
  return parseArgs({ args, options, allowPositionals: true });
}

/** One id of the form that a list shows, or a mistake that says how it is done. */
export function oneId(ids: readonly string[], how: string): string {
  const [id] = ids;
  if (id === undefined || ids.length > 1 || !/^[A-Za-z0-9_]{1,100}$/.test(id)) throw new UsageError(how);
  return id;
}

/** What a person writes down for the next one: a line, and nobody's address in it. */
export function readNote(option: string, given: string | undefined): string {
  const note = given?.trim() ?? '';
  switch (noteFault(note)) {
    case 'empty':
      throw new UsageError(`Say why, for whoever reads it later: ${option} "TEXT".`);
    case 'not_a_line':
      throw new UsageError(`${option} takes one line of at most ${MOST_NOTE} characters.`);
    case 'address':
      throw new UsageError(
        `${option} must not hold an @: no address of a person is kept here. Name Stripe's object instead, such as cus_… or ch_….`,
      );
    default:
      return note;
  }
}

/** True where parseArgs did not understand an option. */
export function isParseArgsError(error: unknown): boolean {
  return (
    error instanceof TypeError && String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')
  );
}
