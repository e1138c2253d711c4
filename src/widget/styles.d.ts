// build.mjs fills these in: public/tokens.css and public/box.css, joined and minified, and the panel's file.
declare module 'rs:styles' {
  export const css: string;
}
declare module 'rs:ru' {
  export { ru } from '../box/ru.ts';
}
declare module 'rs:continue' {
  export const take: (kit: typeof import('./kit.ts').kit) => void;
  export { afterContinue } from './continue.ts';
}
declare module 'rs:reminder' {
  /** The rules that only the panel needs. */
  export const css: string;
  export const take: (kit: typeof import('./kit.ts').kit) => void;
  export const openPanel: typeof import('./reminder-screen.ts').openPanel;
}
