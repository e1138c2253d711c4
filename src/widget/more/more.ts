import { boxRoot } from '../../box/frame.ts';
import { backNote } from '../../box/later-notes.ts';

import { el, rich } from '../../box/tree.ts';
import { toDom } from '../dom.ts';
import type { Host } from '../host.ts';
import { forgetQuiet, quietIsOver, sayAgain } from './again.ts';
import { bar } from './bar.ts';
import { count } from './counts.ts';
import { goalMeter } from './goal.ts';
import { checkAttributes } from './hints.ts';
import { nudge } from './nudge.ts';
import { moreWords, ownWords } from './own-words.ts';
import { variant } from './variant.ts';

// What few pages ask for, and what few readers see. rs.js loads it when an attribute, the configuration or the
// way back from the payment page asks for it.

/** The element, as far as it is needed here. */
export type Box = HTMLElement & { quiet: (days: number) => void };

/** Adds to a box what its attributes and its configuration ask for. */
export async function dress(host: Host, box: Box, strings: Record<string, unknown> | null): Promise<void> {
  variant(host);
  if (strings) ownWords(host, strings);
  const { config } = host.view;
  const words = await moreWords(host);
  const asks = (name: string, value: string): boolean => box.getAttribute(name) === value;
  checkAttributes(host, box);
  if (box.hasAttribute('metrics') && config.counts) count(host, box);
  // A box that never keeps quiet has nothing to say of it.
  const minds = !box.hasAttribute('force');
  const isOver = minds && quietIsOver();
  host.drawn = (form, choice, cameBack) => {
    if (isOver && !cameBack) sayAgain(words, form);
    if (minds) forgetQuiet();
    if (config.goal) goalMeter(host, words, form, config.goal);
    if (asks('nudge', 'annual')) nudge(host, words, form, choice);
    if (asks('variant', 'bar') && !cameBack) bar(host, words, form, box);
  };
}

/** One line instead of the form for a reader who has just given. */
export async function thanksLine(host: Host): Promise<HTMLElement> {
  const { lang, manageUrl = '' } = host.view.config;
  const words = await moreWords(host);
  const line = /^https?:/.test(manageUrl)
    ? rich(words.thanksManage, {}, (link) => el('a', { href: manageUrl, rel: 'noreferrer' }, link))
    : rich(words.thanks);
  return toDom(boxRoot(lang, {}, {}, el('p', { class: 'rs-line', role: 'status' }, line))) as HTMLElement;
}

/** Tells a reader who came back that nothing was charged. */
export async function sayBack(host: Host, form: HTMLElement): Promise<void> {
  const words = await moreWords(host);
  form.querySelector('form')?.before(toDom(backNote(rich(words.back))));
}
