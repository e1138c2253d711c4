import * as z from 'zod';
import type { Config } from '../config/config.ts';
import { campaignSchema, currencySchema, frequencySchema, langSchema } from '../checkout/request.ts';
import { returnAddresses } from '../checkout/return-address.ts';
import { invalid } from '../errors.ts';
import { isPublisherOrigin } from '../http/cors.ts';
import { parse } from '../http/parse.ts';
import { editionFor, offerFor } from '../publisher/editions.ts';

const wishSchema = z.strictObject({
  lang: langSchema.optional(),
  currency: currencySchema.optional(),
  frequency: frequencySchema.optional(),
  amount: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,2})?$/, 'An amount is a decimal number such as 5 or 7.50.')
    .optional(),
  campaign: campaignSchema.optional(),
  return: z.string().max(1_500, 'This address is too long.').optional(),
  theme: z.enum(['auto', 'light', 'dark'], { error: 'The theme is auto, light or dark.' }).optional(),
});

/** What a box written into another page opens with. */
export type Wish = z.output<typeof wishSchema>;

const frameSchema = wishSchema.extend({
  parent: z.string().max(300, 'This origin is too long.').optional(),
});

/** A frame also names the origin of the page around it: the only one that is told the frame's height. */
export type FrameWish = z.output<typeof frameSchema>;

/** Reads what a publisher's page asks for; throws 400 or 422 with the field. */
export type WishReader = { box(query: unknown): Wish; frame(query: unknown): FrameWish };

/**
 * Strict, unlike a link to the give page: whoever puts the include into a template reads the answer, and a
 * campaign that was dropped in silence is missed months later.
 */
export function wishReader(config: Config): WishReader {
  const addresses = returnAddresses(config);
  const checked = <T extends Wish>(wish: T): T => {
    if (
      wish.currency !== undefined &&
      offerFor(editionFor(config.publisher, wish.lang), wish.currency) === null
    )
      throw invalid('currency', 'This currency is not offered here.', 'currency_not_offered');
    return { ...wish, return: addresses.check(wish.return, 'return') ?? undefined };
  };
  return {
    box: (query) => checked(parse(wishSchema, query, 'query')),
    frame(query) {
      const wish = checked(parse(frameSchema, query, 'query'));
      if (wish.parent !== undefined && !isPublisherOrigin(config, wish.parent))
        throw invalid('parent', 'This origin is not listed in the publisher file.', 'origin_not_listed');
      return wish;
    },
  };
}
