import { amountBox } from '../box/amount-form.ts';
import { el, type Attributes, type Piece } from '../box/tree.ts';
import { plainForm, type PlainForm } from '../pages/plain-form.ts';
import { treeHtml } from '../pages/tree-html.ts';
import { giveAddress, queryOf } from '../checkout/give-address.ts';
import type { Level } from './levels.ts';
import type { FrameWish, Wish } from './wish.ts';

// What a publisher writes into a page, and what our own pages run: one function for each way, so that the
// documentation cannot show anything else than what works.

/** Where the files of the widget lie, with the hashes that hold them to what was tested. */
export type Files = {
  /** This server as readers reach it, without a slash at the end. */
  base: string;
  version: string;
  /** Integrity of rs.js, rs.css and height.js. */
  hashes: { script: string; style: string; height: string };
};

/** A box with the words and amounts of an edition. */
export type Box = Pick<PlainForm, 'config' | 'choice'> & { wish: Wish };

/**
 * What a sandboxed frame may do: send the form, run the box, keep its own origin, and lead the whole tab to the
 * payment page after a press of a button. Downloads are for the calendar file, the reminder that leaves no trace.
 */
export const SANDBOX =
  'allow-forms allow-scripts allow-same-origin allow-downloads allow-top-navigation-by-user-activation';

/** Room for the box in a frame whose page cannot listen to its height, in CSS pixels. */
export const FRAME_HEIGHT = 860;

/** The box as a plain form in the page itself. It holds no key, so one copy may serve all readers. */
export function formMarkup(files: Files, box: Box): string {
  const { theme } = box.wish;
  return write(
    styleLink(files),
    el(
      'div',
      { class: 'rs-tokens', 'data-theme': theme === 'auto' ? undefined : theme },
      amountBox(plainForm({ ...formOf(files, box), slots: false })),
    ),
  );
}

/** The element with its form already in it: nothing moves when the script arrives, and nothing lacks without it. */
export function ssrMarkup(files: Files, box: Box, words: string): string {
  return write(
    // Not async: a script that comes before the parser has read the template would take its place.
    scriptTag(files, false),
    element(
      files,
      box.wish,
      words,
      el(
        'template',
        { shadowrootmode: 'open', shadowrootdelegatesfocus: true },
        styleLink(files),
        amountBox(plainForm({ ...formOf(files, box), slots: true })),
      ),
    ),
  );
}

/** The element alone; the link in it is what readers see where the script does not run. */
export function scriptMarkup(files: Files, wish: Wish, words: string): string {
  return write(scriptTag(files), element(files, wish, words));
}

/** The box in a frame, and the script that gives the frame its height. */
export function frameMarkup(files: Files, wish: FrameWish, title: string): string {
  return write(
    frameTag(files.base, wish, { title, width: '100%', height: FRAME_HEIGHT }),
    el('script', {
      type: 'module',
      async: true,
      src: heightAddress(files),
      integrity: files.hashes.height,
      crossorigin: 'anonymous',
    }),
  );
}

/** The link alone. */
export function linkMarkup(base: string, wish: Wish, words: string): string {
  return write(el('a', { href: giveAddress(base, wish) }, words));
}

/** The element without its script: what reader modes and browsers without scripts make of it is its link. */
export function elementMarkup(files: Files, wish: Wish, words: string): string {
  return write(element(files, wish, words));
}

/** The code for a way to embed, for the page of `parent`. */
export function levelMarkup(
  level: Level,
  files: Files,
  box: Box,
  page: { words: string; parent: string | undefined },
): string {
  const { words, parent } = page;
  switch (level) {
    case 'link':
      return linkMarkup(files.base, { frequency: 'monthly', amount: presetOf(box), ...box.wish }, words);
    case 'form':
      return formMarkup(files, box);
    case 'ssr':
      return ssrMarkup(files, box, words);
    case 'script':
      return scriptMarkup(files, box.wish, words);
    case 'frame':
      return frameMarkup(files, { ...box.wish, parent }, words);
    default:
      return level satisfies never;
  }
}

/** The amount that a box opens with, so that a link of the documentation shows what a link can say. */
function presetOf({ choice }: Box): string | undefined {
  return choice.amount.monthly === 'other' ? undefined : choice.amount.monthly;
}

/** The frame alone, for pages that take no script. */
export function frameOnly(
  base: string,
  wish: FrameWish,
  size: { title: string; width: string; height: number },
) {
  return write(frameTag(base, wish, size));
}

/** Where the script for the page around a frame lies. */
export function heightAddress({ base, version }: Pick<Files, 'base' | 'version'>): string {
  return `${base}/embed/${version}/height.js`;
}

function frameTag(
  base: string,
  wish: FrameWish,
  size: { title: string; width: string; height: number },
): Piece {
  const names = ['lang', 'campaign', 'frequency', 'amount', 'currency', 'theme', 'return', 'parent'] as const;
  return el('iframe', {
    src: `${base}/embed/frame?${queryOf(wish, names)}`,
    ...size,
    loading: 'lazy',
    frameborder: 0,
    referrerpolicy: 'no-referrer',
    sandbox: SANDBOX,
  });
}

function element(files: Files, wish: Wish, words: string, ...inside: Piece[]): Piece {
  const { campaign, lang, currency, frequency, amount, theme } = wish;
  const attributes: Attributes = { campaign, lang, currency, frequency, amount, theme };
  return el(
    'reader-support',
    attributes,
    inside,
    el('a', { href: giveAddress(files.base, { ...wish, lang: wish.lang }) }, words),
  );
}

function formOf({ base }: Files, { config, choice, wish }: Box): Omit<PlainForm, 'slots'> {
  return {
    config,
    choice,
    base,
    headingLevel: 2,
    campaign: wish.campaign,
    returnTo: wish.return,
    printUrl: `${base}/give`,
  };
}

function styleLink({ base, version, hashes }: Files): Piece {
  return el('link', {
    rel: 'stylesheet',
    href: `${base}/rs/${version}/rs.css`,
    integrity: hashes.style,
    crossorigin: 'anonymous',
  });
}

function scriptTag({ base, version, hashes }: Files, async = true): Piece {
  return el('script', {
    type: 'module',
    async,
    src: `${base}/rs/${version}/rs.js`,
    integrity: hashes.script,
    crossorigin: 'anonymous',
  });
}

/** One element a line, and the sign that stands in every address by its name: these lines are read by people. */
export function write(...pieces: Piece[]): string {
  return pieces.map((piece) => treeHtml(piece).text.replaceAll('&#38;', '&amp;')).join('\n');
}
