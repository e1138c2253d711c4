import type { Express } from 'express';
import request from 'supertest';
import { expect } from 'vitest';

/** The form of a page: the token that its forms carry, and the cookies that the browser has by then. */
export async function formAt(
  app: Express,
  path: string,
  cookie = '',
): Promise<{ csrf: string; cookie: string; text: string; status: number }> {
  const page = await request(app).get(path).set('Cookie', cookie);
  return { ...formOf(page, cookie), status: page.status };
}

/** The same of a page that was answered already. */
export function formOf(
  page: { text: string; headers: Record<string, string> },
  cookie = '',
): { csrf: string; cookie: string; text: string } {
  return {
    csrf: /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '',
    cookie: withSet(cookie, page.headers['set-cookie']),
    text: page.text,
  };
}

/** What a browser sends after an answer: cookies by name, the newer one wins, those that were cleared are gone. */
export function withSet(cookie: string, set: unknown): string {
  const jar = new Map(
    cookie.split('; ').filter(Boolean).map((part) => part.split('=') as [string, string]),
  );
  for (const line of Array.isArray(set) ? (set as string[]) : []) {
    const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
    if (value === '' || /expires=thu, 01 jan 1970/i.test(line)) jar.delete(name);
    else jar.set(name, value);
  }
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
} // prettier-ignore

/** Signs in with a key, as a person does on the page; returns the answer. */
export async function keySignIn(app: Express, key: string) {
  const { csrf, cookie } = await formAt(app, '/finance/sign-in');
  return request(app).post('/finance/sign-in').set('Cookie', cookie).type('form').send({ csrf, key });
}

/** The cookie of a session that a key opened. */
export async function sessionCookie(app: Express, key: string): Promise<string> {
  const answer = await keySignIn(app, key);
  expect(answer.status).toBe(303);
  return String(answer.headers['set-cookie']);
}
