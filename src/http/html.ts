/** A piece of HTML that is safe to send: only `html` and `trusted` make one. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

/** What may stand in a template: text is escaped, pieces are kept, lists are joined, null and false vanish. */
export type HtmlValue = string | number | Html | null | undefined | false | readonly HtmlValue[];

/** Tagged template that escapes every value: `html\`<p>${name}</p>\`` cannot be broken out of. */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  const fixed = withoutLayout(strings);
  let text = fixed[0] ?? '';
  for (let i = 0; i < values.length; i++) text += render(values[i]) + (fixed[i + 1] ?? '');
  return new Html(text);
}

const LEAN = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The source's indents are a third of a page's bytes; a line break says the same. Values keep theirs. */
function withoutLayout(strings: TemplateStringsArray): readonly string[] {
  let lean = LEAN.get(strings);
  if (lean === undefined) {
    lean = strings.map((part) => part.replace(/\n\s*/g, '\n'));
    LEAN.set(strings, lean);
  }
  return lean;
}

/** Marks text of our own as HTML. Never give it anything that came from outside. */
export function trusted(text: string): Html {
  return new Html(text);
}

/** Escapes text for element content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function render(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(render).join('');
  return escapeHtml(String(value));
}
