import type { Request, Response } from 'express';
import type { AppContext } from '../context.ts';
import { countryOf, remindsByMail } from '../http/country.ts';
import { askedLang, pageFrame } from '../http/frame.ts';
import { sendPage } from '../http/page.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { remindPage } from '../pages/remind-page.ts';
import { reminderPage, type ReminderPage } from '../pages/reminder-pages.ts';
import type { AddressLimits } from './address-limits.ts';
import { confirm, viewLink } from './answer-link.ts';
import type { LinkOutcome, LinkView } from './link-outcome.ts';
import { formFor } from './remind-routes.ts';
import { postpone } from './set-again.ts';
import { never, stop } from './stop.ts';
import { mailTexts } from './texts.ts';

const ACTIONS = { confirm, later: postpone, stop, never };
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

  const show = (path: string, wanted?: Action): Route => ({
    method: 'get',
    path,
    access: PUBLIC,
    page: true,
    async handle(req, res) {
      const token = tokenOf(req);
      const view = await viewLink(ctx, token, wanted);
      const status = view.kind === 'gone' ? view.status : 200;
      send(req, res, status, view.lang, pageOfView(view, token, wanted));
    },
  });

  const act = (name: Action): Route => ({
    method: 'post',
    path: `/r/:token/${name}`,
    access: PUBLIC,
    page: true,
    async handle(req, res) {
      const token = tokenOf(req);
      // A stop works from everywhere; nothing is set from where no mail is offered, the calendar is.
      const sets = name === 'confirm' || name === 'later';
      const lang = sets ? (await viewLink(ctx, token)).lang : null;
      if (lang !== null && !remindsByMail(config, { lang, country: countryOf(config, req) })) {
        const page = remindPage(frameOf(req, lang), formFor(ctx, req, lang));
        return sendPage(res, 422, page, { personal: true });
      }
      const outcome = await ACTIONS[name](ctx, token, limits, { only: req.query['only'] === 'this' });
      const status = outcome.kind === 'gone' ? outcome.status : 200;
      send(req, res, status, outcome.lang, pageOfOutcome(outcome, name));
      nudge();
    },
  });

  return [
    show('/r/:token'),
    // Where a mail program opens the address of a button, and where a browser returns to after a restart.
    ...(Object.keys(ACTIONS) as Action[]).flatMap((name) => [show(`/r/:token/${name}`, name), act(name)]),
  ];
}

/** What a link shows; a link to one action asks about that one alone. */
function pageOfView(view: LinkView, token: string, wanted: Action | undefined): ReminderPage {
  const urlOf = (name: Action) => `/r/${token}/${name}`;
  const stopUrl = cancelUrl(token);
  switch (view.kind) {
    case 'confirm':
    case 'set':
      if (wanted === 'stop') return { kind: 'stop', stopUrl: urlOf('stop') };
      return view.kind === 'set'
        ? { kind: 'waiting', day: view.day, stopUrl }
        : { kind: 'confirm', day: view.day, confirmUrl: urlOf('confirm'), stopUrl };
    case 'reminder': {
      const { lang, campaign, laterDay } = view;
      if (wanted === 'stop') return { kind: 'stop', stopUrl: urlOf('stop') };
      if (wanted === 'later' && laterDay !== null)
        return { kind: 'postpone', day: laterDay, laterUrl: urlOf('later') };
      const query = new URLSearchParams({ lang, ...(campaign === null ? {} : { campaign }) });
      return {
        kind: 'sent',
        openUrl: `/give?${query.toString()}`,
        openWords: mailTexts(lang).openLink,
        laterUrl: laterDay === null ? null : urlOf('later'),
        stopUrl: urlOf('stop'),
      };
    }
    case 'never':
      return { kind: 'never', neverUrl: urlOf('never') };
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
      const stopUrl = cancelUrl(token);
      const calendarUrl = `/v1/reminders/calendar.ics?when=${day}&lang=${encodeURIComponent(lang)}`;
      return name === 'later'
        ? { kind: 'later', day, stopUrl }
        : { kind: 'confirmed', day, stopUrl, calendarUrl };
    }
    case 'stopped': {
      const { all, undoToken, neverToken } = outcome;
      return {
        kind: 'stopped',
        all,
        undoUrl: undoToken === null ? undefined : `/r/${undoToken}/confirm`,
        neverUrl: neverToken === null ? undefined : `/r/${neverToken}/never`,
      };
    }
    case 'never':
      return { kind: 'suppressed' };
    case 'gone':
      return gonePage(outcome.lang);
    default:
      return outcome satisfies never;
  }
}

/** Stops the one reminder whose link it is; a mail program's stop, without this, is for everything. */
function cancelUrl(token: string): string {
  return `/r/${token}/stop?only=this`;
}

function gonePage(lang: string | null): ReminderPage {
  return { kind: 'expired', askUrl: lang === null ? '/remind' : `/remind?lang=${encodeURIComponent(lang)}` };
}

/** Only what our tokens are made of goes further. */
function tokenOf(req: Request): string {
  const token = String(req.params['token']);
  return /^[A-Za-z0-9_.-]{1,1200}$/.test(token) ? token : '';
}
