import { findCard, type CardName } from '../checkout/cards.ts';
import { answerChallenge, paySession, type Outcome } from '../checkout/pay.ts';
import type { Incoming, Reply } from '../http/server.ts';
import type { Session } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { formatMinor } from './amount.ts';
import { html, page, redirect, type Html } from './html.ts';
import { textsFor, type Texts } from './texts.ts';

const choices: readonly Exclude<CardName, 'good'>[] = [
  'declined',
  'blocked',
  'threeDSecure',
  'bankDebit',
  'bankDebitFails',
  'bankDebitFailsLate',
  'bankDebitDisputed',
  'failsOnRenewal',
  'disputed',
  'inquiry',
  'fraudWarning',
  'refundFails',
  'russian',
  'belarusian',
];

/** The hosted payment page of a session: it works without any script, and a second press is harmless. */
export async function checkoutPage(world: World, request: Incoming): Promise<Reply | undefined> {
  const [, id, step] = /^\/c\/pay\/(cs_test_\w+)(\/challenge)?$/.exec(request.path) ?? [];
  if (id === undefined) return undefined;
  const session = world.state.sessions.get(id);
  if (session === undefined) return missing();
  const texts = textsFor(session.locale);
  if (request.method === 'POST' && step === undefined)
    return press(world, session, new URLSearchParams(request.body));
  if (request.method === 'POST')
    return follow(
      world,
      session,
      answerChallenge(world, session, new URLSearchParams(request.body).get('answer') === 'approve'),
    );
  if (session.status !== 'open') return closed(session, texts);
  if (step !== undefined) {
    const isAsked = world.state.sessionNotes.get(session.id)?.challenge !== undefined;
    return isAsked ? challengePage(session, texts) : redirect(`/c/pay/${session.id}`);
  }
  return payPage(world, session, texts, request.query.get('problem'));
}

async function press(world: World, session: Session, form: URLSearchParams): Promise<Reply> {
  const card = findCard(form.get('card') ?? 'good') ?? 'good';
  const email = (form.get('email') ?? '').trim().slice(0, 254) || 'reader@example.org';
  return follow(world, session, paySession(world, session, { card, email }));
}

/** Where the browser goes next. Like Stripe, the page waits for the webhook's answer before the shop is shown. */
async function follow(world: World, session: Session, outcome: Outcome): Promise<Reply> {
  if (outcome.result === 'challenge') return redirect(`/c/pay/${session.id}/challenge`);
  if (outcome.result === 'declined')
    return redirect(
      `/c/pay/${session.id}?problem=${outcome.message.includes('authenticate') ? 'authentication' : 'declined'}`,
    );
  if (session.status !== 'complete') return closed(session, textsFor(session.locale));
  await webhookAnswered(world, session);
  return redirect(successUrl(session));
}

