// build.mjs fills these in: each file's share of the style sheets, the files loaded later, the names of the texts.
declare module 'rs:styles' {
  export const css: string;
}
declare module 'rs:names' {
  /** Every text: by its name in the bundle, its name in the sources. */
  export const names: Readonly<Record<string, string>>;
}
declare module 'rs:continue' {
  import type { kit } from './kit.ts';

  /** The rules that only this file needs; so below. */
  export const css: string;
  export const take: (kit: typeof kit) => void;
  export { afterContinue } from './continue.ts';
}
declare module 'rs:reminder' {
  import type { kit } from './kit.ts';

  export const css: string;
  export const take: (kit: typeof kit) => void;
  export { openPanel } from './reminder-screen.ts';
}
declare module 'rs:more' {
  import type { kit } from './kit.ts';

  export const css: string;
  export const take: (kit: typeof kit) => void;
  export { dress, sayBack, thanksLine } from './more/more.ts';
  export { hint } from './more/hints.ts';
}
/** The files loaded later, by their names. */
declare module 'rs:later' {
  import type * as Continue from 'rs:continue';
  import type * as More from 'rs:more';
  import type * as Reminder from 'rs:reminder';

  export type Later = { continue: typeof Continue; more: typeof More; reminder: typeof Reminder };
}
