import type {
  CheckoutAnswer,
  CheckoutRequest,
  Problem,
  ReminderRequest,
  WidgetConfig,
} from '../checkout/contract.ts';

/** How long a reader waits for an answer before being told that there is none. */
const LIMIT_MS = 12_000;

/** What came of a request; `offline` covers no network, no answer in time, 5xx and nonsense. */
export type Outcome<T> =
  | { kind: 'ok'; value: T }
  | { kind: 'limited'; seconds: number }
  | { kind: 'refused'; code: string; field: string | undefined }
  | { kind: 'offline' }
  | { kind: 'aborted' };

/** Calls to the one server that the box talks to: no cookies, no referrer. */
export type Server = ReturnType<typeof serverAt>;

export function serverAt(base: string, signal: () => AbortSignal) {
  const send = async <T>(path: string, init: RequestInit): Promise<Outcome<T>> => {
    const left = signal();
    try {
      const response = await fetch(base + path, {
        ...init,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.any
          ? AbortSignal.any([left, AbortSignal.timeout(LIMIT_MS)])
          : AbortSignal.timeout(LIMIT_MS),
      });
      return await outcomeOf<T>(response);
    } catch {
      return { kind: left.aborted ? 'aborted' : 'offline' };
    }
  };
  const post = <T>(path: string, body: object, headers: Record<string, string> = {}): Promise<Outcome<T>> =>
    send<T>(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  return {
    config: (query: URLSearchParams) => send<WidgetConfig>(`/v1/widget-config?${query}`, {}),
    checkout: (request: CheckoutRequest, key: string) =>
      post<CheckoutAnswer>('/v1/checkout', request, { 'Idempotency-Key': key }),
    remind: (request: ReminderRequest) => post<unknown>('/v1/reminders', request),
  };
}

async function outcomeOf<T>(response: Response): Promise<Outcome<T>> {
  if (response.ok) return { kind: 'ok', value: (await response.json()) as T };
  if (response.status === 429) {
    const seconds = Number(response.headers.get('Retry-After') ?? 30);
    return { kind: 'limited', seconds: Math.min(Math.max(Math.ceil(seconds) || 30, 1), 3_600) };
  }
  if (response.status >= 500) return { kind: 'offline' };
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  return { kind: 'refused', code: problem.code ?? '', field: problem.field };
}

/**
 * The address to go to, if it is one that Continue may lead to: https (or a loopback host in the demo) and
 * a host that the configuration names. Whatever else a server says is not followed.
 */
export function payAddress(answer: unknown, payHosts: readonly string[]): string | null {
  const text = (answer as Partial<CheckoutAnswer> | null)?.url;
  if (typeof text !== 'string' || !URL.canParse(text)) return null;
  const url = new URL(text);
  const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  const scheme = url.protocol === 'https:' || (url.protocol === 'http:' && loopback);
  return scheme && payHosts.includes(url.host) ? url.href : null;
}
