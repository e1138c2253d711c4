import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { readChoice, startChoice, withCurrency, type BoxChoice, type ReadyChoice } from '../box/choice.ts';
import type { AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { countryOf, isListedCountry } from '../http/country.ts';
import { offerWayBack } from '../http/error-page.ts';
import { askedLang, pageFrame } from '../http/frame.ts';
import { sendPage } from '../http/page.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { sha256 } from '../ids.ts';
import { givePage, type GivePage } from '../pages/give-page.ts';
import { leavePage } from '../pages/leave-page.ts';
import { reviewPage } from '../pages/review-page.ts';
import { pageTexts } from '../pages/texts.ts';
import { editionFor } from '../publisher/editions.ts';
import { FREQUENCIES, type CheckoutAnswer, type CheckoutRequest, type WidgetConfig } from './contract.ts';
import { giveAddress, oembedAddress } from './give-address.ts';
import { amountField, giveLink, isOffered, readGiveForm, readGiveLink, type GiveForm } from './give-form.ts';
import type { FieldNames } from './request.ts';
import { feeReview } from './review.ts';
import { servedConfig } from './widget-config.ts';

/** What both doors to a checkout share: the widget's JSON and the plain form. */
export type Checkout = (
  req: Request,
  request: CheckoutRequest,
  from: { key: string; fields: FieldNames & { returnTo: string } },
) => Promise<string>;

/** What a page shows beyond the offer itself. */
type Shown = Omit<GivePage, 'config' | 'key' | 'printUrl' | 'spending'> & { key?: string | undefined };

/** What a review is made of: a form that was posted, or a link. */
type Reviewed = Pick<GiveForm, 'choice' | 'campaign' | 'returnTo' | 'variant'> & { key?: string | undefined };

/** The box as a page and a plain form: it works with scripts off, and creates nothing until it is sent. */
export function givePages(ctx: Pick<AppContext, 'config' | 'store' | 'now'>, checkout: Checkout): Route[] {
  const { config } = ctx;
  const configFor = (req: Request, lang: string) =>
    servedConfig(ctx, { lang, currency: undefined, country: countryOf(config, req) });

  const show = (req: Request, res: Response, status: number, offer: WidgetConfig, page: Shown) => {
    const { lang } = offer;
    const frame = pageFrame(config, req, lang);
    const whole: GivePage = {
      ...page,
      key: page.key ?? randomUUID(),
      config: offer,
      spending: editionFor(config.publisher, lang).spending,
      printUrl: `${config.publicUrl}/give`,
    };
    // The page carries a key that belongs to one reader: no cache may hand it to a second one.
    res.setHeader('Cache-Control', 'no-store');
    sendPage(res, status, givePage(frame, whole));
  };

  /** Answers with the review page where there is something to review; false where there is not. */
  const review = (req: Request, res: Response, offer: WidgetConfig, asked: Reviewed): boolean => {
    const { lang } = offer;
    const choice = readChoice(offer, asked.choice);
    if (!offer.open || offer.notice?.kind === 'stop' || 'fault' in choice) return false;
    const fee = feeReview(config.publisher, lang, choice);
    if (fee === null) return false;
    const { campaign, returnTo, variant, key } = asked;
    const page = {
      ...fee,
      config: offer,
      choice,
      key: key ?? randomUUID(),
      campaign,
      returnTo,
      variant,
      changeHref: giveLink({ ...asked, lang }),
    };
    const frame = pageFrame(config, req, lang);
    // A form that was posted is in no address: the other languages get a link to the same review.
    const otherLanguages = frame.otherLanguages?.map((other) => ({
      lang: other.lang,
      href: `${giveLink({ ...asked, lang: other.lang })}&step=review`,
    }));
    sendPage(res, 200, reviewPage({ ...frame, otherLanguages }, page), { personal: true });
    return true;
  };

  const covered = (lang: string, choice: ReadyChoice): ReadyChoice => ({
    ...choice,
    amountMinor: feeReview(config.publisher, lang, choice)?.coveredMinor ?? choice.amountMinor,
  });

  return [
    {
      method: 'get',
      path: '/give',
      access: PUBLIC,
      page: true,
      async handle(req, res) {
        const link = readGiveLink(req.query);
        const lang = askedLang(config, req);
        const offer = await configFor(req, lang);
        const choice = startChoice(offer, link);
        const { campaign, return: returnTo, variant } = link;
        const asked = { choice, campaign, returnTo, variant };
        // A link to the review creates nothing either: it only saves the reader of the box a step.
        if (link.step === 'review' && review(req, res, offer, asked)) return;
        show(req, res, 200, offer, {
          ...asked,
          cameBack: link.rs === 'c',
          oembedUrl: oembedAddress(config.publicUrl, giveAddress(config.publicUrl, { ...link, lang })),
        });
      },
    },
    {
      method: 'post',
      path: '/give',
      access: PUBLIC,
      body: 'form',
      page: true,
      async handle(req, res) {
        const form = readGiveForm(req.body);
        const { campaign, returnTo, variant } = form;
        const lang = askedLang(config, req);
        offerWayBack(res, giveLink(form));
        const offer = await configFor(req, lang);
        const again = (status: number, choice: BoxChoice, more: Partial<Shown> = {}) =>
          show(req, res, status, offer, { choice, campaign, returnTo, variant, ...more });
        if (!isOffered(offer, form.choice.currency))
          throw new AppError(422, 'currency_not_offered', 'This currency is not offered here.', {
            field: 'currency',
          });
        if (form.changeCurrency) return again(200, presetsOf(form, offer));

        const ready = readChoice(offer, form.choice);
        if ('fault' in ready) return again(422, form.choice, { fault: ready, key: form.key });
        // A form without a key was written into another page, for readers of every country: one who should be
        // warned has not been. This page warns, and goes on with a press of its own button.
        if (form.key === undefined && isListedCountry(config, countryOf(config, req)))
          return again(200, form.choice);
        if (!form.reviewed && review(req, res, offer, form)) return;
        try {
          const fields = { amount: amountField(form.choice), currency: 'currency', returnTo: 'return' };
          const request = {
            ...(form.coverFee ? covered(lang, ready) : ready),
            lang,
            ...(campaign === undefined ? {} : { campaign }),
            ...(returnTo === undefined ? {} : { returnTo }),
            ...(variant === undefined ? {} : { variant }),
          };
          const answer = JSON.parse(
            await checkout(req, request, { key: keyOf(form.key, request), fields }),
          ) as CheckoutAnswer;
          sendPage(res, 200, leavePage(pageFrame(config, req, lang), { url: answer.url }), {
            personal: true,
          });
        } catch (error) {
          if (!(error instanceof AppError) || error.status !== 422) throw error;
          // The address to go back to is no field a reader could mend: the form comes back without it.
          const more: Partial<Shown> =
            error.field === 'return'
              ? { returnTo: undefined, problem: pageTexts(lang).returnRefused }
              : { fault: { frequency: form.choice.frequency, fault: 'refused' }, key: form.key };
          again(422, form.choice, more);
        }
      },
    },
  ];
}

/** After "Change currency": the same places among the new currency's presets; what was typed stays. */
function presetsOf({ choice }: GiveForm, offer: WidgetConfig): BoxChoice {
  const known = startChoice(offer);
  const current = { ...known, frequency: choice.frequency, other: choice.other };
  const moved = withCurrency(offer, current, choice.currency);
  const amount = { ...moved.amount };
  for (const frequency of FREQUENCIES) if (choice.amount[frequency] === 'other') amount[frequency] = 'other';
  return { ...moved, amount };
}

/**
 * The form's key with the choice in it: a double click is one checkout, and a reader who goes back and picks
 * another amount, with the browser's copy of the old key, gets a new one.
 *
 * A form in another page has no key: caches and templates would hand one key to many readers, and the second of
 * them would be led to the first one's payment. A double click there opens two sessions, of which the browser
 * follows one; the other is never shown to anybody, charges nothing, and is swept as abandoned.
 */
function keyOf(formKey: string | undefined, request: CheckoutRequest): string {
  return formKey === undefined ? randomUUID() : sha256(`${formKey} ${JSON.stringify(request)}`);
}
