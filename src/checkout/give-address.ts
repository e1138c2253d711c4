/** A choice in an address; the same names as in the page's own form. */
export type GiveChoice = {
  frequency?: string | undefined;
  amount?: string | number | undefined;
  currency?: string | undefined;
  campaign?: string | undefined;
  lang?: string | undefined;
};

/** The give page with a choice made. It creates nothing: a link may be opened by mail scanners and previews. */
export function giveAddress(base: string, choice: GiveChoice): string {
  const query = queryOf(choice, ['frequency', 'amount', 'currency', 'campaign', 'lang']);
  return `${base}/give${query === '' ? '' : `?${query}`}`;
}

/** Where a content system that is given a page's address finds the frame to show instead. */
export function oembedAddress(base: string, page: string): string {
  return `${base}/oembed?url=${encodeURIComponent(page)}`;
}

/** The named parts that are set, in the order of the names, so that one choice has one address. */
export function queryOf<T extends Record<string, unknown>>(
  values: T,
  names: readonly (keyof T & string)[],
): string {
  const query = new URLSearchParams();
  for (const name of names) if (values[name] !== undefined) query.set(name, String(values[name]));
  return query.toString();
}
