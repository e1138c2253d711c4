import { html, type Html } from '../http/html.ts';

/** Where the pages of the demo lead. */
export type DemoLinks = { article: string; inbox: string; kept: string; sandbox: string };

type Place = 'inbox' | 'kept';

const NAMES: Record<keyof DemoLinks, string> = {
  article: 'Article',
  inbox: 'Inbox',
  kept: 'Kept',
  sandbox: 'Sandbox',
};

/** A page of the demo's own, beside the service: the inbox, and what this machine keeps. */
export function demoFrame(
  {
    place,
    links,
    styleUrl,
    title,
  }: { place: Place; links: DemoLinks | null; styleUrl: string; title: string },
  main: Html,
  { refreshSeconds }: { refreshSeconds?: number } = {},
): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
${refreshSeconds !== undefined && html`<meta http-equiv="refresh" content="${refreshSeconds}">`}
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${styleUrl}">
</head>
<body>
<header><div class="in"><span class="logo">${NAMES[place]}</span><span class="tag">Demo</span>${links && nav(links, place)}</div></header>
<main>
${main}
</main>
</body>
</html>
`.text; // prettier-ignore
}

function nav(links: DemoLinks, here: Place): Html {
  const names = Object.keys(NAMES) as (keyof DemoLinks)[];
  return html`<nav aria-label="Demo">
    ${names.map(
      (name) =>
        html`<a href="${links[name]}"${name === here && html` aria-current="page"`}>${NAMES[name]}</a> `,
    )}
  </nav>`;
}

/** An instant as people of every country read it. */
export function instant(at: Date): Html {
  const iso = at.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
}
