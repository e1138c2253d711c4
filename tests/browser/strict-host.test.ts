import { afterAll, beforeAll, expect, test } from 'vitest';
import { readWidgetManifest } from '../../src/assets/manifest.ts';
import { faultsOf, layoutFaults } from './checks.ts';
import { articleHtml } from './newspaper.ts';
import { openStage, reachesPayment, visit, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** What the documentation tells a publisher to allow, and nothing else; Trusted Types without a single policy. */
const policy = (service: string): string =>
  `default-src 'none'; script-src ${service}; connect-src ${service}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;

const pinned = (integrity: string) => {
  const manifest = readWidgetManifest();
  return {
    bare: true,
    src: `${stage.service.url}/rs/${manifest?.version}/rs.js`,
    script: `integrity="${integrity}" crossorigin="anonymous"`,
  };
};

test('default-src none, Trusted Types and SRI: form, fault, panel and payment page, and no complaint', async () => {
  const integrity = readWidgetManifest()?.files['rs.js']?.integrity ?? '';
  const { page, box, go, faults, close } = await visit(stage);
  const address = stage.newspaper.print('/strict', {
    headers: { 'Content-Security-Policy': policy(stage.service.url) },
    html: articleHtml(stage.service.url, { lang: 'ru', ...pinned(integrity) }),
  });
  await page.goto(address);
  await box.locator('form').waitFor();
  await box.locator('[name=amount_monthly][value=other]').click();
  await go.click();
  await box.locator('[part=error]').waitFor();
  await box.locator('[part=remind]').click();
  await box.locator('[type=email]').waitFor();
  await page.keyboard.press('Escape');
  await box.locator('[name=amount_monthly][value="10"]').check();
  expect(await layoutFaults(page)).toEqual([]);
  expect(faults).toEqual([]);
  await go.click();
  await reachesPayment(page, stage);
  expect(faults).toEqual([]);
  await close();
});

test('a script that is not the one the publisher pinned does not run; the link in the page stays', async () => {
  const { page, faults, close } = await visit(stage);
  await page.goto(
    stage.newspaper.print('/forged', {
      html: articleHtml(stage.service.url, pinned(`sha384-${Buffer.alloc(48).toString('base64')}`)),
    }),
  );
  await expect.poll(() => faults.length).toBeGreaterThan(0);
  expect(faults.join()).toMatch(/integrity/);
  expect(await page.evaluate(`customElements.get('reader-support') === undefined`)).toBe(true);
  expect(await page.getByRole('link', { name: 'Support us' }).isVisible()).toBe(true);
  await close();
});

test.each([
  ['*{all:unset!important}'],
  [
    'label,input,button,form,fieldset,section,p,svg{display:none!important;font-size:0!important;opacity:0!important}',
  ],
  [
    '*{box-sizing:content-box!important;text-transform:uppercase!important;color:red!important;text-align:right!important;letter-spacing:9px!important}',
  ],
])('a style sheet that means no good, %s: the box looks and works as ever', async (css) => {
  const { page, box, go, faults, close } = await visit(stage, { viewport: { width: 320, height: 800 } });
  const html = articleHtml(stage.service.url, { bare: true, head: `<style>${css}</style>` });
  await page.goto(stage.newspaper.print('/hostile', { html }));
  await box.locator('form').waitFor();
  const ours = (all: string[]) => all.filter((line) => !/"(Article|Before the|After the)/.test(line));
  expect(
    ours(await faultsOf(page)).filter((line) => !line.includes('<h1>') && !line.includes('<p>')),
  ).toEqual([]);
  expect(await page.evaluate('look.buttonHeight()')).toBe(54);
  expect(await box.locator('label:visible').count()).toBeGreaterThan(8);
  const look = await page.evaluate<string[]>(
    `[getComputedStyle(look.all('[part=submit]')[0])].flatMap((s) => [s.backgroundColor, s.color, s.textTransform, s.fontSize])`,
  );
  expect(look).toEqual(['rgb(23, 73, 123)', 'rgb(255, 255, 255)', 'none', '17px']);
  await go.click();
  await reachesPayment(page, stage);
  expect(faults).toEqual([]);
  await close();
});
