/** What a person reads on a finance page: numbers without currency signs and signs of thousands, minus as `-`. */
export type ReadPage = {
  /** Heading of each card by its id. */
  titles: Record<string, string>;
  /** The large figures: name, value, and the word about it. */
  figures: string[][];
  /** Rows of each card's table by the card's id, without the heads of columns. */
  cards: Record<string, string[][]>;
  /** "12 of 345" below a list. */
  more: string[];
  /** How many rows each file is said to have. */
  files: string[];
  text: string;
};

export function readPage(html: string): ReadPage {
  const sections = [
    ...html.matchAll(/<section class="card[^>]*aria-labelledby="([^"]+)">(.*?)<\/section>/gs),
  ];
  const inside = (mark: RegExp) => [...html.matchAll(mark)].map(([, found = '']) => wordsOf(found));
  return {
    titles: Object.fromEntries(
      sections.map(([, id = '', body = '']) => [id, wordsOf(/<h2[^>]*>(.*?)<\/h2>/s.exec(body)?.[1] ?? '')]),
    ),
    figures: figuresOf(html),
    cards: Object.fromEntries(
      sections.flatMap(([, id = '', body = '']) => (body.includes('<tbody') ? [[id, rowsOf(body)]] : [])),
    ),
    more: inside(/<div class="more">\s*<span>(.*?)<\/span>/gs).filter((text) => text !== ''),
    files: inside(/<span class="rows">(.*?)<\/span>/gs),
    text: wordsOf(html),
  };
}

function figuresOf(html: string): string[][] {
  const list = /<dl class="card kpis">(.*?)<\/dl>/s.exec(html)?.[1] ?? '';
  return [...list.matchAll(/<dt>(.*?)<\/dt>\s*<dd class="v">(.*?)<\/dd>\s*<dd class="n">(.*?)<\/dd>/gs)].map(
    ([, ...parts]) => parts.map(wordsOf),
  );
}

function rowsOf(body: string): string[][] {
  return [...body.replaceAll(/<thead.*?<\/thead>/gs, '').matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(
    ([, row = '']) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => wordsOf(cell)),
  );
}

function wordsOf(html: string): string {
  return html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll('−', '-')
    .replaceAll(/[$€£]/g, '')
    .replaceAll(/(?<=\d),(?=\d{3})/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\( | \)| (?=[,.])/g, (found) => found.trim())
    .trim();
}
