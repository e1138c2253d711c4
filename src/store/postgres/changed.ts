/** How many rows a statement changed. */
export async function changed(statement: PromiseLike<{ rowCount: number | null }>): Promise<number> {
  return (await statement).rowCount ?? 0;
}

/** The first row; null where there is none. */
export async function firstOf<Row>(statement: PromiseLike<Row[]>): Promise<Row | null> {
  return (await statement)[0] ?? null;
}
