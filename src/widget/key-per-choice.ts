import type { CheckoutRequest } from '../checkout/contract.ts';

/** One key per choice: a retry of the same choice is the same request to the server. */
export function keyPerChoice(): { for: (request: CheckoutRequest) => string } {
  let last = '';
  let key = '';
  return {
    for(request) {
      const now = JSON.stringify(request);
      if (now !== last) {
        last = now;
        key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
          byte.toString(16).padStart(2, '0'),
        ).join('');
      }
      return key;
    },
  };
}
