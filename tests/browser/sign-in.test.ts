import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson } from '../../src/finance/people/staff.ts';
import { openBrowser } from '../_support/browser.ts';
import { mailingService, type MailingService } from '../reminders/mailing-service.ts';
import { axeFaults, layoutFaults, targetFaults } from './checks.ts';
import { visit } from './stage.ts';

// The way in as a person walks it, on a small phone and on a desk, in both languages. No page of it runs a script.

let browser: Browser;
let mailing: MailingService;
beforeAll(async () => {
  [browser, mailing] = await Promise.all([openBrowser(), mailingService()]);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await mailing?.close();
});

test.each([
  { lang: 'ru', colorScheme: 'dark', width: 320 },
  { lang: 'en', colorScheme: 'light', width: 1280 },
] as const)(
  'somebody comes in, in $lang at $width px, and each page can be read and heard',
  async (look) => {
    const { lang, colorScheme, width } = look;
    const { service, smtp } = mailing;
    const address = `${lang}@example.org`;
    await addPerson(service.ctx, { address, label: 'Chief', role: 'admin', lang }, 'command');
    const options = { colorScheme, viewport: { width, height: 800 }, javaScriptEnabled: true };
    const reader = await visit({ browser }, options);
    const { page } = reader;
    const faults: string[] = [];
    let heard = 0;
    const hear = async (name: string) => {
      const found = [...(await layoutFaults(page)), ...(await targetFaults(page))];
      // axe takes a second a page: each look hears every other one.
      if (heard++ % 2 === (width === 320 ? 0 : 1)) found.push(...(await axeFaults(page)));
      faults.push(...found.map((fault) => `${name}: ${fault}`));
    };
    const mails = smtp.accepted.length;
    await page.goto(`${service.url}/finance/sign-in?lang=${lang}`);
    await hear('start');
    await page.locator('#address').fill(address);
    await page.keyboard.press('Enter');
    await page.waitForURL(/sign-in\/mail/);
    await hear('inbox');
    await expect.poll(() => smtp.accepted.length).toBe(mails + 1);
    const text = smtp.accepted.at(-1)?.mail.text ?? '';
    await page.goto(/http\S+\/finance\/sign-in\/l\/\S+/.exec(text)?.[0] ?? '');
    await hear('link');
    await page.locator('main button').click();
    await page.waitForURL(/sign-in\/second/);
    await hear('set up');
    const secret = (await page.locator('.secret').innerText()).replaceAll(' ', '');
    await enter(page, '000000');
    await hear('wrong code');
    const timestamp = service.ctx.now().getTime();
    await enter(page, new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp }));
    await hear('recovery codes');
    const code = await page.locator('.codes code').first().innerText();
    await page.locator('main a.b').click();
    for (const path of ['people', 'keys', 'account', 'pledge']) {
      await page.goto(`${service.url}/finance/${path}?lang=${lang}`);
      await hear(path);
    }
    await page.goto(`${service.url}/finance/keys?lang=${lang}`);
    await page.locator('#name').fill('Monthly report');
    await page.locator('[name="totals:read"]').check();
    await page.locator('form.act button').click();
    await page.locator('.once').waitFor();
    await hear('a key, once');
    await page.locator('.top form button').click();
    await page.waitForURL(/finance\/sign-in/);
    expect(code).toMatch(/^\w{4}-\w{4}-\w{4}$/);
    expect(faults).toEqual([]);
    await reader.close();
  },
  60_000,
);

async function enter(page: Page, code: string): Promise<void> {
  await page.locator('#code').fill(code);
  await page.keyboard.press('Enter');
  await page.locator('#wrong, .codes').waitFor();
}
