import * as z from 'zod';
import { accountFields } from './accounts.ts';

/** How somebody may come in: by a link in a mail and a second factor, by an account elsewhere, by a finance key. */
export const SIGN_IN_WAYS = ['mail', 'oidc', 'key'] as const;
export type SignInWay = (typeof SIGN_IN_WAYS)[number];

/** The part of the publisher file that is about the finance pages. */
export const financeSchema = z
  .strictObject({
    signIn: z.array(z.enum(SIGN_IN_WAYS)).min(1, 'names no way to sign in').optional().meta({
      description:
        'Ways into the finance pages that are open; left out: every one that the settings make possible',
    }),
    ...accountFields,
  })
  .default({ accountExceptions: [] });
