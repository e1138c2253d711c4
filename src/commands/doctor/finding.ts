import type { Out } from '../words.ts';

/** One thing that the doctor looked at. */
export type Finding = {
  /** `ok`: as it should be; `note`: to know; `mind`: worth mending; `mend`: must be mended, exit code 1. */
  kind: 'ok' | 'note' | 'mind' | 'mend';
  text: string;
  /** What to do about it. */
  cure?: string;
  /** Lines to paste, printed as they are. */
  lines?: readonly string[];
};

/** What was looked at under one heading. */
export type Section = { title: string; findings: readonly Finding[] };

/** A word that a person and a search find in a long output alike. */
const LABELS: Record<Finding['kind'], string> = { ok: 'ok', note: 'note', mind: 'MIND', mend: 'MEND' };

const INDENT = ' '.repeat(8);
const WIDTH = 100;

export const ok = (text: string): Finding => ({ kind: 'ok', text });
export const note = (text: string, lines?: readonly string[]): Finding => ({
  kind: 'note',
  text,
  ...(lines && { lines }),
});
export const mind = (text: string, cure: string): Finding => ({ kind: 'mind', text, cure });
export const mend = (text: string, cure: string): Finding => ({ kind: 'mend', text, cure });

/** Prints a section, each fault with its cure below it. */
export function printSection({ title, findings }: Section, out: Out): void {
  out(title);
  for (const { kind, text, cure, lines = [] } of findings) {
    const [first = '', ...rest] = wrapped(text);
    out(`  ${LABELS[kind].padEnd(INDENT.length - 2)}${first}`);
    for (const line of [...rest, ...(cure === undefined ? [] : wrapped(cure))]) out(INDENT + line);
    for (const line of lines) out(`${INDENT}  ${line}`);
  }
  out('');
}

/** The last line: what is left to do. */
export function summaryOf(sections: readonly Section[]): { mend: number; text: string } {
  const count = (kind: Finding['kind']) =>
    sections.reduce((sum, { findings }) => sum + findings.filter((one) => one.kind === kind).length, 0);
  const [toMend, toMind] = [count('mend'), count('mind')];
  const words = [
    `${toMend === 0 ? 'Nothing' : toMend} to mend (MEND)`,
    `${toMind === 0 ? 'nothing' : toMind} to mind (MIND)`,
  ];
  return { mend: toMend, text: `${words.join(', ')}. Nothing was changed and no mail was sent.` };
}

/** What another machine says about itself, fit for a terminal. */
export function plainly(text: string, atMost = 120): string {
  const plain = text.replace(/[^\x20-\x7e]/g, '?');
  return plain.length <= atMost ? plain : `${plain.slice(0, atMost)}…`;
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && INDENT.length + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
