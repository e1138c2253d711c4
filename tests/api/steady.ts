import { createHash } from 'node:crypto';
import { METRICS_TOKEN, type FilledService } from './filled-service.ts';
import type { Exchange } from './exchanges.ts';

/** As much of an answer as a page shows. */
const MOST_LINES = 4;
const MOST_LETTERS = 2_600;

/** What is random or belongs to the machine of the test, each kind with the letters that it is made of. */
const RANDOM: [pattern: RegExp, letters: string][] = [
  [/\b(?:plg|req|key|led|pay|link|staff)_[0-9a-z]{26}\b/g, '0123456789abcdefghjkmnpqrstvwxyz'],
  [/\b(?:txn|ch|re|dp|du|po|cus|sub|in|pi)_[A-Za-z0-9]{14,}\b/g, 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789'],
  [/\bcs_test_[A-Za-z0-9]+\b/g, 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789'],
  [/\b[0-9a-f]{64}\b/g, '0123456789abcdef'],
  [/(?<=sha-256=:)[A-Za-z0-9+/]{43}(?==:)/g, 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789'],
]; // prettier-ignore

/**
 * Exchanges with every random part replaced by one that follows from its place, so that two recordings of the same
 * service are equal to the letter; addresses are those of the documentation, and long answers end with a mark.
 */
export function steady(exchanges: readonly Exchange[], { service, key }: FilledService): Exchange[] {
  const replaced = new Map<string, string>();
  const stand = (found: string, letters: string): string => {
    const prefix = /^(?:[a-z]+_(?:test_)?)?/.exec(found)?.[0] ?? '';
    const digest = createHash('sha512').update(`${prefix}${replaced.size}`).digest();
    const rest = found.slice(prefix.length).length;
    const made = Array.from({ length: rest }, (_, i) => letters[(digest[i % 64] ?? 0) % letters.length]).join(
      '',
    );
    return replaced.get(found) ?? (replaced.set(found, `${prefix}${made}`), `${prefix}${made}`);
  };
  const calm = (text: string) => {
    let quiet = text
      .replaceAll(service.url, 'https://give.example.org')
      .replaceAll(encodeURIComponent(service.url), encodeURIComponent('https://give.example.org'))
      .replaceAll(service.sandbox.url, 'https://checkout.stripe.com')
      .replaceAll(new URL(service.sandbox.url).host, 'checkout.stripe.com')
      .replaceAll(key, 'rsk_…')
      .replaceAll(METRICS_TOKEN, '…')
      // How far a workbook can be packed depends on the ids in it.
      .replace(/(\.xlsx"[^{}]*"bytes":)\d+/g, '$17000')
      .replace(/\bt=\d+,v1=[0-9a-f]{64}/g, 't=…,v1=…');
    for (const [pattern, letters] of RANDOM) quiet = quiet.replace(pattern, (found) => stand(found, letters));
    return quiet;
  };
  return exchanges.map(({ id, request, answer }) => ({
    id,
    request: mapped(request, calm),
    answer: {
      ...mapped(answer, calm),
      body: shown(id, answer.headers['content-type'] ?? '', calm(answer.body)),
    },
  }));
}

function mapped<T extends { headers: Record<string, string>; path?: string; body?: string }>(
  part: T,
  calm: (text: string) => string,
): T {
  return {
    ...part,
    headers: Object.fromEntries(Object.entries(part.headers).map(([name, value]) => [name, calm(value)])),
    ...(part.path !== undefined && { path: calm(part.path) }),
    ...(part.body !== undefined && { body: calm(part.body) }),
  };
}

/** The beginning of a long answer; JSON is laid out as people read it. */
function shown(id: string, type: string, body: string): string {
  if (/spreadsheet|parquet/.test(type)) return '';
  if (id === 'openapi') return `${body.slice(0, 20)}…`;
  // Its numbers are those of one moment.
  if (id === 'metrics')
    return lines(
      body
        .split('\n')
        .filter((line) => line.startsWith('#'))
        .join('\n'),
    );
  if (id === 'countEvent') return body;
  if (/json\b/.test(type) && !type.includes('jsonl')) {
    const laidOut = JSON.stringify(JSON.parse(body), null, 2);
    return laidOut.length <= MOST_LETTERS
      ? laidOut
      : `${laidOut.slice(0, laidOut.lastIndexOf('\n', MOST_LETTERS))}\n…`;
  }
  return type.startsWith('text/calendar') ? body : lines(body);
}

function lines(body: string): string {
  const all = body.trimEnd().split('\n');
  return all.length <= MOST_LINES ? body.trimEnd() : `${all.slice(0, MOST_LINES).join('\n')}\n…`;
}
