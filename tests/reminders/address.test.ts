import { describe, expect, it } from 'vitest';
import { REFUSED_MAIL_SERVICES } from '../../src/publisher/refused-mail-services.ts';
import { isRefusedService } from '../../src/reminders/refused-service.ts';
import { canonicalAddress, readAddress } from '../../src/sealed/address.ts';
import { addressLimits } from '../../src/reminders/address-limits.ts';
import { DAY } from './reminder-app.ts';

describe('an address', () => {
  it.each([
    ['name@example.org', 'name@example.org'],
    ['  Name.Sur+tag@EXAMPLE.Org ', 'Name.Sur+tag@example.org'],
    ["o'brien@example.co.uk", "o'brien@example.co.uk"],
    ['name@пример.рф', 'name@xn--e1afmkfd.xn--p1ai'],
    ['name@xn--e1afmkfd.xn--p1ai', 'name@xn--e1afmkfd.xn--p1ai'],
    [`${'a'.repeat(64)}@example.org`, `${'a'.repeat(64)}@example.org`],
  ])('is read from %j', (text, address) => expect(readAddress(text)).toBe(address));

  it.each([
    '',
    'name',
    '@example.org',
    'name@',
    'name@example',
    'name@localhost',
    'a@b@example.org',
    '"a b"@example.org',
    '"a@evil.example"@example.org',
    'a b@example.org',
    'a..b@example.org',
    '.a@example.org',
    'a.@example.org',
    'a@example..org',
    'a@-example.org',
    'a@example-.org',
    'a@example.org.',
    'a@[127.0.0.1]',
    'a@[IPv6:::1]',
    'a@127.0.0.1',
    'a@0x7f.1',
    'a@example.org,b@example.org',
    'a@example.org;b@example.org',
    'Name <a@example.org>',
    '<a@example.org>',
    'a(comment)@example.org',
    'user%evil.example@example.org',
    'evil.example!user@example.org',
    'a@exa%6dple.org',
    'a@example.org\r\nBcc: b@example.org',
    'a\r\n@example.org',
    'a@exam\nple.org',
    'a\u0000@example.org',
    'a@example.org\u0000.evil.example',
    'имя@example.org',
    'a|b@example.org',
    'a`b@example.org',
    'a\\@example.org',
    'a@example。org',
    'a@exa_mple.org',
    `${'a'.repeat(65)}@example.org`,
    `a@${'a'.repeat(64)}.org`,
    `a@${`${'a'.repeat(60)}.`.repeat(5)}org`,
    `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.org`,
  ])('is not %j', (text) => expect(readAddress(text)).toBeNull());

  it('is compared without its case, its tag and the dots that Gmail ignores', () => {
    expect(canonicalAddress('Name+news@Example.org')).toBe('name@example.org');
    expect(canonicalAddress('n.a.me+x@googlemail.com')).toBe('name@gmail.com');
    expect(canonicalAddress('n.a.me@example.org')).toBe('n.a.me@example.org');
  });

  it('is refused at every listed mail service and everything below it, and nowhere else', () => {
    const publisher = { reminders: { byMail: true, refusedMailServices: [...REFUSED_MAIL_SERVICES] } };
    for (const service of REFUSED_MAIL_SERVICES) {
      for (const text of [`a@${service}`, `A@${service.toUpperCase()}`, `a@mx.corp.${service}`]) {
        expect([text, isRefusedService(readAddress(text) ?? '', publisher)]).toEqual([text, true]);
      }
      expect(isRefusedService(`a@not-${service}`, publisher)).toBe(false);
      expect(isRefusedService(`${service}@example.org`, publisher)).toBe(false);
    }
    // Full-width letters are another spelling of the same name.
    expect(isRefusedService(readAddress('a@ｙａｎｄｅｘ.ru') ?? '', publisher)).toBe(true);
    expect(isRefusedService('a@yandex.ru', { reminders: { byMail: true, refusedMailServices: [] } })).toBe(
      false,
    );
    expect(
      isRefusedService('a@xn--e1afmkfd.xn--p1ai', {
        reminders: { byMail: true, refusedMailServices: ['Пример.рф'] },
      }),
    ).toBe(true);
  });
});

describe('the limits of an address', () => {
  const start = new Date('2026-11-22T12:00:00Z');
  const days = (count: number) => new Date(start.getTime() + count * DAY);

  it('allow one confirmation a day, however the address is spelt', () => {
    const limits = addressLimits();
    expect(limits.admit('a@example.org', 'rem_1', days(2), start)).toBe(true);
    expect(limits.admit('A+x@example.org', 'rem_2', days(2), days(0.99))).toBe(false);
    expect(limits.admit('b@example.org', 'rem_3', days(2), start)).toBe(true);
    expect(limits.admit('a@example.org', 'rem_4', days(3), days(1))).toBe(true);
  });

  it('allow two open reminders: one that was not confirmed counts for two days, a confirmed one until its day', () => {
    const limits = addressLimits();
    limits.admit('a@example.org', 'rem_1', days(2), start);
    limits.extend('a@example.org', 'rem_1', days(60));
    limits.admit('a@example.org', 'rem_2', days(3), days(1));
    expect(limits.admit('a@example.org', 'rem_3', days(4), days(2))).toBe(false);
    expect(limits.admit('a@example.org', 'rem_3', days(5), days(3))).toBe(true);
  });

  it('count a stopped reminder no more', () => {
    const limits = addressLimits();
    for (const [i, id] of ['rem_1', 'rem_2'].entries()) {
      limits.admit('a@example.org', id, days(2 + i), days(i));
      limits.extend('a@example.org', id, days(90));
    }
    expect(limits.admit('a@example.org', 'rem_3', days(9), days(7))).toBe(false);
    limits.release('a@example.org', 'rem_1');
    expect(limits.admit('a@example.org', 'rem_3', days(9), days(7))).toBe(true);
  });
});
