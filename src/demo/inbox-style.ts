/** The inbox's style sheet: the tokens of the reader pages, and no file or font from elsewhere. */
export const INBOX_STYLE = `
:root {
  color-scheme: light dark;
  --font-text: 'PT Serif', Charter, 'Iowan Old Style', Georgia, 'Noto Serif', serif;
  --font-ui: Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif;
  --page: #fff; --surface: #f8f5ef; --raised: #fff; --line: #e3ddd2;
  --ink: #1a1c20; --ink-2: #565a61; --accent: #17497b;
  --warn: #744700; --warn-tint: #fbf1dd;
  --shadow: 0 1px 2px rgb(26 28 32 / .06), 0 8px 24px -12px rgb(26 28 32 / .18);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1114; --surface: #181b20; --raised: #21252c; --line: #2f343c;
    --ink: #f2f0eb; --ink-2: #b7b5af; --accent: #9dc4f1;
    --warn: #f3c871; --warn-tint: #33280f;
    --shadow: 0 1px 2px rgb(0 0 0 / .5);
  }
}
*, *::before, *::after { box-sizing: border-box; }
body {
  margin: 0; min-block-size: 100vh; background: var(--surface); color: var(--ink);
  font: 1rem/1.5 var(--font-ui); -webkit-text-size-adjust: 100%; overflow-wrap: anywhere;
}
a { color: var(--accent); text-underline-offset: .18em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
header { background: var(--page); border-block-end: 1px solid var(--line); }
.in { max-inline-size: 760px; margin-inline: auto; padding: .875rem 1.25rem; display: flex; gap: .75rem; align-items: center; }
.logo { font: 700 1.125rem/1.2 var(--font-text); letter-spacing: -.01em; }
.tag { font-size: .8125rem; font-weight: 600; color: var(--warn); background: var(--warn-tint); padding: .125rem .5rem; border-radius: 999px; }
main { max-inline-size: 760px; margin-inline: auto; padding: clamp(1.75rem, 6vw, 3.5rem) clamp(1rem, 4vw, 1.25rem); }
h1 { margin: 0; font: 700 clamp(1.75rem, 5.2vw, 2.5rem)/1.12 var(--font-text); letter-spacing: -.018em; text-wrap: balance; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1rem; }
.lede { margin: .875rem 0 0; font: 1.0625rem/1.55 var(--font-text); text-wrap: pretty; }
.count { margin: 2rem 0 .75rem; color: var(--ink-2); font-size: .875rem; }
.empty { margin: 2rem 0 0; padding: 2.5rem 1.25rem; border: 1px dashed var(--line); border-radius: 14px; color: var(--ink-2); text-align: center; }
.mails, .panel { margin: 0; padding: 0; background: var(--raised); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); list-style: none; }
.mails li { position: relative; padding: 1rem clamp(1rem, 4vw, 1.5rem); display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .125rem 1.5rem; }
.mails li + li { border-block-start: 1px solid var(--line); }
.subject { grid-column: 1 / -1; font-weight: 600; text-decoration: none; }
.subject::after { content: ''; position: absolute; inset: 0; border-radius: 14px; }
.mails li:hover .subject { text-decoration: underline; }
.to, time { color: var(--ink-2); font-size: .875rem; font-variant-numeric: tabular-nums; }
.back { margin: 0 0 1.25rem; font-size: .875rem; }
.kv { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .375rem 1.5rem; margin: 1.25rem 0 0; font-size: .9375rem; }
.kv dt { color: var(--ink-2); } .kv dd { margin: 0; } .kv time { color: inherit; font-size: inherit; }
.panel { margin-block-start: 1.75rem; }
.body { padding: 1.5rem clamp(1rem, 4vw, 1.75rem); white-space: pre-wrap; font: 1.0625rem/1.55 var(--font-text); }
.body a { font: .875rem/1.5 var(--font-ui); }
.headers { margin: 0; padding: 1rem 1.25rem; background: var(--page); border: 1px solid var(--line); border-radius: 10px; font-size: .8125rem; line-height: 1.6; white-space: pre-wrap; color: var(--ink-2); }
@media (max-width: 30rem) { .mails li { grid-template-columns: minmax(0, 1fr); } }
`;
