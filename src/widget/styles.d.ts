// build.mjs fills this in: public/tokens.css and public/box.css, joined and minified.
declare module 'rs:styles' {
  export const css: string;
}
