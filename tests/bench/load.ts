import { Agent, request } from 'node:http';

/** One request of a load: headers and body, made fresh for each. */
export type Shot = { headers: Record<string, string>; body: string };

/** Requests a second and the time that 99 of 100 stay below, over a bounded number of requests. */
export type LoadResult = { perSecond: number; p50Ms: number; p99Ms: number; failures: number };

/** The same with what each refusal was: a status, or how the connection ended. */
export type SteadyResult = LoadResult & { refused: string[] };

/** Sends `count` requests over `sockets` connections to this machine, as fast as they are answered. */
export async function load(
  url: string,
  makeShot: () => Shot,
  { count, sockets }: { count: number; sockets: number },
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets });
  const times: number[] = [];
  let failures = 0;
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const shot = makeShot();
      const started = performance.now();
      const status = await post(agent, url, shot);
      times.push(performance.now() - started);
      if (status >= 300) failures += 1;
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: sockets }, worker));
  const seconds = (performance.now() - started) / 1_000;
  agent.destroy();
  return { perSecond: count / seconds, p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99), failures };
}

/**
 * Sends so many requests a second for a while, whether or not the earlier ones were answered. Times count from
 * the moment a request was due, so that a server that stands still cannot hide it.
 */
export async function steady(
  url: string,
  makeShot: () => Shot | Promise<Shot>,
  { perSecond, seconds, sockets = 20 }: { perSecond: number; seconds: number; sockets?: number },
): Promise<SteadyResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets });
  const times: number[] = [];
  const refused: string[] = [];
  const started = performance.now();
  const sent: Promise<void>[] = [];
  const send = async (shot: Shot, due: number) => {
    const status = await post(agent, url, shot).catch(nameOf);
    times.push(performance.now() - due);
    if (typeof status === 'string' || status >= 300) refused.push(String(status));
  };
  for (let i = 0; i < perSecond * seconds; i++) {
    const due = started + (i * 1_000) / perSecond;
    const shot = await makeShot();
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    sent.push(send(shot, due));
  }
  await Promise.all(sent);
  agent.destroy();
  return {
    perSecond,
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    failures: refused.length,
    refused,
  };
}

/** What a request without an answer ended with. */
function nameOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ?? message ?? 'no answer';
}

/** The time that this share stays below. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function post(agent: Agent, url: string, { headers, body }: Shot): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The middle of several rounds. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * Measures sides in alternating rounds: each begins with another one, and the first of all counts for nothing. `before` is
 * done once for each round.
 */
export async function alternate<Side extends { name: string }, Result>(
  sides: readonly Side[],
  rounds: number,
  measure: (side: Side) => Promise<Result>,
  before: () => Promise<void> = async () => {},
): Promise<Map<string, Result[]>> {
  const measured = new Map<string, Result[]>(sides.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    await before();
    const first = round % sides.length;
    for (const side of [...sides.slice(first), ...sides.slice(0, first)]) {
      const result = await measure(side);
      if (round > 0) measured.get(side.name)?.push(result);
    }
  }
  return measured;
}
