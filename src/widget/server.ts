import type { Problem } from '../checkout/contract.ts';
import { callOptions } from './call-options.ts';

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

/** Sends JSON to the one server that the box talks to. */
export async function post<T>(
  url: string,
  left: AbortSignal,
  body: string,
  headers?: Record<string, string>,
): Promise<Outcome<T>> {
  const outcome: Outcome<T> = { status: AWAY, answer: {}, seconds: 30 };
  try {
    const response = await fetch(url, {
      ...callOptions(left),
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json', ...headers },
    });
    const { status } = response;
    const wait = Math.ceil(Number(response.headers.get('Retry-After')));
    if (wait > 0) outcome.seconds = Math.min(wait, 3_600);
    // What is in the way of too many requests may answer in any form.
    if (status < 429) outcome.answer = ((await response.json()) as Outcome<T>['answer'] | null) ?? {};
    if (status < 500) outcome.status = status;
  } catch {
    if (left.aborted) outcome.status = ABORTED;
  }
  return outcome;
}
