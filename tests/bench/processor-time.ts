import { readFileSync } from 'node:fs';
import { childrenOf } from '../_support/children.ts';

/** The kernel counts in hundredths of a second (USER_HZ), whatever its own tick is. */
const TICK_MS = 10;

/** The processor time that a process has used, in milliseconds, with that of its children if they count as well. */
export function processorMs(pid: number, { children = false } = {}): number {
  const fields = statOf(pid);
  const own = fields.user + fields.system;
  if (!children) return own * TICK_MS;
  // A child that ends goes over into what its parent has waited for, in between or not.
  const theirs = childrenOf(pid)
    .map(timeOfChild)
    .reduce((sum, one) => sum + one, 0);
  return (own + fields.waitedFor + theirs) * TICK_MS;
}

function timeOfChild(pid: number): number {
  try {
    const { user, system } = statOf(pid);
    return user + system;
  } catch {
    return 0;
  }
}

function statOf(pid: number): { user: number; system: number; waitedFor: number } {
  // The name in brackets may hold spaces; what follows it starts with the third field.
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const at = (field: number) => fields[field - 3] ?? 0;
  return { user: at(14), system: at(15), waitedFor: at(16) + at(17) };
}
