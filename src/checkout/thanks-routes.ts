import { decimalText } from '../box/money-text.ts';
import type { AppContext } from '../context.ts';
import { askedLang, pageFrame } from '../http/frame.ts';
import { sendPage } from '../http/page.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { currencyDigits } from '../money.ts';
import { thanksPage, type ThanksPage } from '../pages/thanks-page.ts';
import { pledgeReference, type Pledge } from '../pledges/pledge.ts';
import { withMarker, type Marker, type ReturnAddresses } from './return-address.ts';

const SHOWN_FOR_MINUTES = 30;

const LOOK_EVERY_MS = 150;
const WAIT_AT_MOST_MS = 2_400;

/** Where Stripe sends readers: to the thank-you page, or back to the article. */
export function thanksRoutes(
  ctx: Pick<AppContext, 'config' | 'store' | 'stripe' | 'now'>,
  addresses: ReturnAddresses,
): Route[] {
  const { config, store } = ctx;

  /** The opaque text holds our own key and the sealed way back; nothing of Stripe's. */
  const read = (query: unknown): { token: string; backTo: string | null } => {
    const { s } = query as { s?: unknown };
    const [token = '', sealed = ''] = typeof s === 'string' && s.length < 4_000 ? s.split('.') : [];
    return { token, backTo: addresses.open(sealed) };
  };

  /**
   * A reader comes back a moment after Stripe rang, often before the ring has been followed up. Waiting
   * that moment spares most readers a page that says the bank is still at work.
   */
  const paidSoon = async (token: string): Promise<Pledge | null> => {
    for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
      const pledge = await store.pledgeByThanksToken(token);
      if (pledge === null || pledge.marks.firstPaidAt !== null || waitedMs >= WAIT_AT_MOST_MS) return pledge;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  };

  /** Whether the reader finished Stripe's page. Where Stripe has not rung yet, it is asked: once, and briefly. */
  const finished = async (pledge: Pledge): Promise<boolean> => {
    if (pledge.status !== 'open') return true;
    if (pledge.stripeCheckoutSessionId === null) return false;
    const session = await ctx.stripe.checkout.sessions
      .retrieve(pledge.stripeCheckoutSessionId, {}, { timeout: 3_000 })
      .catch(() => null);
    return session?.status === 'complete';
  };

  return [
    {
      method: 'get',
      path: '/thanks',
      access: PUBLIC,
      page: true,
      async handle(req, res) {
        const { token, backTo } = read(req.query);
        const pledge = token === '' ? null : await paidSoon(token);
        const lang =
          typeof req.query['lang'] === 'string' || pledge === null ? askedLang(config, req) : pledge.lang;
        const isFinished = pledge !== null && (await finished(pledge));
        const page: ThanksPage = {
          ...statusOfThanks(pledge, isFinished, ctx),
          backUrl: backTo === null ? undefined : withMarker(backTo, markerOf(pledge)),
          contactMail: config.publisher.contactMail,
          shownForMinutes: SHOWN_FOR_MINUTES,
        };
        sendPage(res, 200, thanksPage(pageFrame(config, req, lang), page), { personal: true });
      },
    },
    {
      method: 'get',
      path: '/back',
      access: PUBLIC,
      page: true,
      async handle(req, res) {
        const { token, backTo } = read(req.query);
        const pledge = token === '' ? null : await store.pledgeByThanksToken(token);
        res.setHeader('Cache-Control', 'no-store');
        res.redirect(303, backAddress(pledge, backTo));
      },
    },
  ];
}

/** Back to the article, or without one to the give page, where the choice is there again. */
function backAddress(pledge: Pledge | null, backTo: string | null): string {
  if (backTo !== null) return withMarker(backTo, 'c');
  if (pledge === null) return '/give?rs=c';
  const { frequency, currency, lang } = pledge;
  const amount = decimalText(pledge.amountMinor, currencyDigits(currency));
  return `/give?${new URLSearchParams({ rs: 'c', frequency, amount, currency, lang }).toString()}`;
}

/** Says how long the box may keep quiet, and nothing else of the pledge. */
function markerOf(pledge: Pledge | null): Marker {
  return pledge === null || pledge.frequency === 'once' ? 't' : 'l';
}

/** What the thank-you page may say: as the server knows it, and only for a while. */
function statusOfThanks(
  pledge: Pledge | null,
  isFinished: boolean,
  { config, now }: Pick<AppContext, 'config' | 'now'>,
): Pick<ThanksPage, 'status' | 'payment'> {
  if (pledge === null || !isFinished) return { status: 'unknown' };
  const { firstPaidAt, nextPaymentAt } = pledge.marks;
  const tooLate =
    firstPaidAt !== null && now().getTime() - firstPaidAt.getTime() > SHOWN_FOR_MINUTES * 60_000;
  if (tooLate || pledge.status === 'failed' || pledge.status === 'abandoned') return { status: 'unknown' };
  const { frequency, amountMinor, currency } = pledge;
  return {
    status: firstPaidAt === null ? 'processing' : 'paid',
    payment: {
      frequency,
      amountMinor,
      currency,
      digits: currencyDigits(currency),
      nextPaymentAt: nextPaymentAt ?? undefined,
      zone: config.publisher.bookZone,
      statementText: config.publisher.statementText,
      reference: pledgeReference(pledge.pledgeId),
    },
  };
}
