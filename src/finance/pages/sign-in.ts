import { html, type Html, type HtmlValue } from '../../http/html.ts';
import { signInTexts } from './sign-in-texts.ts';
import { financeTexts, type PageLang } from './texts.ts';
import { queryOf } from './view.ts';

// Pages of the way in, each a card in the middle. What was typed is never sent back.

/** What every form of these pages needs. */
export type FormNeeds = { lang: PageLang; csrf: string };

export type SignInPage = { title: string; main: Html };

/** The first page: every way that is open, the first of them in view. */
export function startPage(
  form: FormNeeds,
  ways: { mail: boolean; oidc: boolean; key: boolean },
  failed: 'key' | 'address' | null,
): SignInPage {
  const texts = signInTexts(form.lang);
  const { signInTitle: title, signInHint } = financeTexts(form.lang);
  const parts = [
    ways.mail && mailForm(form, failed === 'address'),
    ways.oidc && step(form, 'oidc', html`<button class="b" type="submit">${texts.oidcButton}</button>`),
    ways.key &&
      (ways.mail || ways.oidc
        ? html`<details ${failed === 'key' && html`open`}>
            <summary>${texts.keySummary}</summary>
            ${keyForm(form, failed === 'key')}
            <p class="mut small" id="hint">${signInHint}</p>
          </details>`
        : html`${keyForm(form, failed === 'key')}
            <p class="mut small" id="hint">${signInHint}</p>`),
  ];
  return { title, main: card(title, parts) };
}

/** After an address was typed, whoever's it is: where to look, and the field for the code. */
export function inboxPage(form: FormNeeds, failed: boolean): SignInPage {
  const texts = signInTexts(form.lang);
  const field = { label: texts.codeField, mode: 'numeric' as const, wrong: failed ? texts.codeWrong : null };
  return {
    title: texts.inbox,
    main: card(texts.inbox, [
      html`<p>${texts.inboxText}</p>`,
      step(form, 'code', codeField(field, texts.goOn)),
      again(form.lang, texts.anotherMail),
    ]),
  };
}

/** Behind a link that works here. */
export function linkPage(form: FormNeeds, token: string, label: string | null): SignInPage {
  const texts = signInTexts(form.lang);
  const { signInTitle: title } = financeTexts(form.lang);
  return {
    title,
    main: card(title, [
      label !== null && html`<p><b>${texts.linkFor(label)}</b></p>`,
      html`<p>${texts.linkText}</p>`,
      step(form, `l/${token}`, html`<button class="b p" type="submit">${texts.goOn}</button>`),
    ]),
  };
}

/** Behind a link that was asked for in another browser. */
export function otherBrowserPage(lang: PageLang): SignInPage {
  const texts = signInTexts(lang);
  return {
    title: texts.otherBrowser,
    main: card(texts.otherBrowser, html`<p>${texts.otherBrowserText}</p>`),
  };
}

/** Behind a link that has served, and wherever a step comes too late. */
export function gonePage(lang: PageLang): SignInPage {
  const texts = signInTexts(lang);
  return {
    title: texts.gone,
    main: card(texts.gone, [html`<p>${texts.goneText}</p>`, again(lang, texts.startAgain)]),
  };
}

/** The second step. */
export function factorPage(form: FormNeeds, failed: 'wrong' | 'locked' | null): SignInPage {
  const texts = signInTexts(form.lang);
  const wrong = failed === null ? null : failed === 'wrong' ? texts.factorWrong : texts.factorLocked;
  return {
    title: texts.factor,
    main: card(texts.factor, [
      html`<p>${texts.factorText}</p>`,
      step(
        form,
        'second',
        codeField({ label: texts.factorField, mode: 'text', wrong }, financeTexts(form.lang).signInButton),
      ),
      html`<p class="mut small">${texts.factorHelp}</p>`,
    ]),
  };
}

/** The second step of who has none yet: a secret as a picture and in letters, and the code that proves it. */
export function setUpPage(
  form: FormNeeds,
  { picture, secret, failed }: { picture: Html; secret: string; failed: boolean },
): SignInPage {
  const texts = signInTexts(form.lang);
  const field = {
    label: texts.setUpField,
    mode: 'numeric' as const,
    wrong: failed ? texts.setUpWrong : null,
  };
  return {
    title: texts.setUp,
    main: card(texts.setUp, [
      html`<p>${texts.setUpScan}</p>`,
      picture,
      html`<p>
        ${texts.setUpSecret}<br /><code class="secret">${secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>`,
      html`<p>${texts.setUpType}</p>`,
      step(form, 'second', codeField(field, texts.goOn)),
      html`<p class="mut small">${texts.setUpNeutral}</p>`,
    ]),
  };
}

