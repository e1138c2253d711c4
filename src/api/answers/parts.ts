import * as z from 'zod';
import { MONTH_PATTERN } from '../../finance/request-schemas.ts';

// Parts that several answers share. Every schema of an answer is held against real answers in tests/api.

/** An amount in minor units, signed. */
export const minor = (description: string) =>
  z.int().meta({ description: `${description} Minor units of \`currency\`.`, examples: [1250] });

export const count = (description: string) => z.int().nonnegative().meta({ description });

export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .meta({ description: 'Upper-case ISO 4217.', examples: ['EUR'] });

export const month = (description: string) =>
  z
    .string()
    .regex(new RegExp(MONTH_PATTERN))
    .meta({ description, examples: ['2026-10'] });

/** An instant as JSON carries it. */
export const instant = (description: string) =>
  z.iso.datetime().meta({ description: `${description} ISO 8601, UTC.`, examples: ['2026-11-01T09:30:00Z'] });

export const hash = (description: string) =>
  z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: `${description} SHA-256 in hex.` });
