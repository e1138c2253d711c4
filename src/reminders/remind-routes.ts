import type { Request } from 'express';
import type { ReminderRequest } from '../checkout/contract.ts';
import type { AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { countryOf } from '../http/country.ts';
import { sendPage } from '../http/page.ts';
import { parse } from '../http/parse.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { choosableDays, dueDay, type DayRange } from './due-day.ts';
import { mailOffered } from './request-reminder.ts';
import { remindForm, remindQuery } from './request-schemas.ts';
import { inboxPage, remindPage } from './placeholder-pages.ts';

/** What both doors to a reminder share: the widget's JSON and the plain form. */
export type Remind = (req: Request, request: ReminderRequest) => Promise<void>;

/** The choice as the reader left it. */
export type RemindValues = { when: string; date: string; email: string };

/** What the form's page is made from. */
export type RemindFormPage = {
  lang: string;
  campaign: string | null;
  values: RemindValues;
  /** What is wrong, at which field; an empty field where it is the whole request. */
  fault: { field: string; text: string } | null;
  days: DayRange & { nextMonth: string; threeMonths: string };
  mailOffered: boolean;
};

const EMPTY: RemindValues = { when: 'next_month', date: '', email: '' };

/** The same reminder without a script: a page with a form. */
export function remindRoutes(ctx: AppContext, remind: Remind): Route[] {
  const { config } = ctx;
  const page = (req: Request, more: Pick<RemindFormPage, 'lang' | 'campaign' | 'values' | 'fault'>) =>
    remindPage({ ...more, days: offeredDays(ctx), mailOffered: mailOffered(config, countryOf(config, req)) });

  return [
    {
      method: 'get',
      path: '/remind',
      access: PUBLIC,
      page: true,
      handle(req, res) {
        const { lang = config.publisher.defaultLang, campaign = null } = parse(remindQuery, req.query, 'query');
        sendPage(res, 200, page(req, { lang, campaign, values: EMPTY, fault: null }), { personal: true });
      },
    },
    {
      method: 'post',
      path: '/remind',
      access: PUBLIC,
      page: true,
      body: 'form',
      async handle(req, res) {
        const form = parse(remindForm, req.body);
        const { when, date, email, lang = config.publisher.defaultLang, campaign } = form;
        try {
          const day = when === 'date' ? date : when;
          await remind(req, { email, when: day, lang, ...(campaign === undefined ? {} : { campaign }) });
        } catch (error) {
          const fault = formFault(error);
          const values = { when, date, email };
          const again = page(req, { lang, campaign: campaign ?? null, values, fault });
          sendPage(res, 422, again, { personal: true });
          return;
        }
        sendPage(res, 200, inboxPage(lang), { personal: true });
      },
    },
  ];
}

function offeredDays({ config, now }: Pick<AppContext, 'config' | 'now'>): RemindFormPage['days'] {
  const zone = config.publisher.bookZone;
  const day = (when: string) => dueDay(when, now(), zone) ?? '';
  return {
    ...choosableDays(now(), zone),
    nextMonth: day('next_month'),
    threeMonths: day('three_months'),
  };
}

/** What the reader can mend is shown on the form; anything else goes on to the error page. */
function formFault(thrown: unknown): { field: string; text: string } {
  if (thrown instanceof AppError && thrown.status === 422)
    return { field: thrown.field ?? '', text: thrown.message };
  throw thrown;
}
