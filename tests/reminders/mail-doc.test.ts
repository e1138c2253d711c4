import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LINK_LIFE_MS } from '../../src/reminders/send-due.ts';
import { mailTexts } from '../../src/reminders/texts.ts';
import { stripePermissions } from '../../src/commands/doctor/stripe-permissions.ts';

const read = (path: string) =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8').replace(/\s+/g, ' ');
const DAY_MS = 86_400_000;

describe('docs/mail.md', () => {
  const doc = read('docs/mail.md');

  it('quotes the mails as they are', () => {
    const texts = mailTexts('en');
    for (const quoted of [texts.confirmSubject, texts.noteSubject]) expect(doc).toContain(`“${quoted}”`);
    for (const link of [texts.laterLink, texts.stopLink])
      expect(doc.toLowerCase()).toContain(`“${link.toLowerCase()}”`);
  });

  it('names the days that the code keeps things for', () => {
    const days = LINK_LIFE_MS / DAY_MS;
    expect(doc).toContain(`After ${days} days take`);
    expect(doc).toContain(`${days + 1} days after its day`);
    expect(mailTexts('en').confirmNot).toContain('48 hours');
    expect(doc).toContain('48 hours');
  });

  it('and the example of the settings name every right that the Stripe key needs', () => {
    const example = read('.env.example').replaceAll('# ', '');
    for (const { resource } of stripePermissions({ refunds: false }))
      expect(example).toContain(resource.replace(/ \(.*/, ''));
  });
});
