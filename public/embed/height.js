// For the page around a frame of the box: gives the frame the height that it asks for. It listens to the one
// server that this file came from, and sets nothing but a height. After a return from the payment page it tells
// the frame that the box may keep quiet, as the box itself does where it stands in the page.
const home = new URL(import.meta.url).origin;
const frames = () =>
  [...document.querySelectorAll('iframe')].filter(({ src }) => src.startsWith(`${home}/embed/frame`));
/** Frames that have been told under their own origin. */
const greeted = new WeakSet();

const [mark, marker] = /#rs=([tl])$/.exec(location.href) ?? [];
const paid = frames().length > 0 ? marker : undefined;
if (paid) history.replaceState(history.state, '', location.href.slice(0, -mark.length));

addEventListener('message', ({ origin, source, data }) => {
  const frame = frames().find(({ contentWindow }) => contentWindow === source);
  if (origin !== home || !frame) return;
  if (data?.type === 'rs-ready' || !greeted.has(frame)) source.postMessage({ type: 'rs-hello', paid }, home);
  greeted.add(frame);
  if (data?.type === 'rs-height' && data.height >= 0 && data.height < 10_000)
    frame.style.height = `${Math.ceil(data.height)}px`;
});

// A frame that was there before this script has called into the void: one greeting more. Whatever else may stand
// in it learns nothing from it.
for (const { contentWindow } of frames()) contentWindow?.postMessage({ type: 'rs-hello' }, '*');
