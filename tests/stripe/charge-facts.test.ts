import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { chargeFacts, movementFacts, receivedAt } from '../../src/stripe/charge-facts.ts';
import type { Fact } from '../../src/stripe/fact.ts';
import { after, makeMovement, NOON } from '../_support/make.ts';
import { charge, debit, NOON_S, transaction } from './objects.ts';

const kinds = (facts: Fact[]) => facts.map((fact) => fact.kind);
const later = after(NOON, 5 * 86_400_000);
const LATER_S = later.getTime() / 1000;

describe('a card payment', () => {
  it('counts from the moment the card was charged', () => {
    const facts = chargeFacts(charge({ balance_transaction: transaction({ created: NOON_S + 7 }) }));
    expect(kinds(facts)).toEqual(['paid', 'movement', 'card_country']);
    expect(facts[0]).toEqual({ kind: 'paid', at: NOON });
    expect(facts[2]).toEqual({ kind: 'card_country', country: 'NL', stripeChargeId: 'ch_1', paid: true });
  });

  it('is told at once while Stripe still books the fee', () => {
    const facts = chargeFacts(charge({ balance_transaction: null }));
    expect(facts.slice(0, 2)).toEqual([{ kind: 'paid', at: NOON }, { kind: 'fee_pending' }]);
  });

  it('that the bank refused moves nothing, and only its country is told', () => {
    const refused = charge({ status: 'failed', balance_transaction: null });
    expect(chargeFacts(refused)).toEqual([
      { kind: 'card_country', country: 'NL', stripeChargeId: 'ch_1', paid: false },
    ]);
  });

  it('that Stripe blocked before any bank saw it says nothing', () => {
    const outcome = { network_status: 'not_sent_to_network' } as Stripe.Charge.Outcome;
    expect(chargeFacts(charge({ status: 'failed', balance_transaction: null, outcome }))).toEqual([]);
    // Where the money came, a bank was asked, whatever the outcome says.
    expect(kinds(chargeFacts(charge({ outcome })))).toContain('card_country');
    // Without an outcome a bank may have been asked.
    const silent = charge({ status: 'failed', balance_transaction: null, outcome: null });
    expect(kinds(chargeFacts(silent))).toEqual(['card_country']);
  });

  it('without details tells no country', () => {
    expect(kinds(chargeFacts(charge({ payment_method_details: null })))).toEqual(['paid', 'movement']);
    const noCard = { type: 'link' } as Stripe.Charge.PaymentMethodDetails;
    expect(kinds(chargeFacts(charge({ payment_method_details: noCard })))).toEqual(['paid', 'movement']);
  });
});

describe('a bank debit', () => {
  it('counts from the day its money came, not from the day it was made', () => {
    const facts = chargeFacts(debit({ balance_transaction: transaction({ created: LATER_S }) }));
    expect(facts[0]).toEqual({ kind: 'paid', at: later });
    expect(facts.at(-1)).toMatchObject({ kind: 'card_country', country: 'DE', paid: true });
  });

  it('that is booked while pending is money on its way: nobody has paid yet', () => {
    expect(kinds(chargeFacts(debit({ status: 'pending' })))).toEqual(['movement']);
    expect(chargeFacts(debit({ status: 'pending', balance_transaction: null }))).toEqual([]);
  });

  it('that succeeded waits for its booking before anyone has paid', () => {
    expect(kinds(chargeFacts(debit({ balance_transaction: null })))).toEqual(['fee_pending', 'card_country']);
  });

  it('that bounced takes back what was taken for paid', () => {
    const bounced = debit({
      status: 'failed',
      balance_transaction: transaction({ created: LATER_S }),
      failure_balance_transaction: transaction({ id: 'txn_2', type: 'payment_failure_refund', amount: -2_500, fee: 0 }),
    }); // prettier-ignore
    const facts = chargeFacts(bounced);
    expect(facts[0]).toEqual({ kind: 'bounced', stripeChargeId: bounced.id, failedAt: NOON });
    expect(kinds(facts)).toEqual(['bounced', 'movement', 'movement', 'card_country']);
  });
});

it('movements are facts one by one', () => {
  const movement = makeMovement();
  expect(movementFacts([movement, movement])).toEqual([
    { kind: 'movement', movement },
    { kind: 'movement', movement },
  ]);
});

describe('a charge that is asked for once more', () => {
  /** A Stripe that knows this one charge. */
  const source = (one: Stripe.Charge) => {
    const asked: unknown[] = [];
    let waits = 0;
    const retrieve = async (...call: unknown[]) => {
      asked.push(call);
      return one;
    };
    return {
      asked,
      waits: () => waits,
      stripe: { charges: { retrieve } } as unknown as Stripe,
      pace: async () => {
        waits += 1;
      },
    };
  };
  const asks = async (one: Stripe.Charge) => receivedAt(source(one), 'ch_1');

  it('was received when its facts say so', async () => {
    const booked = transaction({ created: LATER_S });
    expect(await asks(charge({ balance_transaction: booked }))).toEqual(NOON);
    expect(await asks(debit({ balance_transaction: booked }))).toEqual(later);
  });

  it('was not where it is under way, refused, bounced, or not booked yet', async () => {
    for (const status of ['pending', 'failed'] as const) expect(await asks(debit({ status }))).toBeNull();
    expect(await asks(charge({ balance_transaction: null }))).toBeNull();
  });

  it('is one read with its booking, under the pace', async () => {
    const stripe = source(charge());
    await receivedAt(stripe, 'ch_7');
    expect(stripe.asked).toEqual([['ch_7', { expand: ['balance_transaction'] }]]);
    expect(stripe.waits()).toBe(1);
  });
});
