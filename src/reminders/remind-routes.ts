import type { Request, Response } from 'express';
import type { ReminderRequest } from '../checkout/contract.ts';
import type { AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { countryOf, remindsByMail } from '../http/country.ts';
import { offerWayBack } from '../http/error-page.ts';
import { askedLang, pageFrame } from '../http/frame.ts';
import { sendPage } from '../http/page.ts';
import { parse } from '../http/parse.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { remindPage, type RemindPage } from '../pages/remind-page.ts';
import { reminderPage } from '../pages/reminder-pages.ts';
import { choosableDays, dueDay } from './due-day.ts';
import { remindForm, remindQuery } from './request-schemas.ts';
import { reminderNotice } from './texts.ts';

/** What both doors to a reminder share: the widget's JSON and the plain form. */
export type Remind = (req: Request, request: ReminderRequest) => Promise<void>;

/** The same reminder without a script: a page with a form. */
export function remindRoutes(ctx: AppContext, remind: Remind): Route[] {
  const { config } = ctx;
  const show = (req: Request, res: Response, status: number, more: Partial<RemindPage>) => {
    const lang = askedLang(config, req);
    const page = { ...formFor(ctx, req, lang), ...more };
    sendPage(res, status, remindPage(pageFrame(config, req, lang), page), { personal: true });
  };

  return [
    {
      method: 'get',
      path: '/remind',
      access: PUBLIC,
      page: true,
      handle(req, res) {
        const { campaign } = parse(remindQuery, req.query, 'query');
        show(req, res, 200, { campaign });
      },
    },
    {
      method: 'post',
      path: '/remind',
      access: PUBLIC,
      page: true,
      body: 'form',
      async handle(req, res) {
        const { when, date, email, campaign } = parse(remindForm, req.body);
        const lang = askedLang(config, req);
        offerWayBack(
          res,
          `/remind?${new URLSearchParams({ lang, ...(campaign && { campaign }) }).toString()}`,
        );
        try {
          const day = when === 'date' ? date : when;
          await remind(req, { email, when: day, lang, ...(campaign === undefined ? {} : { campaign }) });
        } catch (error) {
          show(req, res, 422, { campaign, values: { when, date, email }, fault: formFault(error) });
          return;
        }
        sendPage(res, 200, reminderPage(pageFrame(config, req, lang), { kind: 'inbox' }), { personal: true });
      },
    },
  ];
}

/** The form as this reader gets it: by calendar always, by mail where it is offered. */
export function formFor(
  ctx: Pick<AppContext, 'config' | 'now'>,
  req: Request,
  lang: string,
): Pick<RemindPage, 'days' | 'byMail' | 'notice'> {
  const country = countryOf(ctx.config, req);
  return {
    days: offeredDays(ctx),
    byMail: remindsByMail(ctx.config, { lang, country }),
    notice: reminderNotice(ctx.config, { lang, country }),
  };
}

function offeredDays({ config, now }: Pick<AppContext, 'config' | 'now'>): RemindPage['days'] {
  const zone = config.publisher.bookZone;
  const day = (when: string) => dueDay(when, now(), zone) ?? '';
  return {
    ...choosableDays(now(), zone),
    nextMonth: day('next_month'),
    threeMonths: day('three_months'),
  };
}

/** What the reader can mend is shown on the form; anything else goes on to the error page. */
function formFault(thrown: unknown): RemindPage['fault'] {
  if (!(thrown instanceof AppError) || thrown.status !== 422) throw thrown;
  if (thrown.code === 'mailbox_unsafe') return 'mail_service';
  if (thrown.field === 'email') return 'email';
  // Without mail on offer the page says so itself: its form is gone.
  return thrown.field === 'when' ? 'date' : undefined;
}
