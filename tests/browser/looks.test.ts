import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsOf } from './checks.ts';
import { openStage, visit, type Stage } from './stage.ts';
import { openState, STATES } from './states.ts';

/** The two ends of what can go wrong; `npm run test:browser -- --all` takes every look. */
const LOOKS =
  process.env['BROWSER_ALL'] === undefined
    ? ([
        { lang: 'ru', colorScheme: 'light', width: 320 },
        { lang: 'en', colorScheme: 'dark', width: 1280 },
      ] as const)
    : (['en', 'ru'] as const).flatMap((lang) =>
        (['light', 'dark'] as const).flatMap((colorScheme) =>
          [320, 768, 1280].map((width) => ({ lang, colorScheme, width })),
        ),
      );

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe.each(LOOKS)('the box in $lang, $colorScheme, $width px', ({ lang, colorScheme, width }) => {
  test.each(STATES.map((one) => [one.name, one] as const))(
    '%s: all of it can be read, pressed and heard',
    async (_, one) => {
      const reader = await visit(stage, { colorScheme, viewport: { width, height: 900 } });
      await openState(stage, reader, one, lang);
      expect(await reader.state()).toBe(one.state);
      expect(await faultsOf(reader.page)).toEqual([]);
      const height = await reader.page.evaluate<number | null>('look.buttonHeight()');
      // Words that take two lines on a small phone make it higher, never lower.
      if (height !== null) expect(height).toBeGreaterThanOrEqual(54);
      expect(reader.faults).toEqual([]);
      await reader.close();
    },
  );
});
