import type { Problem } from '../checkout/contract.ts';
import type { ProblemCode } from './problems.ts';

export type ClientOptions = {
  /** Where the service is, such as `https://give.example.org`. */
  url: string;
  /** A finance key, `rsk_…`. It goes into a header, never into an address, and only over https or to this machine. */
  key?: string;
  /** Tries of one call in all, where the service says that it may be made again. 3 by default. */
  tries?: number;
  /** Seconds that a call waits at most before it is made again; a longer Retry-After is thrown. 60 by default. */
  longestWait?: number;
  /** Stands in for the global fetch. */
  fetch?: typeof fetch;
};

/** Every call may be stopped. */
export type CallOptions = { signal?: AbortSignal };

/** What the service refuses, and why. */
export class ReaderSupportError extends Error {
  readonly status: number;
  /** For programs; the documentation lists all of them. */
  readonly code: ProblemCode | (string & {});
  /** The field at fault, where there is one. */
  readonly field: string | undefined;
  /** Name it when you ask for help. */
  readonly requestId: string | undefined;
  /** Seconds after which the same call may be made again. */
  readonly retryAfter: number | undefined;

  constructor(status: number, problem: Partial<Problem>, retryAfter: number | undefined) {
    super(problem.detail ?? `The service answered ${status}.`);
    this.name = 'ReaderSupportError';
    this.status = status;
    this.code = problem.code ?? 'unknown';
    this.field = problem.field;
    this.requestId = problem.requestId;
    this.retryAfter = retryAfter;
  }
}

type Asked = CallOptions & { query?: object | undefined; body?: object; headers?: Record<string, string> };

/** Makes a call, and makes it again where the service asks for that. */
export function caller({ url, key, tries = 3, longestWait = 60, fetch: fetched = fetch }: ClientOptions) {
  const base = new URL(url);
  if (
    key !== undefined &&
    base.protocol !== 'https:' &&
    !/^(localhost|127\.0\.0\.1|\[::1\])$/.test(base.hostname)
  )
    throw new TypeError('A key goes over https only.');
  return async (path: string, { query, body, headers, signal }: Asked): Promise<Response> => {
    const address = new URL(`${base.pathname.replace(/\/$/, '')}${path}`, base);
    for (const [name, value] of Object.entries(query ?? {}))
      if (value !== undefined) address.searchParams.set(name, String(value));
    for (let left = tries - 1; ; left--) {
      const answer = await fetched(address, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          ...(key !== undefined && { Authorization: `Bearer ${key}` }),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
        // A key must not follow to wherever an answer points.
        redirect: 'error',
      });
      if (answer.ok) return answer;
      const refused = await errorOf(answer);
      const { status, retryAfter } = refused;
      const again =
        (status === 429 || status === 503) && retryAfter !== undefined && retryAfter <= longestWait;
      if (!again || left <= 0) throw refused;
      await pause(retryAfter, signal);
    }
  };
}

async function errorOf(answer: Response): Promise<ReaderSupportError> {
  const text = await answer.text().catch(() => '');
  const seconds = Number(answer.headers.get('Retry-After') ?? Number.NaN);
  let problem: Partial<Problem> = {};
  try {
    problem = JSON.parse(text) as Partial<Problem>;
  } catch {
    // A proxy in front of the service answers in words of its own.
  }
  return new ReaderSupportError(answer.status, problem, Number.isFinite(seconds) ? seconds : undefined);
}

function pause(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, seconds * 1000);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
