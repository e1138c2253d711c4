import { emit } from '../events/event.ts';
import type { Customer, Metadata } from '../world/objects.ts';
import type { World } from '../world/world.ts';

export type CustomerFields = {
  email?: string | null;
  name?: string | null;
  phone?: string | null;
  description?: string | null;
  metadata?: Metadata;
  preferred_locales?: string[];
  test_clock?: string;
};

/** Adds a customer and says so. */
export function makeCustomer(world: World, fields: CustomerFields): Customer {
  const customer: Customer = {
    id: world.random.id('cus'),
    object: 'customer',
    address: null,
    balance: 0,
    created: world.clock.now(),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: fields.description ?? null,
    discount: null,
    email: fields.email ?? null,
    invoice_prefix: world.random.letters(8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: { ...fields.metadata },
    name: fields.name ?? null,
    next_invoice_sequence: 1,
    phone: fields.phone ?? null,
    preferred_locales: fields.preferred_locales ?? [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: fields.test_clock ?? null,
  };
  world.state.customers.add(customer);
  emit(world, 'customer.created', customer);
  return customer;
}
