import type { Handlers } from '../http/call.ts';
import { balanceHandlers } from './balance.ts';
import { billingHandlers } from './billing.ts';
import { catalogHandlers } from './catalog.ts';
import { checkoutHandlers } from './checkout.ts';
import { disputeHandlers } from './disputes.ts';
import { earlyFraudWarningHandlers } from './early-fraud-warnings.ts';
import { eventHandlers } from './events.ts';
import { moneyHandlers } from './money.ts';
import { portalHandlers } from './portal.ts';
import { testClockHandlers } from './test-clocks.ts';

/** Every call the sandbox answers. The schemas and this table must name the same ones: a test holds them equal. */
export const handlers: Handlers = {
  ...checkoutHandlers,
  ...moneyHandlers,
  ...balanceHandlers,
  ...billingHandlers,
  ...catalogHandlers,
  ...disputeHandlers,
  ...earlyFraudWarningHandlers,
  ...eventHandlers,
  ...portalHandlers,
  ...testClockHandlers,
};
