import { html, trusted, type Html } from '../../http/html.ts';

/** A field of the documentation's forms. What is typed there is code or a name: nothing for a spelling checker. */
export type Field = {
  name: string;
  label: string;
  value: string;
  isWrong: boolean;
  /** Further attributes of the input. */
  more?: Html | undefined;
  /** The hint, or what is wrong; its id is `NAME-hint`. */
  below: Html;
};

export function field({ name, label, value, isWrong, more, below }: Field): Html {
  return html`<label class="rs-label" for="${name}">${label}</label>
    <input
      class="rs-input ${isWrong && 'is-invalid'}"
      id="${name}"
      name="${name}"
      value="${value}"
      spellcheck="false"
      autocapitalize="none"
      autocomplete="off"
      aria-describedby="${name}-hint"
      ${more}
      ${isWrong && trusted('aria-invalid="true"')}
    />
    ${below}`;
}
