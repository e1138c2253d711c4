import { html, type Html } from '../../http/html.ts';

/** What was just done, or why it was not, above a page that a form led to. */
export function notice(
  look: 'good' | 'amber' | 'bad',
  { title, text }: { title: string; text: string },
): Html {
  return html`<p class="line ${look} notice" role="status"><b>${title}</b> <span>${text}</span></p>`;
}
