// build.mjs fills these in: public/tokens.css and public/box.css, joined and minified, and the panel's file.
declare module 'rs:styles' {
  export const css: string;
}
declare module 'rs:continue' {
  import type { kit } from './kit.ts';

  export const take: (kit: typeof kit) => void;
  export { afterContinue } from './continue.ts';
}
declare module 'rs:reminder' {
  import type { kit } from './kit.ts';

  /** The rules that only the panel needs. */
  export const css: string;
  export const take: (kit: typeof kit) => void;
  export { openPanel } from './reminder-screen.ts';
}
