/** What the way back from the payment page says: turned back, paid, or paid with a longer quiet ahead. */
export type Marker = 'c' | 't' | 'l';

/**
 * Takes `rs` off the end of the address, so that a reload or a shared link does not say it again. The service
 * puts it behind the `#`, where no server's log sees it; in the query it is understood as well.
 */
export function takeMarker(): Marker | undefined {
  const { href } = location;
  const [mark, marker] = /[?&#]rs=([ctl])$/.exec(href) ?? [];
  if (mark) history.replaceState(history.state, '', href.slice(0, -mark.length));
  return marker as Marker | undefined;
}
