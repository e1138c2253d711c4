import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keysCommand } from '../../src/commands/keys.ts';
import { auditEntryOf } from '../../src/finance/audit-entry.ts';
import { sha256 } from '../../src/ids.ts';
import { financeApp, type FinanceApp } from './finance-app.ts';

let fin: FinanceApp;
beforeEach(() => (fin = financeApp()));
afterEach(() => fin.close());

async function run(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const ctx = { store: fin.store, now: () => new Date('2026-10-31T12:00:00Z') };
  const code = await keysCommand(args, ctx, (line) => lines.push(line));
  return { code, lines };
}

describe('keys', () => {
  it('create prints the key once, alone on the last line', async () => {
    const { code, lines } = await run(
      'create',
      '--name',
      'Bookkeeping',
      '--scope',
      'totals:read,ledger:read',
      '--expires',
      '2026-12-31',
    );
    expect(code).toBe(0);
    const secret = lines.at(-1) ?? '';
    expect(secret).toMatch(/^rsk_[A-Za-z0-9_-]{43}$/);
    expect(lines.slice(0, -1).join('\n')).not.toContain(secret);
    expect(await fin.store.apiKeyByHash(sha256(secret))).toMatchObject({
      name: 'Bookkeeping',
      scopes: ['ledger:read', 'totals:read'],
      expiresAt: new Date('2026-12-31T00:00:00Z'),
    });
    expect((await run('list')).lines.join('\n')).not.toContain(secret.slice(4, 20));
  });

  it('create takes a role for its scopes, and is written down', async () => {
    const { code, lines } = await run(
      'create',
      '--name',
      'Desk',
      '--role',
      'donor_care',
      '--scope',
      'totals:read',
    );
    expect(code).toBe(0);
    const made = await fin.store.apiKeyByHash(sha256(lines.at(-1) ?? ''));
    expect(made?.scopes).toEqual(['totals:read', 'pledge:read']);
    const [link] = await fin.store.auditPage(
      { action: null, by: null, outcome: null },
      null,
      9,
      'oldest_first',
    );
    expect(link === undefined ? null : auditEntryOf(link)).toMatchObject({
      by: 'command',
      action: 'key_create',
      object: made?.keyId,
      detail: { 'totals:read': true, 'pledge:read': true },
    });
  });

  it('list and revoke go by id', async () => {
    expect((await run('list')).lines[0]).toContain('There are no keys');
    const { keyId } = await fin.key(['totals:read']);
    expect((await run('list')).lines[0]).toMatch(new RegExp(`^${keyId}  valid  never used  totals:read`));
    expect((await run('revoke', keyId)).code).toBe(0);
    expect((await run('list')).lines[0]).toContain('revoked 2026-10-31T12:00:00Z');
    expect(await run('revoke', keyId)).toMatchObject({ code: 0, lines: [`${keyId} was revoked before.`] });
    expect((await run('revoke', 'key_unknown')).code).toBe(1);
  });

  it.each([
    [['create', '--scope', 'ledger:read'], /--name/],
    [['create', '--name', '  ', '--scope', 'ledger:read'], /--name/],
    [['create', '--name', 'x'], /--scope/],
    [['create', '--name', 'x', '--role', 'boss'], /no role "boss"/],
    [['create', '--name', 'x', '--scope', 'ledger:write'], /no scope "ledger:write"/],
    [['create', '--name', 'x', '--scope', 'ledger:read', '--expires', '31.12.2026'], /--expires 2027-12-31/],
    [['create', '--name', 'x', '--scope', 'ledger:read', '--expires', '2026-10-31'], /past/],
    [['create', '--nme', 'x'], /--nme/],
    [['revoke'], /keys revoke ID/],
    [['rotate'], /no action "rotate"/],
    [[], /keys create/],
  ])('%j is refused with words that help', async (args, words) => {
    const { code, lines } = await run(...args);
    expect(code).toBe(2);
    expect(lines.join('\n')).toMatch(words);
    expect(await fin.store.listApiKeys()).toEqual([]);
  });
});
