import { html, type Html } from '../http/html.ts';

/** A sentence, and something that stands under its name in the text and beside or behind it in the HTML twin: a link or a code. */
export type LetterLine = { text: string } | { name: string; link: string } | { name: string; code: string };

/** The two bodies of a mail: text, and a plain HTML twin that loads nothing. */
export function letter({
  lang,
  dir,
  subject,
  lines,
}: {
  lang: string;
  /** Direction of the script, where it may be another than from left to right. */
  dir?: 'ltr' | 'rtl';
  subject: string;
  lines: readonly LetterLine[];
}): { text: string; html: string } {
  const direction: Html | null = dir === undefined ? null : html` dir="${dir}"`;
  return {
    text: `${lines.map(textOf).join('\n\n')}\n`,
    html: html`<!doctype html>
<html lang="${lang}"${direction}><head><meta charset="utf-8"><title>${subject}</title></head>
<body>
${lines.map(htmlOf)}</body></html>
`.text,
  }; // prettier-ignore
}

function textOf(line: LetterLine): string {
  if ('text' in line) return line.text;
  return `${line.name}:\n${'link' in line ? line.link : line.code}`;
}

function htmlOf(line: LetterLine): Html {
  if ('text' in line) return html`<p>${line.text}</p> `;
  return 'link' in line
    ? html`<p><a href="${line.link}">${line.name}</a></p> `
    : html`<p>${line.name}: <b>${line.code}</b></p> `;
}
