/** How long a reader waits for an answer before being told that there is none. */
const LIMIT_MS = 12_000;

/** Calls go to the one server that the box talks to: no cookies, no referrer, not for ever. */
export function callOptions(left: AbortSignal): RequestInit {
  const limit = AbortSignal.timeout(LIMIT_MS);
  return {
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.any?.([left, limit]) ?? limit,
  };
}
