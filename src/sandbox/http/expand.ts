import { findObject, type World } from '../world/world.ts';
import { invalidRequest } from './fault.ts';
import { shown } from './shown.ts';

const mostLevels = 4;
type Plain = Record<string, unknown>;

/** Puts whole objects where ids stand, along each path, up to Stripe's four levels. */
export function expand(world: World, root: object, paths: readonly string[] | undefined): object {
  let result = root;
  for (const path of paths ?? []) {
    const parts = path.split('.');
    if (parts.length > mostLevels)
      throw invalidRequest(
        `You cannot expand more than ${mostLevels} levels of a property. Property: ${path}`,
        'expand',
      );
    result = expandAt(world, result as Plain, parts, path);
  }
  return result;
}

function expandAt(world: World, object: Plain, parts: readonly string[], path: string): Plain {
  const [part, ...rest] = parts;
  if (part === undefined) return object;
  const value = valueOf(world, object, part, path);
  // A property that is not there (a refund that never failed) stays away; one that is null stays null.
  if (value === null) return part in object ? { ...object, [part]: null } : object;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => expandAt(world, fetched(world, item, path), rest, path));
    return { ...object, [part]: items };
  }
  if (typeof value === 'object' && rest.length > 0)
    return { ...object, [part]: expandAt(world, value as Plain, rest, path) };
  if (typeof value === 'object') return { ...object, [part]: value };
  return { ...object, [part]: expandAt(world, fetched(world, value, path), rest, path) };
}

/** The current value, or one of the parts an object shows only on request. */
function valueOf(world: World, object: Plain, part: string, path: string): unknown {
  if (object[part] !== undefined) return object[part];
  const list = onRequest(world, object, part);
  if (list === undefined) throw cannotExpand(path);
  return list;
}

function onRequest(world: World, object: Plain, part: string): unknown {
  const { state } = world;
  const id = String(object['id']);
  switch (`${String(object['object'])}.${part}`) {
    case 'checkout.session.line_items':
      return list(state.sessionNotes.get(id)?.lineItems ?? [], `/v1/checkout/sessions/${id}/line_items`);
    case 'invoice.payments':
      return list(state.invoicePayments.by('invoice', id), '/v1/invoice_payments');
    case 'charge.refunds':
      return list(state.refunds.by('charge', id).toReversed(), `/v1/charges/${id}/refunds`);
    case 'customer.subscriptions':
      return list(state.subscriptions.by('customer', id).toReversed(), `/v1/customers/${id}/subscriptions`);
    case 'refund.failure_balance_transaction':
      return null;
    default:
      return undefined;
  }
}

function list(items: readonly object[], url: string): Plain {
  return { object: 'list', data: items.slice(0, 10), has_more: items.length > 10, url };
}

function fetched(world: World, value: unknown, path: string): Plain {
  if (typeof value === 'object' && value !== null) return value as Plain;
  const found = typeof value === 'string' ? findObject(world, value) : undefined;
  if (found === undefined) throw cannotExpand(path);
  return shown(world, found) as Plain;
}

function cannotExpand(path: string): Error {
  return invalidRequest(
    `This property cannot be expanded (${path}). You may want to try expanding an object that contains it.`,
    'expand',
  );
}
