import type Stripe from 'stripe';
import { invalidRequest, missingParam, noSuch } from '../http/fault.ts';
import type { PortalSession } from '../world/objects.ts';
import type { World } from '../world/world.ts';

type Params = Stripe.BillingPortal.SessionCreateParams;

const served = ['customer', 'return_url', 'flow_data', 'locale', 'expand'];
/** A link to the portal is for now, not for later. */
const lifeSeconds = 3600;

/** Opens the portal for one customer, or one errand of it. */
export function createPortalSession(world: World, params: Params): PortalSession {
  check(world, params);
  return world.state.portalSessions.add({
    id: world.random.id('bps'),
    object: 'billing_portal.session',
    configuration: 'bpc_sandbox',
    created: world.clock.now(),
    customer: params.customer ?? '',
    customer_account: null,
    flow: params.flow_data === undefined ? null : flowFrom(world, params.flow_data, params.customer ?? ''),
    livemode: false,
    locale: params.locale ?? null,
    on_behalf_of: null,
    return_url: params.return_url ?? null,
    url: `${world.url}/p/session/${world.random.letters(40)}`,
  });
}

/** Whether a link still opens the portal. */
export function isPortalOpen(world: World, session: PortalSession): boolean {
  return world.clock.now() < session.created + lifeSeconds && world.state.customers.has(session.customer);
}

function check(world: World, params: Params): void {
  if (params.customer === undefined) throw missingParam('customer');
  if (!world.state.customers.has(params.customer)) throw noSuch('customer', params.customer, 'customer');
  const other = Object.keys(params).find((name) => !served.includes(name));
  if (other !== undefined) throw invalidRequest(`This sandbox opens the portal without ${other}.`, other);
  checkUrl(params.return_url, 'return_url');
}

function checkUrl(text: string | undefined, param: string): void {
  const url = text === undefined ? undefined : URL.parse(text);
  if (url === null || (url !== undefined && !/^https?:$/.test(url.protocol)))
    throw invalidRequest('Not a valid URL', param, 'url_invalid');
}

function flowFrom(
  world: World,
  data: NonNullable<Params['flow_data']>,
  customer: string,
): NonNullable<PortalSession['flow']> {
  if (data.type !== 'payment_method_update' && data.type !== 'subscription_cancel')
    throw invalidRequest(
      'This sandbox serves the flows payment_method_update and subscription_cancel.',
      'flow_data[type]',
    );
  const subscription = data.subscription_cancel?.subscription;
  if (data.type === 'subscription_cancel' && subscription === undefined)
    throw missingParam('flow_data[subscription_cancel]');
  const known = world.state.subscriptions.get(subscription ?? '');
  if (subscription !== undefined && known?.customer !== customer)
    throw noSuch('subscription', subscription, 'flow_data[subscription_cancel][subscription]');
  const after = data.after_completion;
  checkUrl(after?.redirect?.return_url, 'flow_data[after_completion][redirect][return_url]');
  return {
    after_completion: {
      hosted_confirmation: null,
      redirect: after?.redirect ?? null,
      type: after?.redirect === undefined ? 'portal_homepage' : 'redirect',
    },
    customer_update: null,
    subscription_cancel: subscription === undefined ? null : { retention: null, subscription },
    subscription_pause: null,
    subscription_update: null,
    subscription_update_confirm: null,
    type: data.type,
  };
}
