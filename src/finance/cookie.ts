import type { Request, Response } from 'express';
import { isSecret } from '../ids.ts';

/** A cookie with 256 random bits in it, and nothing else. */
export type TokenCookie = {
  /** The token that a request brings; null for none, and for what never was one of ours. */
  read(req: Request): string | null;
  set(res: Response, token: string): void;
  clear(res: Response): void;
};

/**
 * Names and flags of a cookie of the finance pages. A `__Host-` cookie cannot be set by another subdomain;
 * browsers take one only over https.
 */
export function tokenCookie(
  { publicUrl }: { publicUrl: string },
  { name: plain, sameSite }: { name: string; sameSite: 'strict' | 'lax' },
): TokenCookie {
  const secure = publicUrl.startsWith('https:');
  const name = secure ? `__Host-${plain}` : plain;
  const options = { httpOnly: true, secure, sameSite, path: '/' } as const;
  return {
    read(req) {
      const token = valueOf(req.get('Cookie') ?? '', name);
      return token !== null && isSecret(token) ? token : null;
    },
    set: (res, token) => void res.cookie(name, token, options),
    clear: (res) => void res.clearCookie(name, options),
  };
}

function valueOf(header: string, name: string): string | null {
  for (const part of header.split(';')) {
    const [key, value] = part.split('=');
    if (key?.trim() === name) return value?.trim() ?? null;
  }
  return null;
}
