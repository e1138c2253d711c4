/** What the way back from the payment page says: turned back, paid, or paid with a longer quiet ahead. */
export type Marker = 'c' | 't' | 'l';

/** A marker, and behind the first of them what was chosen: frequency, amount in whole units, currency. */
type Taken = [marker?: Marker, frequency?: string, amount?: string, currency?: string];

/**
 * Takes `rs` off the end of the address, so that a reload or a shared link does not say it again. The service
 * puts it behind the `#`, where no server's log sees it; in the query it is understood as well.
 */
export function takeMarker(): Taken {
  const { href } = location;
  const [mark, taken] = /[?&#]rs=([ctl][\w,.]*)$/.exec(href) ?? [];
  if (mark) history.replaceState(history.state, '', href.slice(0, -mark.length));
  return (taken?.split(',') ?? []) as Taken;
}