export function successUrl(session: Session): string {
  return (session.success_url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', session.id);
}

async function webhookAnswered(world: World, session: Session): Promise<void> {
  const event = world.state.events
    .all()
    .findLast((event) => event.type === 'checkout.session.completed' && event.objectId === session.id);
  if (event === undefined) return;
  // A receiver that is down must not keep the reader from coming back.
  await world.deliveries.firstAttempt(event.id, world.settings.redirectWaitMs).catch(() => undefined);
}

function payPage(world: World, session: Session, texts: Texts, problem: string | null): Reply {
  const amount = formatMinor(session.amount_total ?? 0, session.currency ?? 'eur', texts.lang);
  const lines = world.state.sessionNotes.get(session.id)?.lineItems ?? [];
  const recurring = lines[0]?.price?.recurring ?? null;
  const product = lines.map((line) => line.description ?? '').join(', ');
  const name = world.settings.accountName;
  const content = html`${banner(texts)}
    <main class="pay">
      <p class="seller">${name}</p>
      <h1>${product}</h1>
      <p class="sum">
        <strong>${amount}</strong>
        <span
          >${recurring === null ? texts.once : texts.every(recurring.interval, recurring.interval_count)}</span
        >
      </p>
      ${
        problem !== null &&
        html`<div class="alert" role="alert">
          <b>${texts.declinedTitle}</b>
          <p>${problem === 'authentication' ? texts.notAuthenticated : texts.declined}</p>
        </div>`
      }
      <form method="post" action="/c/pay/${session.id}" class="panel">
        <div>
          <label for="email">${texts.email}</label>
          <input
            id="email"
            name="email"
            type="email"
            required
            maxlength="254"
            autocomplete="email"
            aria-describedby="email-hint"
            value="${session.customer_details?.email ?? 'reader@example.org'}"
            ${session.customer_email !== null && html` readonly`}
          />
          <p class="hint" id="email-hint">${texts.emailHint}</p>
          <button class="main" name="card" value="good">${buttonText(session, texts, amount)}</button>
          <p class="hint center">${texts.card}</p>
        </div>
        <fieldset>
          <legend>${texts.others}</legend>
          <p class="hint">${texts.othersHint}</p>
          <div class="choices">
            ${choices.map((card) => html`<button name="card" value="${card}"><b>${texts.choices[card][0]}</b><span>${texts.choices[card][1]}</span></button>`)}
          </div>
        </fieldset>
      </form>
      ${session.cancel_url !== null && html`<p class="leave"><a href="${session.cancel_url}">← ${texts.back(name)}</a></p>`}
    </main>`;
  return page(content, {
    title: `${product} · ${texts.sandbox}`,
    lang: texts.lang,
    bodyClass: 'checkout',
    formTargets: originOf(session),
  });
}

function buttonText(session: Session, texts: Texts, amount: string): string {
  if (session.mode === 'subscription') return texts.subscribe(amount);
  return session.submit_type === 'donate' ? texts.donate(amount) : texts.pay(amount);
}

function challengePage(session: Session, texts: Texts): Reply {
  const amount = formatMinor(session.amount_total ?? 0, session.currency ?? 'eur', texts.lang);
  const content = html`${banner(texts)}
    <main class="pay narrow">
      <h1>${texts.challengeTitle}</h1>
      <p class="lede">${texts.challengeText(amount)}</p>
      <form method="post" action="/c/pay/${session.id}/challenge" class="panel">
        <div class="pair">
          <button class="main" name="answer" value="approve">${texts.approve}</button>
          <button class="quiet" name="answer" value="fail">${texts.fail}</button>
        </div>
      </form>
    </main>`;
  return page(content, {
    title: texts.challengeTitle,
    lang: texts.lang,
    bodyClass: 'checkout',
    formTargets: originOf(session),
  });
}

function closed(session: Session, texts: Texts): Reply {
  const isComplete = session.status === 'complete';
  const target = isComplete ? successUrl(session) : session.cancel_url;
  const content = html`${banner(texts)}
    <main class="pay narrow">
      <h1>${isComplete ? texts.completeTitle : texts.expiredTitle}</h1>
      <p class="lede">${isComplete ? texts.completeText : texts.expiredText}</p>
      ${target !== null && html`<p class="leave"><a href="${target}">${texts.returnTo}</a></p>`}
    </main>`;
  const title = isComplete ? texts.completeTitle : texts.expiredTitle;
  return page(content, { title, lang: texts.lang, bodyClass: 'checkout', status: isComplete ? 200 : 410 });
}

function missing(): Reply {
  const texts = textsFor('en');
  const content = html`${banner(texts)}
    <main class="pay narrow">
      <h1>${texts.missingTitle}</h1>
      <p class="lede">${texts.missingText}</p>
    </main>`;
  return page(content, { title: texts.missingTitle, bodyClass: 'checkout', status: 404 });
}

function banner(texts: Texts): Html {
  return html`<aside class="banner" aria-label="${texts.sandbox}">
    <b>${texts.sandbox}</b> <span>${texts.sandboxNote}</span>
  </aside>`;
}

/** The page's form may lead to the shop and nowhere else. */
function originOf(session: Session): string {
  return URL.parse(session.success_url ?? '')?.origin ?? '';
}
