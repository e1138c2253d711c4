import type { Request, Response } from 'express';
import type { AppContext } from '../context.ts';
import { countryOf, remindsByMail } from '../http/country.ts';
import { askedLang, pageFrame } from '../http/frame.ts';
import { sendPage } from '../http/page.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { remindPage } from '../pages/remind-page.ts';
import { reminderPage, type ReminderPage } from '../pages/reminder-pages.ts';
import type { AddressLimits } from './address-limits.ts';
import { confirm, postpone, stop, viewLink, type LinkOutcome, type LinkView } from './answer-link.ts';
import { afterReminderPage } from './reminder-page.ts';
import { formFor } from './remind-routes.ts';

const ACTIONS = { confirm, later: postpone, stop };
type Action = keyof typeof ACTIONS;

/**
 * The links in the mails. GET shows a button and changes nothing, at every address: mail scanners open
 * links. Bodies are ignored, so a mail program's one-click stop (RFC 8058) works in either encoding.
 */
export function linkRoutes(
  ctx: AppContext,
  { limits, nudge }: { limits: AddressLimits; nudge: () => void },
): Route[] {
  const { config } = ctx;
  /** Behind a neutral mail stand neutral pages. */
  const frameOf = (req: Request, lang: string | null) => ({
    ...pageFrame(config, req, lang ?? askedLang(config, req)),
    neutral: true,
  });
  const send = (req: Request, res: Response, status: number, lang: string | null, page: ReminderPage) =>
    sendPage(res, status, reminderPage(frameOf(req, lang), page), { personal: true });

  const show = (path: string): Route => ({
    method: 'get',
    path,
    access: PUBLIC,
    page: true,
    async handle(req, res) {
      const token = tokenOf(req);
      const view = await viewLink(ctx, token);
      if (view.kind === 'reminder') {
        const page = afterReminderPage(frameOf(req, view.lang), urlsAfterReminder(view, token));
        return sendPage(res, 200, page, { personal: true });
      }
      const status = view.kind === 'gone' ? view.status : 200;
      send(req, res, status, view.lang, pageOfView(view, token));
    },
  });

  const act = (name: Action): Route => ({
    method: 'post',
    path: `/r/:token/${name}`,
    access: PUBLIC,
    page: true,
    async handle(req, res) {
      const token = tokenOf(req);
      const { lang } = await viewLink(ctx, token);
      // A stop works from everywhere; nothing is set from where no mail is offered, the calendar is.
      if (
        name !== 'stop' &&
        lang !== null &&
        !remindsByMail(config, { lang, country: countryOf(config, req) })
      ) {
        const page = remindPage(frameOf(req, lang), formFor(ctx, req, lang));
        return sendPage(res, 422, page, { personal: true });
      }
      const outcome = await ACTIONS[name](ctx, token, limits);
      const status = outcome.kind === 'gone' ? outcome.status : 200;
      send(req, res, status, outcome.lang, pageOfOutcome(outcome, name));
      nudge();
    },
  });

  return [
    show('/r/:token'),
    // Where a mail program opens the address of a button, and where a browser returns to after a restart.
    ...['confirm', 'later', 'stop'].map((name) => show(`/r/:token/${name}`)),
    act('confirm'),
    act('later'),
    act('stop'),
  ];
}

function urlsAfterReminder(
  { lang, campaign, mayPostpone }: Extract<LinkView, { kind: 'reminder' }>,
  token: string,
): Parameters<typeof afterReminderPage>[1] {
  const query = new URLSearchParams({ lang, ...(campaign === null ? {} : { campaign }) });
  return {
    giveUrl: `/give?${query.toString()}`,
    laterUrl: mayPostpone ? `/r/${token}/later` : null,
    stopUrl: `/r/${token}/stop`,
  };
}

function pageOfView(view: Exclude<LinkView, { kind: 'reminder' }>, token: string): ReminderPage {
  const stopUrl = `/r/${token}/stop`;
  switch (view.kind) {
    case 'confirm':
      return { kind: 'confirm', day: view.day, confirmUrl: `/r/${token}/confirm`, stopUrl };
    case 'set':
      return { kind: 'waiting', day: view.day, stopUrl };
    case 'gone':
      return gonePage(view.lang);
    default:
      return view satisfies never;
  }
}

function pageOfOutcome(outcome: LinkOutcome, name: Action): ReminderPage {
  switch (outcome.kind) {
    case 'set': {
      const { day, lang, token } = outcome;
      const stopUrl = `/r/${token}/stop`;
      const calendarUrl = `/v1/reminders/calendar.ics?when=${day}&lang=${encodeURIComponent(lang)}`;
      return name === 'later'
        ? { kind: 'later', day, stopUrl }
        : { kind: 'confirmed', day, stopUrl, calendarUrl };
    }
    case 'stopped':
      return {
        kind: 'stopped',
        undoUrl: outcome.undoToken === null ? undefined : `/r/${outcome.undoToken}/confirm`,
      };
    case 'gone':
      return gonePage(outcome.lang);
    default:
      return outcome satisfies never;
  }
}

function gonePage(lang: string | null): ReminderPage {
  return { kind: 'expired', askUrl: lang === null ? '/remind' : `/remind?lang=${encodeURIComponent(lang)}` };
}

/** Only what our tokens are made of goes further. */
function tokenOf(req: Request): string {
  const token = String(req.params['token']);
  return /^[A-Za-z0-9_.-]{1,1200}$/.test(token) ? token : '';
}
