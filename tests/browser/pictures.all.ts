import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { measured } from './measured.ts';
import { difference, pinnedLaunch } from './pictures.ts';
import { openStage, visit, type Stage } from './stage.ts';
import { openState, STATES, type Lang } from './states.ts';

/**
 * Pictures of the states, drawn by the browser that a package carries with the fonts that it carries, so that
 * the reference of one machine holds on another. A few are kept in the repository; `-- --all --update` takes
 * them anew. All of them are held against any commit by `-- --against COMMIT`, which draws that commit first.
 *
 * A picture that differs is left beside its reference as `….now.png`, which git does not keep.
 */
const FOLDER = process.env['BROWSER_REFERENCE'] ?? fileURLToPath(new URL('reference', import.meta.url));
const EVERY = process.env['BROWSER_REFERENCE'] !== undefined;
const UPDATE = process.env['BROWSER_UPDATE'] !== undefined;
const LIMIT = 0.001;

/** The clock stands still: days in the panel are counted from it. */
const NOW = new Date('2026-11-25T12:00:00Z');

const LOOKS = (['en', 'ru'] as const).flatMap((lang) =>
  (['light', 'dark'] as const).flatMap((colorScheme) =>
    [320, 768, 1280].map((width) => ({ lang, colorScheme, width })),
  ),
);

/** Kept in the repository: the states that say most, in the two looks that have least in common. */
const KEPT = new Set(['form', 'invalid', 'offline', 'limited', 'notice', 'reminder', 'again']);
const isKept = (lang: Lang, colorScheme: string, width: number): boolean =>
  lang === 'ru' ? colorScheme === 'light' && width === 320 : colorScheme === 'dark' && width === 768;

let stage: Stage;
beforeAll(async () => {
  process.env['TEST_BROWSER'] = 'carried';
  stage = await openStage({ launch: await pinnedLaunch() });
  mkdirSync(FOLDER, { recursive: true });
});
afterAll(() => stage.close());

describe.each(EVERY ? LOOKS : LOOKS.filter((one) => isKept(one.lang, one.colorScheme, one.width)))(
  'pictures in $lang, $colorScheme, $width px',
  ({ lang, colorScheme, width }) => {
    async function draw(one: (typeof STATES)[number]): Promise<Buffer> {
      const reader = await visit(stage, {
        colorScheme,
        viewport: { width, height: 900 },
        reducedMotion: 'reduce',
        timezoneId: 'UTC',
        locale: lang,
      });
      await reader.page.clock.setFixedTime(NOW);
      await openState(stage, reader, one, lang);
      // What has the focus may blink.
      await reader.page.mouse.move(0, 0);
      const picture = await reader.page.screenshot({ caret: 'hide', animations: 'disabled', fullPage: true });
      await reader.close();
      return picture;
    }

    // The address in the inbox is drawn by lot.
    const wanted = STATES.filter(
      ({ name }) => name !== 'inbox' && (EVERY || (KEPT.has(name) && isKept(lang, colorScheme, width))),
    );
    test.each(wanted.map((one) => [one.name, one] as const))(
      '%s: at most a thousandth of the pixels differ',
      async (name, one) => {
        const now = await draw(one);
        const file = join(FOLDER, `${name.replaceAll(/\W+/g, '-')}-${lang}-${colorScheme}-${width}`);
        if (UPDATE) writeFileSync(`${file}.png`, now);
        const share = await difference(stage.browser, readFileSync(`${file}.png`), now);
        if (share > LIMIT) writeFileSync(`${file}.now.png`, now);
        expect(share).toBeLessThanOrEqual(LIMIT);
        measured(
          `pixels that differ, ${name}, ${lang}, ${colorScheme}, ${width} px`,
          `${(share * 100).toFixed(3)} %`,
        );
      },
    );
  },
);
