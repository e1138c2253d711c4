/** Objects of one kind in the order they were made, found by id and by the keys it is indexed on. */
export type Collection<T extends { id: string }, Index extends string = never> = {
  add(item: T): T;
  get(id: string): T | undefined;
  has(id: string): boolean;
  /** Oldest first. */
  all(): readonly T[];
  by(index: Index, key: string): readonly T[];
  /** Where the object stands among all that were ever made; lists are ordered by it. */
  sequenceOf: (id: string) => number | undefined;
  remove(id: string): void;
  /** Forgets the oldest objects while they match. */
  dropOldestWhile(isOld: (item: T) => boolean): void;
  size(): number;
  clear(): void;
};

/** Makes an empty collection; an index with no key for an object leaves that object out. */
export function makeCollection<T extends { id: string }, Index extends string = never>(
  indexes: Record<Index, (item: T) => string | null | undefined>,
): Collection<T, Index> {
  const items: T[] = [];
  let forgotten = 0;
  let sequence = 0;
  const byId = new Map<string, { item: T; sequence: number }>();
  const names = Object.keys(indexes) as Index[];
  const tables = new Map<Index, Map<string, T[]>>(names.map((name) => [name, new Map()]));

  function addToIndexes(item: T): void {
    for (const name of names) {
      const key = indexes[name](item);
      if (key === null || key === undefined) continue;
      const table = tables.get(name)!;
      const row = table.get(key);
      if (row === undefined) table.set(key, [item]);
      else row.push(item);
    }
  }

  return {
    add(item) {
      items.push(item);
      byId.set(item.id, { item, sequence: sequence++ });
      addToIndexes(item);
      return item;
    },
    get: (id) => byId.get(id)?.item,
    has: (id) => byId.has(id),
    all() {
      if (forgotten > 0) items.splice(0, forgotten);
      forgotten = 0;
      return items;
    },
    by: (index, key) => tables.get(index)?.get(key) ?? [],
    sequenceOf: (id) => byId.get(id)?.sequence,
    remove(id) {
      const found = byId.get(id);
      if (found === undefined) return;
      byId.delete(id);
      items.splice(items.indexOf(found.item), 1);
    },
    dropOldestWhile(isOld) {
      // The array is cut only once the waste is large, so that dropping stays cheap in bulk.
      for (let oldest = items[forgotten]; oldest !== undefined && isOld(oldest); oldest = items[forgotten]) {
        byId.delete(oldest.id);
        forgotten++;
      }
      if (forgotten > 5000) {
        items.splice(0, forgotten);
        forgotten = 0;
      }
    },
    size: () => byId.size,
    clear() {
      items.length = 0;
      forgotten = 0;
      byId.clear();
      for (const table of tables.values()) table.clear();
    },
  };
}
