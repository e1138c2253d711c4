import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { readSignedEvent, secondsOutOfTime, webhookEventOf } from '../../src/stripe/signed-event.ts';
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

describe('a header', () => {
  const header = signed(0);
  const [time = '', signature = ''] = header.split(',');

  it('may have other schemes and spaces, and its time anywhere', () => {
    expect(read(`v0=00,${header}`)).not.toBeNull();
    expect(read(`${signature},${time}`)).not.toBeNull();
    expect(read(`${header},v1=00`)).not.toBeNull();
  });

  it('with two times is refused, whichever of them would fit', () => {
    expect(read(`${header},${time}`)).toBeNull();
    expect(read(`t=${secondsAt(-900)},${header}`)).toBeNull();
    expect(read(`${header}, t=${secondsAt(900)}`)).toBeNull();
  });

  it('whose time is no number of seconds, or hidden in another field, is refused', () => {
    expect(read(`t=${secondsAt(0)}x,${signature}`)).toBeNull();
    expect(read(`t=,${signature}`)).toBeNull();
    expect(read(`xt=${secondsAt(0)},${signature}`)).toBeNull();
    expect(read(`t=${'1'.repeat(13)},${signature}`)).toBeNull();
    expect(read(signature)).toBeNull();
  });
});

describe('a signed body', () => {
  const readBody = (value: unknown) => {
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    const header = Stripe.webhooks.generateTestHeaderString({ payload: body, secret: WEBHOOK_SECRET, timestamp: secondsAt(0) });
    return read(header, body);
  }; // prettier-ignore
  const event = { id: 'evt_1', type: 'x', created: 1, livemode: true, api_version: null };

  it('that is no event is none', () => {
    expect(readBody('not json')).toBeNull();
    expect(readBody('{}')).toBeNull();
    expect(readBody({ ...event, id: 1 })).toBeNull();
    expect(readBody({ ...event, type: null })).toBeNull();
    expect(readBody({ ...event, created: '1' })).toBeNull();
  });

  it('without an object, or one without a name, is an event about nothing', () => {
    const about = { objectId: '', objectType: '' };
    for (const data of [undefined, {}, { object: {} }, { object: { id: 1, object: 2 } }])
      expect(readBody({ ...event, data })).toMatchObject({ account: null, event: about });
  });

  it('of a connected account says which', () => {
    expect(readBody({ ...event, account: 'acct_1' })?.account).toBe('acct_1');
  });

  it('that Stripe lists instead of sending is the same event', () => {
    const listed = JSON.parse(payload) as Stripe.Event;
    expect(webhookEventOf(listed)).toEqual(read(signed(0))?.event);
  });
});

describe('a signature out of time', () => {
  const secrets = [{ secret: WEBHOOK_SECRET, until: null }];
  const secondsOf = (header: string | undefined, body = payload, now = NOON) =>
    secondsOutOfTime(stripe, secrets, Buffer.from(body), header, now);

  it.each([-4_000, 301, 0])('that is right but for %d seconds says so', (offset) => {
    expect(secondsOf(signed(offset))).toBe(0 - offset);
  });

  it('is told in whole seconds', () => {
    expect(secondsOf(signed(-400), payload, new Date(NOON.getTime() + 400))).toBe(400);
  });

  it('says nothing where the signature would not hold at any time', () => {
    expect(secondsOf(signed(-400, OLD_SECRET))).toBeNull();
    expect(secondsOf(signed(-400), `${payload} `)).toBeNull();
    expect(secondsOf('t=abc,v1=00')).toBeNull();
    expect(secondsOf(undefined)).toBeNull();
  });
});
