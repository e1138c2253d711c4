import type Stripe from 'stripe';
import { emit } from '../events/event.ts';
import { invalidRequest, noSuch } from '../http/fault.ts';
import type { LineItem, Metadata, Price, Product } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { checkAmount } from './rules.ts';

type ItemParams = Stripe.Checkout.SessionCreateParams.LineItem;

/** Turns the line items of a request into priced lines; an inline price becomes a Price of its own. */
export function makeLineItems(world: World, items: readonly ItemParams[], mode: string): LineItem[] {
  const made = items.map((item, i) => makeLineItem(world, item, `line_items[${i}]`));
  if (new Set(made.map((item) => item.currency)).size > 1)
    throw invalidRequest('All line items must have the same currency.', 'line_items');
  if (mode === 'subscription' && !made.some((item) => item.price?.type === 'recurring'))
    throw invalidRequest(
      'You must provide at least one recurring price in `subscription` mode when using prices.',
      'line_items',
    );
  if (mode === 'payment' && made.some((item) => item.price?.type === 'recurring'))
    throw invalidRequest(
      'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
      'line_items',
    );
  return made;
}

function makeLineItem(world: World, item: ItemParams, param: string): LineItem {
  if (item.price !== undefined && item.price_data !== undefined)
    throw invalidRequest(
      'You may only specify one of these parameters: price, price_data.',
      `${param}[price]`,
    );
  if (item.price === undefined && item.price_data === undefined)
    throw invalidRequest(`Missing required param: ${param}[price].`, `${param}[price]`, 'parameter_missing');
  const quantity = item.quantity;
  if (quantity === undefined)
    throw invalidRequest(
      `Missing required param: ${param}[quantity].`,
      `${param}[quantity]`,
      'parameter_missing',
    );
  if (quantity < 1)
    throw invalidRequest(
      'This value must be greater than or equal to 1.',
      `${param}[quantity]`,
      'parameter_invalid_integer',
    );
  const price =
    item.price === undefined
      ? makePrice(world, item.price_data!, `${param}[price_data]`)
      : existingPrice(world, item.price, `${param}[price]`);
  const total = (price.unit_amount ?? 0) * quantity;
  const product = world.state.products.get(price.product);
  return {
    id: world.random.id('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: price.currency,
    description: product?.name ?? null,
    metadata: {},
    price,
    quantity,
  };
}

type PriceData = {
  currency: string;
  product?: string;
  product_data?: { name: string; description?: string; metadata?: Stripe.MetadataParam };
  recurring?: { interval: string; interval_count?: number };
  unit_amount?: number;
  unit_amount_decimal?: { toString(): string };
};

/** Makes the inline price of `price_data`, with its product if that is inline too. */
export function makePrice(world: World, data: PriceData, param: string): Price {
  if ((data.product === undefined) === (data.product_data === undefined))
    throw invalidRequest(
      'You must specify either `product` or `product_data` when creating a price.',
      `${param}[product]`,
    );
  const amount = data.unit_amount ?? wholeAmount(data.unit_amount_decimal, param);
  checkAmount(amount, data.currency, `${param}[unit_amount]`);
  const product =
    data.product === undefined
      ? makeProduct(world, data.product_data!)
      : world.state.products.get(data.product);
  if (product === undefined) throw noSuch('product', data.product ?? '', `${param}[product]`);
  if (!product.active)
    throw invalidRequest(
      `The product ${product.id} is marked as inactive, so its price cannot be used.`,
      `${param}[product]`,
    );
  return world.state.prices.add({
    id: world.random.id('price'),
    object: 'price',
    active: false,
    billing_scheme: 'per_unit',
    created: world.clock.now(),
    currency: data.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: product.id,
    recurring:
      data.recurring === undefined
        ? null
        : {
            interval: data.recurring.interval as 'month',
            interval_count: data.recurring.interval_count ?? 1,
            meter: null,
            trial_period_days: null,
            usage_type: 'licensed',
          },
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: data.recurring === undefined ? 'one_time' : 'recurring',
    unit_amount: amount,
    unit_amount_decimal: String(amount),
  });
}

/** Adds a product and says so. */
export function makeProduct(
  world: World,
  from: {
    id?: string;
    name: string;
    description?: string | null;
    active?: boolean;
    metadata?: unknown;
    images?: string[];
    statement_descriptor?: string;
    unit_label?: string;
    url?: string;
  },
): Product {
  const now = world.clock.now();
  const product: Product = {
    id: from.id ?? world.random.id('prod'),
    object: 'product',
    active: from.active ?? true,
    created: now,
    default_price: null,
    description: from.description ?? null,
    images: from.images ?? [],
    livemode: false,
    marketing_features: [],
    metadata: { ...(from.metadata as Metadata | undefined) },
    name: from.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: from.statement_descriptor ?? null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: from.unit_label ?? null,
    updated: now,
    url: from.url ?? null,
  };
  world.state.products.add(product);
  emit(world, 'product.created', product);
  return product;
}

function existingPrice(world: World, id: string, param: string): Price {
  const price = world.state.prices.get(id);
  if (price === undefined) throw noSuch('price', id, param);
  return price;
}

function wholeAmount(decimal: { toString(): string } | undefined, param: string): number {
  const amount = Number(decimal?.toString());
  if (decimal === undefined || !Number.isInteger(amount))
    throw invalidRequest(
      decimal === undefined
        ? `Missing required param: ${param}[unit_amount].`
        : `Invalid integer: ${decimal.toString()}`,
      `${param}[unit_amount]`,
      decimal === undefined ? 'parameter_missing' : 'parameter_invalid_integer',
    );
  return amount;
}
