import type { Problem } from '../checkout/contract.ts';

/** How long a reader waits for an answer before being told that there is none. */
const LIMIT_MS = 12_000;

/** No answer in time, no network, 5xx or nonsense. */
export const AWAY = 0;
/** The box left the page meanwhile. */
export const ABORTED = -1;

/** What came of a request: an HTTP status below 500, or one of the two above. */
export type Outcome<T = unknown> = {
  status: number;
  answer: Partial<T & Problem>;
  /** With 429: how many seconds to wait. */
  seconds: number;
};

/** A call to the one server that the box talks to: no cookies, no referrer. With a body it is a POST. */
export async function ask<T>(
  url: string,
  left: AbortSignal,
  body?: string,
  headers?: Record<string, string>,
): Promise<Outcome<T>> {
  const outcome: Outcome<T> = { status: AWAY, answer: {}, seconds: 30 };
  try {
    const limit = AbortSignal.timeout(LIMIT_MS);
    const response = await fetch(url, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.any?.([left, limit]) ?? limit,
      ...(body && { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } }),
    });
    const { status } = response;
    if (status === 429) outcome.seconds = Math.min(Number(response.headers.get('Retry-After')) || 30, 3_600);
    else if (status < 500) outcome.answer = ((await response.json()) as Outcome<T>['answer'] | null) ?? {};
    if (status < 500) outcome.status = status;
  } catch {
    if (left.aborted) outcome.status = ABORTED;
  }
  return outcome;
}
