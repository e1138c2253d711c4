import type { Response } from 'express';
import { checkoutRoutes } from '../checkout/routes.ts';
import type { AppContext } from '../context.ts';
import { AppError, unavailable } from '../errors.ts';
import type { Route } from '../http/route.ts';
import {
  PREVIEW_STATES,
  PREVIEW_THEMES,
  PREVIEW_VARIANTS,
  PREVIEW_WIDTHS,
  type Preview,
} from '../pages/demo-bar.ts';
import type { Publisher } from '../publisher/publisher.ts';
import { reminderRoutes } from '../reminders/routes.ts';

// Every state of the box on the demo's page, and none of them painted: the box talks to an address of its
// own for the state (/demo/limited/v1/checkout), where this server really answers 429, or nothing for a
// minute, or as the service of a publisher who is closed.

type State = Preview['state'];

/** Longer than the box waits: it says by itself that nobody answered. */
const HOLD_MS = 60_000;

/** The addresses that a box talks to, with or without its script. */
const BOX_PATHS = /^\/(v1\/(widget-config|checkout|reminders|reminders\/calendar\.ics)|give|remind)$/;

/** How a state's server differs from the real one. */
const SERVED: Partial<Record<State, { publisher?: (from: Publisher) => Publisher; fails?: string; how?: (res: Response) => void | Promise<void> }>> = {
  fallback: { fails: '/v1/widget-config', how: fail(() => unavailable('No configuration, for the demo.')) },
  offline: { fails: '/v1/checkout', how: fail(() => unavailable('No payment page, for the demo.')) },
  limited: {
    fails: '/v1/checkout',
    how: fail(() => new AppError(429, 'too_many_requests', 'Too many tries, for the demo.', { retryAfterSeconds: 30 })),
  },
  busy: { fails: '/v1/checkout', how: hold },
  closed: { publisher: (from) => ({ ...from, open: false }) },
  notice: { publisher: (from) => withNotice(from, 'notice') },
  stop: { publisher: (from) => withNotice(from, 'stop') },
}; // prettier-ignore

/** Reads the switches; what does not fit is as it is without a switch. */
export function readPreview(query: Record<string, unknown>, lang: string): Preview {
  const of = <T extends string>(name: string, values: readonly [T, ...T[]]): T =>
    values.find((value) => value === query[name]) ?? values[0];
  return {
    lang,
    state: of('state', PREVIEW_STATES),
    theme: of('theme', PREVIEW_THEMES),
    width: of('width', PREVIEW_WIDTHS),
    variant: of('variant', PREVIEW_VARIANTS),
  };
}

/** What the element of a state's page has beside its language and look. */
export function elementOf({ state }: Preview): Record<string, string | true> {
  return {
    ...(SERVED[state] === undefined ? {} : { src: `/demo/${state}` }),
    // Below the smallest amount of every currency.
    ...(state === 'invalid' ? { frequency: 'monthly', amount: '1' } : {}),
    // Whoever chose a state sees it, also on a device where the box keeps quiet; one that never does has no days
    // of quiet behind it.
    ...(state === '' || state === 'again' ? {} : { force: true as const }),
  };
}

/** The mark that Stripe's page and the thank-you page leave in the article's address. */
export function markerOf({ state }: Preview): 'c' | 't' | null {
  return state === 'back' ? 'c' : state === 'supporter' ? 't' : null;
}

/** The service once more for each state that needs another one, under /demo/<state>. */
export function previewRoutes(ctx: AppContext): Route[] {
  return Object.entries(SERVED).flatMap(([state, { publisher, fails, how }]) => {
    const config =
      publisher === undefined ? ctx.config : { ...ctx.config, publisher: publisher(ctx.config.publisher) };
    const own = { ...ctx, config };
    return [...checkoutRoutes(own), ...reminderRoutes(own)]
      .filter(({ path, method }) => BOX_PATHS.test(path) && method !== 'options')
      .map((route) => ({
        ...route,
        path: `/demo/${state}${route.path}`,
        ...(route.path === fails && how !== undefined ? { handle: (_req, res) => how(res) } : {}),
      } satisfies Route)); // prettier-ignore
  });
}

function fail(error: () => AppError): () => never {
  return () => {
    throw error();
  };
}

/** Answers so late that nobody waits for it; a reader who leaves ends it at once. */
async function hold(res: Response): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, HOLD_MS);
    res.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  if (!res.destroyed) throw unavailable('No answer in time, for the demo.');
}

function withNotice(from: Publisher, kind: 'notice' | 'stop'): Publisher {
  const editions = Object.entries(from.editions).map(([tag, edition]) => [
    tag,
    { ...edition, notice: { ...edition.notice, kind } },
  ]);
  return { ...from, editions: Object.fromEntries(editions) as Publisher['editions'] };
}
