/** The style sheet of the demo's own pages: the tokens of the reader pages, and no file or font from elsewhere. */
export const DEMO_STYLE = `
:root {
  color-scheme: light dark;
  --font-text: 'PT Serif', Charter, 'Iowan Old Style', Georgia, 'Noto Serif', serif;
  --font-ui: Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif;
  --page: #fff; --surface: #f8f5ef; --raised: #fff; --line: #e3ddd2;
  --ink: #1a1c20; --ink-2: #565a61; --accent: #17497b; --on-accent: #fff; --accent-hover: #0f3760; --edge: #8a857d;
  --good: #1c6543; --good-tint: #e5f1ea; --bad: #a8231b; --bad-tint: #fbebe9;
  --warn: #744700; --warn-tint: #fbf1dd;
  --shadow: 0 1px 2px rgb(26 28 32 / .06), 0 8px 24px -12px rgb(26 28 32 / .18);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1114; --surface: #181b20; --raised: #21252c; --line: #2f343c;
    --ink: #f2f0eb; --ink-2: #b7b5af; --accent: #9dc4f1; --on-accent: #0b1b2c; --accent-hover: #bad6f6; --edge: #7f858e;
    --good: #86d6ac; --good-tint: #17312a; --bad: #ffa79f; --bad-tint: #3a1d1b;
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
.in { max-inline-size: 760px; margin-inline: auto; padding: .875rem 1.25rem; display: flex; flex-wrap: wrap; gap: .375rem .75rem; align-items: center; }
.logo { font: 700 1.125rem/1.2 var(--font-text); letter-spacing: -.01em; }
.tag { font-size: .8125rem; font-weight: 600; color: var(--warn); background: var(--warn-tint); padding: .125rem .5rem; border-radius: 999px; }
nav { display: flex; flex-wrap: wrap; gap: 0 1.125rem; margin-inline-start: auto; font-size: .9375rem; }
nav a { display: flex; align-items: center; min-block-size: 44px; text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav a[aria-current] { color: var(--ink); font-weight: 600; }
main { max-inline-size: 760px; margin-inline: auto; padding: clamp(1.75rem, 6vw, 3.5rem) clamp(1rem, 4vw, 1.25rem); }
h1 { margin: 0; font: 700 clamp(1.75rem, 5.2vw, 2.5rem)/1.12 var(--font-text); letter-spacing: -.018em; text-wrap: balance; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1rem; }
.lede { margin: .875rem 0 0; font: 1.0625rem/1.55 var(--font-text); text-wrap: pretty; }
.count { display: flex; flex-wrap: wrap; align-items: center; gap: 0 1.25rem; margin: 1.25rem 0 .25rem; color: var(--ink-2); font-size: .875rem; }
.count span { margin-inline-end: auto; }
.count a { display: inline-flex; align-items: center; min-block-size: 44px; }
.empty { margin: 1.25rem 0 0; padding: 2.5rem 1.25rem; border: 1px dashed var(--line); border-radius: 14px; color: var(--ink-2); text-align: center; }
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
.walk { margin-block-start: 2.5rem; padding-block-start: 1.5rem; border-block-start: 1px solid var(--line); }
.walk h2, .part h2 { margin: 0; font: 700 1.375rem/1.25 var(--font-text); letter-spacing: -.01em; }
.walk ol { margin: .75rem 0 0; padding-inline-start: 1.5rem; }
.walk li { padding-block: .25rem; padding-inline-start: .25rem; }
.walk li::marker { color: var(--ink-2); font-variant-numeric: tabular-nums; }
.walk time, .part p time { font-size: inherit; white-space: nowrap; }
.part { margin-block-start: 2.75rem; }
.part > p { margin: .625rem 0 0; color: var(--ink-2); font-size: .9375rem; text-wrap: pretty; }
.ask { margin-block-start: 1.25rem; padding: 1.25rem clamp(1rem, 4vw, 1.5rem) 1.5rem; background: var(--raised); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); }
label { display: block; font-weight: 600; font-size: .9375rem; }
.hint { margin: .25rem 0 .625rem; color: var(--ink-2); font-size: .875rem; }
.line { display: flex; flex-wrap: wrap; gap: .75rem; }
input { flex: 1 1 16rem; min-inline-size: 0; min-block-size: 48px; padding: .5rem .875rem; font: inherit; color: var(--ink); background: var(--page); border: 1px solid var(--edge); border-radius: 10px; }
button { min-block-size: 48px; padding: .5rem 1.375rem; font: 600 1rem/1.2 var(--font-ui); color: var(--on-accent); background: var(--accent); border: 0; border-radius: 10px; cursor: pointer; transition: background-color .14s cubic-bezier(.2,.7,.3,1); }
button:hover { background: var(--accent-hover); }
.verdict, .part > .verdict { margin: 1.25rem 0 0; padding: .75rem 1rem; border-radius: 10px; font-weight: 600; font-size: 1rem; background: var(--good-tint); color: var(--good); }
.part > .verdict.found { background: var(--warn-tint); color: var(--warn); }
.verdict.bad { background: var(--bad-tint); color: var(--bad); }
.wide { margin-block-start: 1rem; overflow-x: auto; background: var(--raised); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); }
table { inline-size: 100%; border-collapse: collapse; font-size: .9375rem; font-variant-numeric: tabular-nums; }
th, td { padding: .75rem clamp(.75rem, 3vw, 1.25rem); text-align: start; vertical-align: baseline; }
th { font-weight: 600; } thead th { color: var(--ink-2); font-size: .8125rem; }
tbody tr, .row + .row { border-block-start: 1px solid var(--line); }
.n { text-align: end; white-space: nowrap; }
.row { padding: 1rem clamp(1rem, 4vw, 1.5rem); }
.row .kv { margin: 0; }
.row details { margin-block-start: .5rem; font-size: .875rem; }
summary { inline-size: fit-content; padding-block: .75rem; line-height: 1.25rem; color: var(--accent); cursor: pointer; }
code { font: .8125rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.row details .kv { font-size: .875rem; }
@media (prefers-reduced-motion: reduce) { button { transition: none; } }
@media (max-width: 30rem) { nav { margin-inline-start: 0; } .line button { flex: 1 1 100%; } .kv { column-gap: 1rem; } }
@media (max-width: 30rem) { .mails li { grid-template-columns: minmax(0, 1fr); } }
`;
