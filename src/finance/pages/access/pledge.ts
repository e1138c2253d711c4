import { html, type Html } from '../../../http/html.ts';
import type { LedgerRow, PledgeRow } from '../../rows.ts';
import { bar, card, tableFrame } from '../layout.ts';
import { pledgeFacts, story } from '../payments/one.ts';
import type { Built, Visit } from '../visit.ts';
import { pledgeReference } from '../../../pledges/pledge.ts';
import { accessTexts } from './texts.ts';

/** What a look found; null before the first. */
export type Looked = { pledge: PledgeRow; movements: readonly LedgerRow[] }[] | null;

/** One pledge by the reference that a supporter reads out. No list, no beginning of a reference, no name. */
export function pledgeLookPage(visit: Visit, looked: Looked): Built {
  const words = accessTexts(visit.lang);
  return {
    title: words.pledge,
    main: html`${bar(words.pledge, words.pledgeText)}
      <form class="find" method="post" action="${visit.to('/finance/pledge')}">
        <input type="hidden" name="csrf" value="${visit.signedIn.csrf}" />
        <label for="reference">${words.reference}</label>
        <input id="reference" name="reference" required maxlength="12" autocomplete="off" autocapitalize="characters" spellcheck="false" />
        <button class="b p" type="submit">${words.lookUp}</button>
      </form>
      <div class="stack">${looked === null ? null : found(visit, looked)}</div>`,
  };
} // prettier-ignore

function found(visit: Visit, looked: NonNullable<Looked>): Html {
  const words = accessTexts(visit.lang);
  if (looked.length === 0) return html`<p class="card empty" role="status">${words.notFound}</p>`;
  return html`${looked.length > 1 && html`<p class="line amber" role="status">${words.several}</p>`}
  ${looked.map(({ pledge, movements }, i) => {
    const title = `${words.pledge} ${pledgeReference(pledge.pledgeId)}`;
    return card(`pledge-title-${i}`, title, [
      pledgeFacts(visit, pledge, false),
      movements.length > 0 && tableFrame(visit.texts.table(words.movements), story(visit, movements)),
    ]);
  })}`;
}
