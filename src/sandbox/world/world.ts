import type { Deliveries } from '../events/delivery.ts';
import type { Chaos } from '../events/chaos.ts';
import type { Settings } from '../options.ts';
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';
import type { State } from './state.ts';

/** What every function of the sandbox works on. */
export type World = {
  settings: Settings;
  clock: Clock;
  random: Random;
  state: State;
  deliveries: Deliveries;
  chaos: Chaos;
  /** Where this sandbox listens, such as `http://127.0.0.1:4010`; known once it does. */
  url: string;
  /** The API request that is being answered, which its events name as their cause. */
  request: { id: string; idempotencyKey: string | null } | undefined;
  requestLog: RequestEntry[];
  counts: { requests: number; refused: number; events: number; validated: number };
};

/** A line of the inspector: one API request and what became of it. */
export type RequestEntry = {
  id: string;
  atMs: number;
  method: string;
  path: string;
  status: number;
  verdict: string;
  durationMs: number;
};

/** Finds any object by its id: ids say what they are by their prefix. */
export function findObject(world: World, id: string): { id: string } | undefined {
  const { state } = world;
  switch (id.slice(0, id.lastIndexOf('_'))) {
    case 'cs_test':
      return state.sessions.get(id);
    case 'pi':
      return state.paymentIntents.get(id);
    case 'ch':
    case 'py':
      return state.charges.get(id);
    case 'txn':
      return state.balanceTransactions.get(id);
    case 're':
    case 'pyr':
      return state.refunds.get(id);
    case 'du':
      return state.disputes.get(id);
    case 'issfr':
      return state.earlyFraudWarnings.get(id);
    case 'clock':
      return state.testClocks.get(id);
    case 'bps':
      return state.portalSessions.get(id);
    case 'po':
      return state.payouts.get(id);
    case 'cus':
      return state.customers.get(id);
    case 'sub':
      return state.subscriptions.get(id);
    case 'in':
      return state.invoices.get(id);
    case 'inpay':
      return state.invoicePayments.get(id);
    case 'pm':
      return state.paymentMethods.get(id);
    case 'price':
      return state.prices.get(id);
    default:
      return state.products.get(id);
  }
}
