// For the page around a frame of the box: gives the frame the height that it asks for. It listens to the one
// server that this file came from, and sets nothing but a height. With a return from the payment page it tells
// the frame that the box may keep quiet, as the box itself does where it stands in the page.
const home = new URL(import.meta.url).origin;
const frames = () =>
  [...document.querySelectorAll('iframe')].filter(({ src }) => src.startsWith(`${home}/embed/frame`));

addEventListener('message', ({ origin, source, data }) => {
  if (origin !== home || data?.type !== 'rs-height' || !(data.height >= 0 && data.height < 10_000)) return;
  for (const frame of frames()) {
    if (frame.contentWindow === source) frame.style.height = `${Math.ceil(data.height)}px`;
  }
});

const address = new URL(location.href);
const paid = address.searchParams.get('rs') === 't';
if (paid && frames().length > 0) {
  address.searchParams.delete('rs');
  history.replaceState(history.state, '', address);
}
// A frame that was there first has spoken to nobody: ask it again.
const hello = (frame) => frame.contentWindow?.postMessage({ type: 'rs-hello', paid }, home);
for (const frame of frames()) {
  hello(frame);
  frame.addEventListener('load', () => hello(frame));
}
