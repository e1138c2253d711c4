import type Stripe from 'stripe';
import type { Handlers } from '../http/call.ts';
import { pageOf } from '../http/list.ts';
import { advanceTestClock, createTestClock, deleteTestClock, testClockOf } from '../world/test-clocks.ts';

export const testClockHandlers: Handlers = {
  'POST /v1/test_helpers/test_clocks': ({ world, params }) => {
    const { frozen_time, name } = params as unknown as Stripe.TestHelpers.TestClockCreateParams;
    return createTestClock(world, frozen_time, name ?? null);
  },

  'GET /v1/test_helpers/test_clocks/{id}': ({ world, id }) => testClockOf(world, id),

  'DELETE /v1/test_helpers/test_clocks/{id}': ({ world, id }) => {
    deleteTestClock(world, testClockOf(world, id));
    return { id, object: 'test_helpers.test_clock', deleted: true };
  },

  'POST /v1/test_helpers/test_clocks/{id}/advance': ({ world, id, params }) => {
    const { frozen_time } = params as unknown as Stripe.TestHelpers.TestClockAdvanceParams;
    return advanceTestClock(world, testClockOf(world, id), frozen_time);
  },

  'GET /v1/test_helpers/test_clocks': ({ world, params }) => {
    const { testClocks } = world.state;
    return pageOf(testClocks.all(), params, {
      url: '/v1/test_helpers/test_clocks',
      sequenceOf: testClocks.sequenceOf,
    });
  },
};
