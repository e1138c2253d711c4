import { emit } from '../events/event.ts';
import type { Metadata, PaymentIntent } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { bankTypeFor } from './payment-methods.ts';

/** Gives a payment up; nobody can pay it any more. */
export function cancelIntent(
  world: World,
  intent: PaymentIntent,
  reason: 'void_invoice' | 'automatic',
): void {
  Object.assign(intent, {
    status: 'canceled',
    canceled_at: world.clock.now(),
    cancellation_reason: reason,
    next_action: null,
  });
  emit(world, 'payment_intent.canceled', intent);
}

/** Opens a payment; nothing has been tried yet. */
export function openIntent(
  world: World,
  from: {
    amountMinor: number;
    currency: string;
    customer: string | null;
    description: string | null;
    metadata: Metadata;
    receiptEmail?: string | null;
    suffix?: string | null;
    futureUsage?: 'off_session' | 'on_session' | null;
  },
): PaymentIntent {
  const id = world.random.id('pi');
  const intent: PaymentIntent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: from.amountMinor,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_${world.random.letters(24)}`,
    confirmation_method: 'automatic',
    created: world.clock.now(),
    currency: from.currency,
    customer: from.customer,
    customer_account: null,
    description: from.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: { ...from.metadata },
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card', bankTypeFor(from.currency)],
    payment_record: null,
    processing: null,
    receipt_email: from.receiptEmail ?? null,
    review: null,
    setup_future_usage: from.futureUsage ?? null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: from.suffix ?? null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  };
  world.state.paymentIntents.add(intent);
  emit(world, 'payment_intent.created', intent);
  return intent;
}
