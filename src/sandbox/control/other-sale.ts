import { createSubscription } from '../billing/create-subscription.ts';
import type { CardName } from '../checkout/cards.ts';
import { makeCustomer } from '../checkout/customers.ts';
import { makeProduct } from '../checkout/line-items.ts';
import { checkAmount } from '../checkout/rules.ts';
import { emit } from '../events/event.ts';
import { openIntent } from '../money/payment-intents.ts';
import { makePaymentMethod } from '../money/payment-methods.ts';
import { chargeSaved } from '../money/saved-method.ts';
import type { PaymentMethod } from '../world/objects.ts';
import type { World } from '../world/world.ts';

/** Something another product on the account sells, once or every so often. */
export type OtherSale = {
  amountMinor: number;
  currency: string;
  recurring?: 'month' | 'year';
  card?: CardName;
};

export type Sold = {
  paymentIntent: string;
  charge: string;
  customer: string | null;
  subscription: string | null;
  invoice: string | null;
};

/** What the other product sells under; nobody else does. */
const productId = 'prod_other';

/** Sells it: no checkout session, and metadata of the other product's own. */
export function sellOther(world: World, sale: OtherSale): Sold {
  checkAmount(sale.amountMinor, sale.currency, 'amountMinor');
  const metadata = { order: world.random.letters(8) };
  return sale.recurring === undefined
    ? sellOnce(world, sale, metadata)
    : sellSubscription(world, sale, { interval: sale.recurring, metadata });
}

function sellOnce(world: World, sale: OtherSale, metadata: Record<string, string>): Sold {
  const intent = openIntent(world, {
    amountMinor: sale.amountMinor,
    currency: sale.currency,
    customer: null,
    description: 'A book from the shop',
    metadata,
  });
  const charge = chargeSaved(world, intent, methodFor(world, sale, null));
  return { paymentIntent: intent.id, charge: charge.id, customer: null, subscription: null, invoice: null };
}

function sellSubscription(
  world: World,
  sale: OtherSale,
  { interval, metadata }: { interval: 'month' | 'year'; metadata: Record<string, string> },
): Sold {
  if (!world.state.products.has(productId)) makeProduct(world, { id: productId, name: 'The printed paper' });
  const customer = makeCustomer(world, { email: 'buyer@example.org', metadata });
  const method = methodFor(world, sale, customer.id);
  emit(world, 'payment_method.attached', method);
  const { amountMinor: unit_amount, currency } = sale;
  const subscription = createSubscription(world, {
    customer: customer.id,
    items: [{ price_data: { currency, unit_amount, product: productId, recurring: { interval } } }],
    default_payment_method: method.id,
    metadata,
  });
  const invoice = subscription.latest_invoice as string;
  const [payment] = world.state.invoicePayments.by('invoice', invoice);
  const paymentIntent = payment?.payment.payment_intent as string;
  const charge = world.state.paymentIntents.get(paymentIntent)?.latest_charge as string;
  return { paymentIntent, charge, customer: customer.id, subscription: subscription.id, invoice };
}

function methodFor(world: World, sale: OtherSale, customer: string | null): PaymentMethod {
  const payer = { card: sale.card ?? 'good', email: 'buyer@example.org' } as const;
  return makePaymentMethod(world, { payer, currency: sale.currency, customer });
}
