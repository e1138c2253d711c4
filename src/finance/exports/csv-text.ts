// RFC 4180: commas, CRLF, quotes doubled. Excel, LibreOffice and Google Sheets run a cell that begins like
// a formula, also after white space or an invisible sign: such text gets an apostrophe in front.

const FORMULA_START = /^[\s\p{Cc}\p{Cf}]*[=+\-@|%＝＋－＠]|^[\p{Cc}\p{Cf}\u2028\u2029]/u;
const NEEDS_QUOTES = /[",;\r\n\t]|^\s|\s$/;
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9_.:-]*$/;

/** Whether a text is like ids, kinds and dates: neither a formula nor anything to quote or escape. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** Whether a spreadsheet may take a text for a formula. */
export function mayStartFormula(text: string): boolean {
  return FORMULA_START.test(text);
}

/** One line with its end. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => csvText(cell)).join(',')}\r\n`;
}

/** A text cell that no spreadsheet takes for a formula. */
export function csvText(text: string): string {
  if (isPlain(text)) return text;
  const guarded = mayStartFormula(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
