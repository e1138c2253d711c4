/** Works through a list with at most so many under way at once. Where one fails, the others finish first: none runs on untracked. */
export async function eachAtOnce<T>(
  list: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...list];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(atOnce, queue.length) }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
