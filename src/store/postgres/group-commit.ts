/** Work of several callers that is written at once; each gets its own result. */
type Waiting<In, Out> = { work: In; resolve: (result: Out) => void; reject: (error: unknown) => void };

/** How groups are written, and when an error is nobody's own. */
type Ways<In, Out> = {
  /** Writes all or nothing; a result for each, in their order. */
  write: (group: readonly In[]) => Promise<Out[]>;
  /** True where the next try would fail as well: all fail at once. */
  strikesAll: (error: unknown) => boolean;
  /** Callers that are written at once at most. */
  most: number;
};

/**
 * One flush to disk costs more than all the rest of a small write, so everything that arrives while a flush is under way
 * goes into the next one. Each caller is answered after its flush, never before; one that cannot be written fails alone.
 */
export function groupCommit<In, Out>({ write, strikesAll, most }: Ways<In, Out>): (work: In) => Promise<Out> {
  let waiting: Waiting<In, Out>[] = [];
  let isWriting = false;

  async function flushAll(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await flush(group);
    }
    isWriting = false;
  }

  async function flush(group: readonly Waiting<In, Out>[]): Promise<void> {
    try {
      const results = await write(group.map(({ work }) => work));
      group.forEach(({ resolve }, i) => resolve(results[i] as Out));
    } catch (error) {
      if (group.length > 1 && !strikesAll(error)) {
        // By halves, until the one that cannot be written is alone.
        const half = Math.ceil(group.length / 2);
        await flush(group.slice(0, half));
        return flush(group.slice(half));
      }
      for (const { reject } of group) reject(error);
    }
  }

  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push({ work, resolve, reject });
      if (isWriting) return;
      isWriting = true;
      // What arrives in the same moment is in the first group already.
      setImmediate(() => void flushAll());
    });
}
