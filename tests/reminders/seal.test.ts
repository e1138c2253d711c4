import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/ids.ts';
import { linkToken, linkTokenOf, openLink, sealLink, type LinkContent } from '../../src/reminders/link.ts';
import { open, seal } from '../../src/sealed/seal.ts';

const key = (id: string) => ({ id, key: randomBytes(32) });
const ADDRESS = 'someone@example.org';

describe('a sealed address', () => {
  it('opens with its key, in its place', () => {
    const keys = [key('k1')];
    expect(open(keys, seal(keys, ADDRESS, 'rem_1'), 'rem_1')).toBe(ADDRESS);
  });

  it('is sealed with the newest key and says which, and still opens after newer keys came', () => {
    const [old, recent] = [key('k1'), key('k2')];
    const sealed = seal([old], ADDRESS, 'rem_1');
    expect(sealed.split('.')[1]).toBe('k1');
    expect(seal([recent, old], ADDRESS, 'rem_1').split('.')[1]).toBe('k2');
    expect(open([recent, old], sealed, 'rem_1')).toBe(ADDRESS);
  });

  it('looks different each time, and has one length for addresses short and long', () => {
    const keys = [key('k1')];
    expect(seal(keys, ADDRESS, 'rem_1')).not.toBe(seal(keys, ADDRESS, 'rem_1'));
    expect(seal(keys, 'a@b.io', 'rem_1').length).toBe(
      seal(keys, `${'x'.repeat(40)}@example.org`, 'rem_1').length,
    );
  });

  it('does not open in another row', () => {
    const keys = [key('k1')];
    expect(() => open(keys, seal(keys, ADDRESS, 'rem_1'), 'rem_2')).toThrow(/changed, cut short or moved/);
  });

  it('does not open when any single byte of it was changed', () => {
    const keys = [key('k1')];
    const [version, id, body = ''] = seal(keys, ADDRESS, 'rem_1').split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] ?? 0) ^ 1;
      const sealed = `${version}.${id}.${changed.toString('base64url')}`;
      expect(() => open(keys, sealed, 'rem_1')).toThrow(expect.objectContaining({ code: 'seal_broken' }));
    }
  });

  it.each(['', '1', '1.k1', '1.k1.', '1.k1.AAAA', '2.k1.AAAA', '1.K1!.AAAA', '...', '1.k1.AAAA.AAAA'])(
    'does not open from %j',
    (sealed) => {
      expect(() => open([key('k1')], sealed, 'rem_1')).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^seal_/) as string }),
      );
    },
  );

  it('names the key that is missing, and cannot be opened with another one of that name', () => {
    const sealed = seal([key('k7')], ADDRESS, 'rem_1');
    expect(() => open([key('k1')], sealed, 'rem_1')).toThrow(/no key "k7"/);
    expect(() => open([key('k7')], sealed, 'rem_1')).toThrow(
      expect.objectContaining({ code: 'seal_broken' }),
    );
    expect(() => seal([], ADDRESS, 'rem_1')).toThrow(expect.objectContaining({ code: 'seal_key_missing' }));
  });
});

describe('the tokens in links', () => {
  const content: LinkContent = {
    kind: 'later',
    reminderIds: ['rem_1'],
    address: ADDRESS,
    lang: 'ru',
    campaign: null,
    postponed: 2,
    dueDay: '2026-12-01',
    expiresAt: new Date('2026-12-31T09:00:00Z'),
  };

  it('carry what is needed in a mail, readable for nobody else', () => {
    const keys = [key('k1')];
    const token = sealLink(keys, content);
    expect(openLink(keys, token)).toEqual(content);
    expect(token).toMatch(/^[A-Za-z0-9_.-]+$/);
    expect(Buffer.from(token.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('someone');
    expect(openLink([key('k1')], token)).toBeNull();
    expect(openLink(keys, `${token.slice(0, -2)}AA`)).toBeNull();
    expect(openLink(keys, 'x'.repeat(43))).toBeNull();
  });

  it('are not a row, and a row is no link', () => {
    const keys = [key('k1')];
    expect(openLink(keys, seal(keys, ADDRESS, 'rem_1'))).toBeNull();
    expect(() => open(keys, sealLink(keys, content), 'rem_1')).toThrow();
  });

  it('are the same for the same reminder, 256 bits, and still found after a newer key came', () => {
    const [old, recent] = [key('k1'), key('k2')];
    const token = linkToken([old], 'rem_1');
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(linkToken([old], 'rem_1')).toBe(token);
    expect(linkToken([old], 'rem_2')).not.toBe(token);
    const row = { reminderId: 'rem_1', tokenHash: sha256(token) };
    expect(linkTokenOf([recent, old], row)).toBe(token);
    expect(() => linkTokenOf([recent], row)).toThrow(/no key that made the link/);
  });
});
