import { html } from '../http/html.ts';
import type { LinkOutcome, LinkView } from './answer-link.ts';
import type { RemindFormPage } from './remind-routes.ts';
export const remindPage = (page: RemindFormPage) => html`<!doctype html><p>${page.fault?.text}</p><form method="post"><input name="email" value="${page.values.email}"></form>`.text;
export const inboxPage = (lang: string) => html`<!doctype html><p lang="${lang}">Check your inbox</p>`.text;
export const linkPage = (view: LinkView, token: string) => html`<!doctype html><p>${view.kind}</p><form method="post" action="/r/${token}/x"></form>`.text;
export const outcomePage = (outcome: LinkOutcome) => html`<!doctype html><p>${outcome.kind}</p><p>${JSON.stringify(outcome)}</p>`.text;
export const gonePage = (lang: string) => html`<!doctype html><p lang="${lang}">This link no longer works. You can ask for a new one.</p>`.text;
