/** Takes `rs` out of the address, so that a reload or a shared link does not say it again. */
export function takeMarker(): 't' | 'c' | null {
  const url = new URL(location.href);
  const marker = url.searchParams.get('rs');
  if (marker !== 't' && marker !== 'c') return null;
  url.searchParams.delete('rs');
  history.replaceState(history.state, '', url);
  return marker;
}
