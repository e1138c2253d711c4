import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { readSignedEvent } from '../../src/stripe/signed-event.ts';
import { NOON } from '../_support/make.ts';
import { WEBHOOK_SECRET } from '../_support/settings.ts';

const stripe = new Stripe('sk_test_51ForTestsOnly');
const OLD_SECRET = 'whsec_b2xkc2VjcmV0b2xkc2VjcmV0';
const payload = JSON.stringify({
  id: 'evt_1', object: 'event', type: 'invoice.paid', created: 1_795_348_800, livemode: false, api_version: '2026-10-28.endive',
  data: { object: { id: 'in_1', object: 'invoice', customer_email: 'someone@example.org' } },
}); // prettier-ignore
const secondsAt = (offset: number) => Math.floor(NOON.getTime() / 1000) + offset;
const signed = (offset: number, secret = WEBHOOK_SECRET) =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: secondsAt(offset) });
const read = (
  header: string | undefined,
  body = payload,
  secrets = [{ secret: WEBHOOK_SECRET, until: null as Date | null }],
) => readSignedEvent(stripe, secrets, Buffer.from(body), header, NOON);

describe('a signature', () => {
  it('lets in the few fields that the inbox keeps, and nothing of the payload', () => {
    const event = read(signed(0));
    expect(event).toEqual({
      account: null,
      event: {
        stripeEventId: 'evt_1',
        type: 'invoice.paid',
        objectId: 'in_1',
        objectType: 'invoice',
        createdAt: new Date(1_795_348_800_000),
        livemode: false,
        apiVersion: '2026-10-28.endive',
      },
    });
    expect(JSON.stringify(event)).not.toContain('example.org');
  });

  it.each([-300, -299, 0, 299, 300])('is taken %d seconds away', (offset) => {
    expect(read(signed(offset))).not.toBeNull();
  });

  it.each([-301, 301, 315_360_000])('is refused %d seconds away: the past and the future alike', (offset) => {
    expect(read(signed(offset))).toBeNull();
  });

  it('is refused over another body, with another secret, or missing', () => {
    expect(read(signed(0), `${payload} `)).toBeNull();
    expect(read(signed(0, OLD_SECRET))).toBeNull();
    expect(read(undefined)).toBeNull();
    expect(read('')).toBeNull();
    expect(read('t=abc,v1=00')).toBeNull();
    expect(read(`t=${secondsAt(0)},${signed(900)}`)).toBeNull();
    expect(read(signed(0), '')).toBeNull();
  });

  it('of the old secret holds until its end', () => {
    const secrets = (until: Date) => [
      { secret: WEBHOOK_SECRET, until: null },
      { secret: OLD_SECRET, until },
    ];
    expect(read(signed(0, OLD_SECRET), payload, secrets(new Date(NOON.getTime() + 1)))).not.toBeNull();
    expect(read(signed(0, OLD_SECRET), payload, secrets(NOON))).toBeNull();
  });
});
