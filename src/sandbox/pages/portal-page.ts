import { changeCard } from '../billing/change-card.ts';
import { updateSubscription } from '../billing/changes.ts';
import { endSubscription, isEnded } from '../billing/ending.ts';
import { isPortalOpen } from '../billing/portal-sessions.ts';
import type { Incoming, Reply } from '../http/server.ts';
import type { PortalSession, Subscription } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { formatMinor } from './amount.ts';
import { html, page, redirect, type Html } from './html.ts';
import { badge, tableCard } from './inspector-parts.ts';
import { portalCards, portalTextsFor, type PortalCard, type PortalTexts } from './portal-texts.ts';
import { textsFor } from './texts.ts';

/** The customer portal: a reader ends or keeps a subscription, changes the card and sees what was paid. */
export function portalPage(world: World, request: Incoming): Reply | undefined {
  const [, token] = /^\/p\/session\/(\w+)$/.exec(request.path) ?? [];
  if (token === undefined) return undefined;
  const [session] = world.state.portalSessions.by('token', token);
  if (session === undefined || !isPortalOpen(world, session)) return expired(session);
  if (request.method === 'GET') return showPortal(world, session);
  press(world, session, new URLSearchParams(request.body));
  return redirect(session.flow?.after_completion.redirect?.return_url ?? request.path);
}

/** A second press finds the work done and changes nothing. */
function press(world: World, session: PortalSession, form: URLSearchParams): void {
  const subscription = subscriptionsOf(world, session).find(({ id }) => id === form.get('subscription'));
  if (subscription === undefined || isEnded(subscription)) return;
  const card = form.get('card') as PortalCard | null;
  if (card !== null && portalCards.includes(card)) return changeCard(world, subscription.id, card);
  const what = form.get('do');
  if (what === 'cancel-now') endSubscription(world, subscription, { reason: 'cancellation_requested' });
  if (what === 'cancel' && !subscription.cancel_at_period_end)
    updateSubscription(world, subscription, { cancel_at_period_end: true });
  if (what === 'keep' && subscription.cancel_at_period_end)
    updateSubscription(world, subscription, { cancel_at_period_end: false });
}

/** All of the customer's, newest first, or the one that the errand is about. */
function subscriptionsOf(world: World, { customer, flow }: PortalSession): Subscription[] {
  const all = world.state.subscriptions.by('customer', customer).toReversed();
  const only = flow?.subscription_cancel?.subscription;
  return only === undefined ? all : all.filter(({ id }) => id === only);
}

function showPortal(world: World, session: PortalSession): Reply {
  const texts = portalTextsFor(session.locale);
  const { lang, sandbox } = textsFor(session.locale);
  const subscriptions = subscriptionsOf(world, session);
  const name = world.settings.accountName;
  const content = html`${banner(sandbox, texts)}
    <main class="pay">
      <p class="seller">${name}</p>
      <h1>${texts.title}</h1>
      ${subscriptions.length === 0 && html`<p class="lede">${texts.none}</p>`}
      ${subscriptions.map((subscription) => panel(world, session, { subscription, texts, lang }))}
      ${session.flow === null && history(world, session, { texts, lang })}
      ${session.return_url !== null && html`<p class="leave"><a href="${session.return_url}">← ${texts.back(name)}</a></p>`}
    </main>`;
  const target = session.flow?.after_completion.redirect?.return_url;
  return page(content, {
    title: `${texts.title} · ${sandbox}`,
    lang,
    bodyClass: 'checkout',
    formTargets: URL.parse(target ?? '')?.origin ?? '',
  });
}

type Words = { texts: PortalTexts; lang: string };

function panel(
  world: World,
  session: PortalSession,
  { subscription, texts, lang }: Words & { subscription: Subscription },
): Html {
  const [item] = subscription.items.data;
  const amount = formatMinor(
    (item?.price.unit_amount ?? 0) * (item?.quantity ?? 1),
    subscription.currency,
    lang,
  );
  const method = world.state.paymentMethods.get(subscription.default_payment_method ?? '');
  const methodName = method?.card === undefined ? (method?.type ?? '—') : `•••• ${method.card.last4}`;
  const action = session.url.slice(world.url.length);
  const wants = session.flow?.type;
  return html`<form method="post" action="${action}" class="panel">
    <input type="hidden" name="subscription" value="${subscription.id}" />
    <div>
      <b>${texts.every(amount, item?.price.recurring?.interval ?? '')}</b>
      <p class="hint">${stateOf(subscription, { texts, lang })}</p>
      <p class="hint">${texts.card(methodName)}</p>
      ${subscription.status === 'past_due' && html`<p class="hint">${texts.pastDue}</p>`}
    </div>
    ${!isEnded(subscription) && wants !== 'payment_method_update' && html`<div class="pair">${endButtons(subscription, texts)}</div>`}
    ${!isEnded(subscription) && wants !== 'subscription_cancel' && cardButtons(texts)}
  </form>`;
}

function stateOf(subscription: Subscription, { texts, lang }: Words): string {
  if (isEnded(subscription)) return texts.ended;
  const end = subscription.items.data[0]?.current_period_end ?? subscription.start_date;
  return subscription.cancel_at_period_end ? texts.ends(dayOf(end, lang)) : texts.next(dayOf(end, lang));
}

function endButtons(subscription: Subscription, texts: PortalTexts): Html[] {
  const button = (what: string, label: string) =>
    html`<button class="quiet" name="do" value="${what}">${label}</button>`;
  return [
    subscription.cancel_at_period_end ? button('keep', texts.keep) : button('cancel', texts.cancel),
    button('cancel-now', texts.cancelNow),
  ];
}

function cardButtons(texts: PortalTexts): Html {
  return html`<fieldset>
    <legend>${texts.changeCard}</legend>
    <p class="hint">${texts.changeHint}</p>
    <div class="choices">
      ${portalCards.map((card) => html`<button name="card" value="${card}"><b>${texts.cards[card][0]}</b><span>${texts.cards[card][1]}</span></button>`)}
    </div>
  </fieldset>`;
}

function history(world: World, session: PortalSession, { texts, lang }: Words): Html {
  const invoices = world.state.invoices.by('customer', session.customer).toReversed();
  const rows = invoices.map((invoice) => {
    const status = invoice.status ?? 'draft';
    return [
      dayOf(invoice.created, lang),
      invoice.number ?? '—',
      formatMinor(invoice.amount_due, invoice.currency, lang),
      badge(status, texts.statuses[status]),
    ];
  });
  const [day, number, amount, status] = texts.columns;
  const columns = [{ title: day }, { title: number }, { title: amount, isNumber: true }, { title: status }];
  return tableCard(texts.history, columns, rows, { isCounted: false });
}

function expired(session: PortalSession | undefined): Reply {
  const locale = session?.locale ?? null;
  const texts = portalTextsFor(locale);
  const { lang, sandbox } = textsFor(locale);
  const content = html`${banner(sandbox, texts)}
    <main class="pay narrow">
      <h1>${texts.expiredTitle}</h1>
      <p class="lede">${texts.expiredText}</p>
    </main>`;
  const status = session === undefined ? 404 : 410;
  return page(content, { title: texts.expiredTitle, lang, bodyClass: 'checkout', status });
}

function banner(sandbox: string, texts: PortalTexts): Html {
  return html`<aside class="banner" aria-label="${sandbox}"><b>${sandbox}</b> <span>${texts.note}</span></aside>`;
}

function dayOf(seconds: number, lang: string): string {
  const format = new Intl.DateTimeFormat(lang === 'ru' ? 'ru-RU' : 'en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return format.format(seconds * 1000);
}