/** The codes, this once. */
export function codesPage(lang: PageLang, codes: readonly string[], home: string): SignInPage {
  const texts = signInTexts(lang);
  return {
    title: texts.codes,
    main: card(texts.codes, [
      html`<p>${texts.codesText}</p>`,
      html`<ol class="codes">
        ${codes.map((code) => html`<li><code>${code}</code></li>`)}
      </ol>`,
      html`<p><a class="b p" href="${home}${queryOf({ lang })}">${texts.codesKept}</a></p>`,
    ]),
  };
}

/** Leads on to the provider: a redirect of a form would be held against our policy for forms. */
export function toProviderPage(lang: PageLang, url: string): SignInPage & { head: Html } {
  const texts = signInTexts(lang);
  return {
    title: texts.toProvider,
    head: html`<meta http-equiv="refresh" content="0;url=${url}" />`,
    main: card(texts.toProvider, [
      html`<p>${texts.toProviderText}</p>`,
      html`<p><a class="b p" href="${url}" rel="noreferrer">${texts.toProviderLink}</a></p>`,
    ]),
  };
}

/** Back from the provider: what it sent is handed on by a button, for a GET changes nothing. */
export function backPage(form: FormNeeds, answer: string): SignInPage {
  const texts = signInTexts(form.lang);
  const { signInTitle: title, signInButton } = financeTexts(form.lang);
  return {
    title,
    main: card(title, [
      html`<p>${texts.backText}</p>`,
      step(
        form,
        'back',
        html`<input type="hidden" name="answer" value="${answer}" /><button class="b p" type="submit">
            ${signInButton}
          </button>`,
      ),
    ]),
  };
}

export function providerFailedPage(lang: PageLang, kind: 'refused' | 'down'): SignInPage {
  const texts = signInTexts(lang);
  const [title, text] =
    kind === 'down'
      ? [texts.providerDown, texts.providerDownText]
      : [texts.providerRefused, texts.providerRefusedText];
  return { title, main: card(title, [html`<p>${text}</p>`, again(lang, texts.startAgain)]) };
}

function mailForm(form: FormNeeds, failed: boolean): Html {
  const texts = signInTexts(form.lang);
  return step(
    form,
    'mail',
    html`<p class="mut">${texts.mailLead}</p>
      ${failed && html`<p class="line bad" role="alert" id="wrong">${texts.mailWrong}</p>`}
      <label for="address">${texts.mailField}</label>
      <input
        id="address"
        name="address"
        type="email"
        required
        maxlength="254"
        autocomplete="email"
        autocapitalize="none"
        spellcheck="false"
        ${failed && html`aria-invalid="true" aria-describedby="wrong"`}
      />
      <button class="b p" type="submit">${texts.mailButton}</button>`,
  );
}

function keyForm(form: FormNeeds, failed: boolean): Html {
  const texts = financeTexts(form.lang);
  return step(
    form,
    '',
    html`<p class="mut">${texts.signInLead}</p>
      ${failed && html`<p class="line bad" role="alert" id="wrong">${texts.signInWrong}</p>`}
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
      <button class="b p" type="submit">${texts.signInButton}</button>`,
  );
}

type CodeField = { label: string; mode: 'numeric' | 'text'; wrong: string | null };

function codeField({ label, mode, wrong }: CodeField, button: string): Html {
  return html`${wrong === null ? null : html`<p class="line bad" role="alert" id="wrong">${wrong}</p>`}
    <label for="code">${label}</label>
    <input
      id="code"
      name="code"
      inputmode="${mode}"
      required
      maxlength="40"
      autocomplete="one-time-code"
      autocapitalize="none"
      spellcheck="false"
      ${wrong !== null && html`aria-invalid="true" aria-describedby="wrong"`}
    />
    <button class="b p" type="submit">${button}</button>`;
}

function step({ lang, csrf }: FormNeeds, path: string, fields: Html): Html {
  const action = `/finance/sign-in${path === '' ? '' : `/${path}`}${queryOf({ lang })}`;
  return html`<form method="post" action="${action}">
    <input type="hidden" name="csrf" value="${csrf}" />
    ${fields}
  </form>`;
}

function again(lang: PageLang, words: string): Html {
  return html`<p class="small"><a class="again" href="/finance/sign-in${queryOf({ lang })}">${words}</a></p>`;
}

function card(title: string, body: HtmlValue): Html {
  return html`<div class="card sign-in">
    <h1>${title}</h1>
    ${body}
  </div>`;
}
