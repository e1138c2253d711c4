/** Waits for a condition that the watchers are told to look at again, and no longer than given. */
export function until(
  watchers: Set<() => void>,
  isReached: () => boolean,
  timeoutMs: number,
  what: () => string,
): Promise<void> {
  if (isReached()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(new Error(what())), timeoutMs);
    const watch = () => {
      if (isReached()) finish();
    };
    function finish(error?: Error): void {
      clearTimeout(timer);
      watchers.delete(watch);
      if (error === undefined) resolve();
      else reject(error);
    }
    watchers.add(watch);
  });
}
