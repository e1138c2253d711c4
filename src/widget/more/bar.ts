import { goLabel } from '../../box/amount-form.ts';
import { boxRoot, slot } from '../../box/frame.ts';
import type { MoreTexts } from '../../box/texts.ts';
import { el, fill } from '../../box/tree.ts';
import { toDom } from '../dom.ts';
import type { Host } from '../host.ts';
import type { Box } from './more.ts';

/** Days of quiet for a reader who pressed "Hide this". */
const HIDE_DAYS = 14;

/** Bars whose reader went on to the form: they stay forms. */
const opened = new WeakSet<Box>();

/** One line in place of the form, until the reader asks for the form or hides the line. */
export function bar({ view }: Host, words: MoreTexts, form: HTMLElement, box: Box): void {
  if (opened.has(box)) return;
  const { config, texts, headingLevel, giveUrl } = view;
  const line = toDom(
    boxRoot(
      config.lang,
      { 'aria-labelledby': 'rs-title' },
      { class: 'rs-body rs-bar', 'data-print': fill(texts.print, { url: giveUrl }) },
      el(
        `h${headingLevel}`,
        { class: 'rs-title', id: 'rs-title', part: 'heading' },
        slot(view, 'heading', config.texts.heading ?? texts.heading),
      ),
      el('button', { class: 'rs-btn', type: 'button', part: 'submit' }, goLabel(texts)),
      el('button', { class: 'rs-link', type: 'button', part: 'hide' }, words.hide),
    ),
  ) as HTMLElement;
  line.querySelector('.rs-btn')?.addEventListener('click', () => {
    opened.add(box);
    line.replaceWith(form);
    form.querySelector<HTMLElement>('.rs-title')?.focus();
  });
  line.querySelector('.rs-link')?.addEventListener('click', () => box.quiet(HIDE_DAYS));
  form.replaceWith(line);
}
