/** How long a box must be in view before it counts as seen. */
const SEEN_MS = 1_000;

/** Tells once that half of the box was in view for a second. */
export function whenSeen(box: HTMLElement, tell: () => void): void {
  let timer: ReturnType<typeof setTimeout>;
  const eye = new IntersectionObserver(
    (entries) => {
      clearTimeout(timer);
      if ((entries.pop()?.intersectionRatio ?? 0) < 0.5) return;
      timer = setTimeout(() => {
        eye.disconnect();
        tell();
      }, SEEN_MS);
    },
    { threshold: 0.5 },
  );
  eye.observe(box);
}
