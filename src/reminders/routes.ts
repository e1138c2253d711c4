import type { Response } from 'express';
import type { ReminderRequest } from '../checkout/contract.ts';
import type { AppContext } from '../context.ts';
import { allowPublisherOrigin, preflight } from '../http/cors.ts';
import { countryOf } from '../http/country.ts';
import { parse } from '../http/parse.ts';
import { limitPerSource } from '../http/rate-limit.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { addressLimits, type AddressLimits } from './address-limits.ts';
import { calendarFile } from './calendar.ts';
import { linkRoutes } from './link-routes.ts';
import { remindRoutes, type Remind } from './remind-routes.ts';
import { calendarQuery, reminderBody } from './request-schemas.ts';
import { acceptDay, acceptWish, requestReminder } from './request-reminder.ts';
import { sendDueReminders } from './send-due.ts';

export type ReminderOptions = {
  /** Starts the sending of due mails, without waiting for it. */
  nudge?: () => void;
  /** Every accepted request is answered after this time, whatever was done for it meanwhile. */
  answerAfterMs?: number;
};

/** "Remind me later": by calendar file, or by mail with a confirmation first. */
export function reminderRoutes(ctx: AppContext, options: ReminderOptions = {}): Route[] {
  const { config } = ctx;
  const limits: AddressLimits = addressLimits();
  const limit = limitPerSource(config.publisher.limits.remindersPerHour, 3_600);
  const nudge = options.nudge ?? sendingNudge(ctx);
  const answerAfterMs = options.answerAfterMs ?? 250;

  const remind: Remind = async (req, request) => {
    const wish = acceptWish(ctx, request, countryOf(config, req));
    await limit(req);
    await requestReminder(ctx, wish, { limits, answerAfterMs });
    nudge();
  };

  return [
    {
      method: 'get',
      path: '/v1/reminders/calendar.ics',
      access: PUBLIC,
      handle(req, res) {
        allowPublisherOrigin(config, req, res);
        const query = parse(calendarQuery, req.query, 'query');
        const lang = query.lang ?? config.publisher.defaultLang;
        const day = acceptDay(ctx, query.when, lang);
        sendCalendar(res, calendarFile({ day, lang, now: ctx.now() }));
      },
    },
    {
      method: 'post',
      path: '/v1/reminders',
      access: PUBLIC,
      body: 'json',
      async handle(req, res) {
        allowPublisherOrigin(config, req, res);
        await remind(req, parse(reminderBody, req.body) as ReminderRequest);
        res.setHeader('Cache-Control', 'no-store');
        res.status(202).json({ status: 'check_inbox' });
      },
    },
    preflight(config, '/v1/reminders'),
    ...remindRoutes(ctx, remind),
    ...linkRoutes(ctx, { limits, nudge }),
  ];
}

function sendCalendar(res: Response, file: string): void {
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Content-Disposition', 'attachment; filename="note.ics"');
  res.type('text/calendar; charset=utf-8').send(file);
}

/** Sends at once what a request left due: one run at a time, and one more for what came during it. */
function sendingNudge(ctx: AppContext): () => void {
  let running = false;
  let again = false;
  const run = async (stopping: AbortSignal) => {
    running = true;
    do {
      again = false;
      await sendDueReminders(ctx, stopping);
    } while (again && !stopping.aborted);
  };
  return () => {
    again = true;
    if (running) return;
    // The timer finds what this run left; a stop waits for it, so that no mail is cut off and sent again.
    ctx.background.start('send_reminders', (stopping) => run(stopping).finally(() => (running = false)));
  };
}
