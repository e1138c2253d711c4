import type Stripe from 'stripe';
import { makeCustomer, type CustomerFields } from '../checkout/customers.ts';
import { makeProduct } from '../checkout/line-items.ts';
import { checkMetadata } from '../checkout/rules.ts';
import { emit } from '../events/event.ts';
import type { Handlers } from '../http/call.ts';
import { invalidRequest, noSuch } from '../http/fault.ts';
import { pageOf } from '../http/list.ts';
import { testClockOf } from '../world/test-clocks.ts';
import { mergeMetadata } from './metadata.ts';

export const catalogHandlers: Handlers = {
  'POST /v1/products': ({ world, params }) => {
    const wanted = params as unknown as Stripe.ProductCreateParams;
    checkMetadata(wanted.metadata, 'metadata');
    if (wanted.id !== undefined && world.state.products.has(wanted.id))
      throw invalidRequest('Product already exists.', 'id', 'resource_already_exists');
    return makeProduct(world, wanted);
  },

  'GET /v1/products/{id}': ({ world, id }) => productOf(world.state, id),

  'POST /v1/products/{id}': ({ world, id, params }) => {
    const product = productOf(world.state, id);
    const change = params as Stripe.ProductUpdateParams;
    checkMetadata(change.metadata, 'metadata');
    product.metadata = mergeMetadata(product.metadata, change.metadata);
    if (change.name !== undefined) product.name = change.name;
    if (change.description !== undefined) product.description = change.description || null;
    if (change.active !== undefined) product.active = change.active;
    product.updated = world.clock.now();
    emit(world, 'product.updated', product, {});
    return product;
  },

  'GET /v1/products': ({ world, params }) => {
    const { active, ids } = params as Stripe.ProductListParams;
    const { products } = world.state;
    return pageOf(products.all(), params, {
      url: '/v1/products',
      sequenceOf: products.sequenceOf,
      filters: ['active', 'ids'],
      matches: (product) =>
        (active === undefined || product.active === active) &&
        (ids === undefined || ids.includes(product.id)),
    });
  },

  'GET /v1/prices/{id}': ({ world, id }) => {
    const price = world.state.prices.get(id);
    if (price === undefined) throw noSuch('price', id, 'price');
    return price;
  },

  'GET /v1/prices': ({ world, params }) => {
    const { product, active } = params as Stripe.PriceListParams;
    const { prices } = world.state;
    return pageOf(product === undefined ? prices.all() : prices.by('product', product), params, {
      url: '/v1/prices',
      sequenceOf: prices.sequenceOf,
      filters: ['product', 'active'],
      matches: (price) => active === undefined || price.active === active,
    });
  },

  'POST /v1/customers': ({ world, params }) => {
    checkMetadata(params['metadata'], 'metadata');
    const { test_clock } = params as CustomerFields;
    if (test_clock !== undefined) testClockOf(world, test_clock);
    return makeCustomer(world, params);
  },

  'GET /v1/customers/{id}': ({ world, id }) => customerOf(world.state, id),

  'POST /v1/customers/{id}': ({ world, id, params }) => {
    const customer = customerOf(world.state, id);
    const change = params as CustomerFields;
    checkMetadata(change.metadata, 'metadata');
    const previous = { email: customer.email, name: customer.name };
    customer.metadata = mergeMetadata(customer.metadata, change.metadata);
    if (change.email !== undefined) customer.email = change.email || null;
    if (change.name !== undefined) customer.name = change.name || null;
    if (change.phone !== undefined) customer.phone = change.phone || null;
    if (change.description !== undefined) customer.description = change.description || null;
    emit(world, 'customer.updated', customer, previous);
    return customer;
  },

  'DELETE /v1/customers/{id}': ({ world, id }) => {
    const customer = customerOf(world.state, id);
    world.state.customers.remove(id);
    emit(world, 'customer.deleted', customer);
    return { id, object: 'customer', deleted: true };
  },

  'GET /v1/customers': ({ world, params }) => {
    const { email, test_clock } = params as Stripe.CustomerListParams;
    const { customers } = world.state;
    return pageOf(customers.all(), params, {
      url: '/v1/customers',
      sequenceOf: customers.sequenceOf,
      filters: ['email', 'test_clock'],
      // Without the filter Stripe leaves the customers of test clocks out.
      matches: (customer) =>
        customer.test_clock === (test_clock ?? null) && (email === undefined || customer.email === email),
    });
  },

  'GET /v1/payment_methods/{id}': ({ world, id }) => {
    const method = world.state.paymentMethods.get(id);
    if (method === undefined) throw noSuch('PaymentMethod', id, 'payment_method');
    return method;
  },
};

type State = Parameters<Handlers[string]>[0]['world']['state'];

function productOf(state: State, id: string) {
  const product = state.products.get(id);
  if (product === undefined) throw noSuch('product', id);
  return product;
}

function customerOf(state: State, id: string) {
  const customer = state.customers.get(id);
  if (customer === undefined) throw noSuch('customer', id, 'customer');
  return customer;
}
