import { request, type Agent } from 'node:http';

/** Posts once. A redirect is an answer like any other: Stripe does not follow it. */
export function post(
  agent: Agent,
  url: string,
  payload: string,
  { signature, timeoutMs }: { signature: string; timeoutMs: number },
): Promise<{ status: number | undefined; note: string }> {
  return new Promise((resolve) => {
    const call = request(
      url,
      {
        method: 'POST',
        agent,
        timeout: timeoutMs,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(payload),
          'user-agent': 'Stripe/1.0 (sandbox)',
          'stripe-signature': signature,
        },
      },
      (answer) => {
        answer.resume();
        answer.on('close', () => resolve({ status: answer.statusCode, note: answer.statusMessage ?? '' }));
      },
    );
    call.on('timeout', () => call.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    call.on('error', (error) => resolve({ status: undefined, note: error.message }));
    call.end(payload);
  });
}
