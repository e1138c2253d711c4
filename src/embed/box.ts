import { startChoice } from '../box/choice.ts';
import { fill } from '../box/tree.ts';
import { widgetConfig } from '../checkout/widget-config.ts';
import type { AppContext } from '../context.ts';
import { pageTexts } from '../pages/texts.ts';
import { editionFor } from '../publisher/editions.ts';
import type { Box } from './markup.ts';
import type { Wish } from './wish.ts';

/** The box as a wish has it, for readers of a country; null where the country is not known. */
export function boxFor(config: AppContext['config'], country: string | null, wish: Wish): Box {
  const offer = widgetConfig(config, { lang: wish.lang, currency: wish.currency, country });
  return { config: offer, choice: startChoice(offer, wish), wish: { ...wish, lang: offer.lang } };
}

/** What a frame, a link and an oEmbed answer are called. */
export function boxTitle(config: AppContext['config'], lang: string | undefined): string {
  const edition = editionFor(config.publisher, lang);
  return fill(pageTexts(edition.lang).giveTitle, { name: edition.name });
}
