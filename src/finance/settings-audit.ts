import type { Config } from '../config/config.ts';
import type { AppContext } from '../context.ts';
import { sha256 } from '../ids.ts';
import { auditEntryOf, type AuditDetail } from './audit-entry.ts';
import { nextLink } from './audit.ts';

/** Enough to tell two settings apart; far too little to find a long secret. */
const HASH_DIGITS = 12;

/**
 * Writes down at a start which settings are others than at the last one. Each part stands there as a short
 * hash: who reads the audit sees that a part changed and when, not what it says.
 */
export async function recordSettings(ctx: Pick<AppContext, 'store' | 'now' | 'config'>): Promise<void> {
  const parts = settingParts(ctx.config);
  for (;;) {
    const head = await ctx.store.auditHead();
    const [last] = await ctx.store.auditPage(
      { action: 'settings_change', by: null, outcome: null },
      null,
      1,
      'newest_first',
    );
    const changed = last === undefined ? [] : changedParts(auditEntryOf(last).detail, parts);
    if (last !== undefined && changed.length === 0) return;
    const detail = { changed: last === undefined ? 'first' : changed.join(' '), ...parts };
    const link = nextLink(
      { by: 'command', action: 'settings_change', object: null, outcome: 'done', detail },
      ctx.now(),
    );
    try {
      await ctx.store.appendAudit((end) => {
        // Another instance that starts at the same time may have written it by now: look again.
        if (end?.hash !== head?.hash) throw new AuditMoved();
        return link(end);
      });
      return;
    } catch (error) {
      if (!(error instanceof AuditMoved)) throw error;
    }
  }
}

class AuditMoved extends Error {}

/** A short hash of each part. A secret that a person may have chosen (the password of the mail server, the token of the metrics) is in none. */
export function settingParts({ publisher, stripe, mail, ...config }: Config): Record<string, string> {
  const own = Object.entries(publisher).map(([name, value]) => [`publisher.${name}`, value] as const);
  const smtp = mail === null ? null : new URL(mail.smtpUrl);
  const others = {
    public_url: config.publicUrl,
    stripe_key: stripe.secretKey,
    stripe_webhook_secrets: stripe.webhookSecrets,
    stripe_api_base: stripe.apiBase,
    mail: mail === null ? null : [mail.from, smtp?.host],
    oidc: config.oidc === null ? null : [config.oidc.issuer, config.oidc.clientId],
    metrics: config.metricsToken !== null,
    address_keys: config.addressKeys.map(({ id }) => id),
    trusted_proxies: config.trustedProxies,
    country_header: config.countryHeader,
  };
  return Object.fromEntries(
    [...own, ...Object.entries(others)].map(([name, value]) => [
      name,
      sha256(JSON.stringify(value) ?? '').slice(0, HASH_DIGITS),
    ]),
  );
}

function changedParts(before: AuditDetail, now: Record<string, string>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((name) => name !== 'changed' && before[name] !== now[name])
    .sort();
}
