import { html } from '../../http/html.ts';
import { financePage } from './layout.ts';
import { financeTexts, type PageLang } from './texts.ts';
import { queryOf } from './view.ts';

/** The sign-in page: one field, for a key. What was typed is never sent back. */
export function signInPage(
  lang: PageLang,
  service: { publisherName: string; livemode: boolean },
  failed: boolean,
): string {
  const texts = financeTexts(lang);
  return financePage(
    {
      ...service,
      lang,
      title: texts.signInTitle,
      otherLangHref: `/finance/sign-in${queryOf({ lang: lang === 'en' ? 'ru' : 'en' })}`,
      signedIn: null,
    },
    html`<div class="card sign-in">
      <h1>${texts.signInTitle}</h1>
      <p class="mut">${texts.signInLead}</p>
      ${failed ? html`<p class="line bad" role="alert" id="wrong">${texts.signInWrong}</p>` : null}
      <form method="post" action="/finance/sign-in${queryOf({ lang })}">
        <label for="key">${texts.signInField}</label>
        <input
          id="key"
          name="key"
          type="password"
          required
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          aria-describedby="hint${failed ? ' wrong' : ''}"
        />
        <button class="b p" type="submit">${texts.signInButton}</button>
      </form>
      <p class="mut small" id="hint">${texts.signInHint}</p>
    </div>`,
  );
}
