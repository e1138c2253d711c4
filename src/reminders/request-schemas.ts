import * as z from 'zod';

const langSchema = z
  .string()
  .max(35, 'is longer than 35 characters')
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'is not a language tag such as "en"')
  .meta({ description: 'Language tag; the closest edition answers.', examples: ['en'] });
const campaignSchema = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'is not 1 to 40 small letters, digits and hyphens')
  .meta({ description: 'Campaign slug of the page that asked.', examples: ['article'] });
const whenSchema = z
  .string()
  .max(20, 'is neither next_month, three_months nor a day YYYY-MM-DD')
  .meta({
    description:
      '`next_month` or `three_months` by the book zone, or a day YYYY-MM-DD of the reader’s own calendar, from tomorrow to twelve months on.',
    pattern: '^(next_month|three_months|2[01][0-9]{2}-[0-9]{2}-[0-9]{2})$',
    examples: ['next_month'],
  });

/** Query of the calendar file. The campaign is let through and not looked at. */
export const calendarQuery = z.strictObject({
  when: whenSchema,
  lang: langSchema.optional(),
  campaign: campaignSchema.optional(),
});

/** Body of `POST /v1/reminders`. */
export const reminderBody = z.strictObject({
  email: z
    .string()
    .max(320, 'is longer than 320 characters')
    .meta({
      description: 'The reader’s mailbox. It is sealed at once, and erased as soon as the mail is out.',
      format: 'email',
      examples: ['reader@mail.example'],
    }),
  when: whenSchema,
  lang: langSchema,
  campaign: campaignSchema.optional(),
});

/** Query of the form page. */
export const remindQuery = z.strictObject({
  lang: langSchema.optional(),
  campaign: campaignSchema.optional(),
});

const emptyOr = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** Fields of the form: a day of the reader's own stands in a field beside the choice. */
export const remindForm = z.strictObject({
  when: z.string().max(20, 'is longer than 20 characters'),
  date: z.string().max(20, 'is longer than 20 characters').default(''),
  email: z.string().max(320, 'is longer than 320 characters'),
  lang: emptyOr(langSchema),
  campaign: emptyOr(campaignSchema),
});
