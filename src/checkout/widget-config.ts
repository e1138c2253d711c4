import { shownGoal, type GoalFigure } from '../appeal/goal.ts';
import type { AppContext } from '../context.ts';
import { StorageFault } from '../errors.ts';
import { donorRisk, remindsByMail } from '../http/country.ts';
import { bookDate } from '../ledger/book-date.ts';
import { pageTexts } from '../pages/texts.ts';
import type { Experiment } from '../publisher/options.ts';
import { editionFor } from '../publisher/editions.ts';
import { remember } from '../remember.ts';
import type { DonorNotice, WidgetConfig } from './contract.ts';
import { payHosts } from './start-checkout.ts';

/** What of a reader changes the box. */
type Reader = { lang: string | undefined; currency: string | undefined; country: string | null };

/** What the box needs to draw itself: the same for every reader of a country and language. */
export function widgetConfig(config: AppContext['config'], reader: Reader): WidgetConfig {
  const { publisher } = config;
  const { experiment } = publisher;
  const edition = editionFor(publisher, reader.lang);
  const notice = donorNotice(config, { lang: edition.lang, country: reader.country });
  const offered = edition.currencies.map((offer) => offer.currency);
  const first = [reader.currency, edition.currency, offered[0]].find(
    (code) => code !== undefined && offered.includes(code),
  );
  return {
    open: publisher.open,
    lang: edition.lang,
    publisherName: edition.name,
    defaultFrequency: publisher.defaultFrequency,
    defaultCurrency: first ?? '',
    currencies: edition.currencies,
    marks: publisher.paymentMarks,
    texts: edition.texts,
    notice,
    reminderByMail: remindsByMail(config, { lang: edition.lang, country: reader.country }),
    contactMail: publisher.contactMail ?? '',
    payHosts: payHosts(config),
    ...(experiment === undefined ? {} : variantsOf(experiment, edition.lang)),
    ...(publisher.fees === undefined ? {} : { fees: true }),
    ...(publisher.counts ? { counts: true } : {}),
  };
}

/** The variants of an edition; none where all would show the same, which would only blur the comparison. */
function variantsOf({ variants }: Experiment, lang: string): Pick<WidgetConfig, 'variants'> {
  if (variants.every(({ editions }) => Object.keys(editions[lang] ?? {}).length === 0)) return {};
  return { variants: variants.map(({ id, editions }) => ({ id, texts: editions[lang] ?? {} })) };
}

/** How long a box waits for the figure of a goal. */
const FIGURE_WITHIN_MS = 1_000;

/** The figure that was read last. It was shown, so it may be shown again while the database is away. */
const lastFigures = new WeakMap<AppContext['store'], GoalFigure | null>();

/** The figure of the goal; where the database does not answer, the last one that was had. The box needs nothing else of it. */
async function goalFigure(store: AppContext['store']): Promise<GoalFigure | null> {
  const asked = store.goalFigures().then(([figure = null]) => {
    lastFigures.set(store, figure);
    return figure;
  });
  const instead = () => lastFigures.get(store) ?? null;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<GoalFigure | null>((resolve) => {
    timer = setTimeout(() => resolve(instead()), FIGURE_WITHIN_MS);
  });
  const had = asked.catch((error: unknown) => {
    if (error instanceof StorageFault) return instead();
    throw error;
  });
  return Promise.race([had, late]).finally(() => clearTimeout(timer));
}

/** The configuration with what it takes from the store: the figure of a goal. */
export async function servedConfig(
  { config, store, now }: Pick<AppContext, 'config' | 'store' | 'now'>,
  reader: Reader,
): Promise<WidgetConfig> {
  const served = widgetConfig(config, reader);
  const { goal, bookZone, defaultLang } = config.publisher;
  if (goal === undefined) return served;
  const figure = await goalFigure(store);
  const today = bookDate(now(), bookZone);
  const shown = shownGoal(goal, figure, { lang: served.lang, defaultLang, today });
  return shown === null ? served : { ...served, goal: shown };
}

/**
 * The configuration as it is sent. Every reader of an article asks for it, and only the figure of a goal changes while the
 * service runs: without a goal the bytes are made once for each language, currency and country.
 */
export function configAnswers(
  ctx: Pick<AppContext, 'config' | 'store' | 'now'>,
): (reader: Reader) => Promise<Buffer> {
  const made = remember<Buffer>(200);
  const bytes = (served: WidgetConfig) => Buffer.from(JSON.stringify(served));
  return async (reader) => {
    if (ctx.config.publisher.goal !== undefined) return bytes(await servedConfig(ctx, reader));
    const { lang, currency, country } = reader;
    return made(JSON.stringify([lang, currency, country]), () => bytes(widgetConfig(ctx.config, reader)));
  };
}

/** The notice for a reader, in the words of the edition. */
export function donorNotice(
  config: AppContext['config'],
  reader: { lang: string; country: string | null },
): DonorNotice | null {
  const kind = donorRisk(config, reader);
  if (kind === null) return null;
  const { notice, lang } = editionFor(config.publisher, reader.lang);
  // A lawyer of the publisher's should read these words.
  const { riskTitle, riskPay } = pageTexts(lang);
  return {
    kind,
    title: notice?.title ?? riskTitle,
    body: notice?.body ?? riskPay,
    ...(notice?.linkText === undefined || notice.linkUrl === undefined
      ? {}
      : { linkText: notice.linkText, linkUrl: notice.linkUrl }),
  };
}
