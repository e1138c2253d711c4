// Inside the frame: tells the page around how tall the box is, and leads the whole tab to the payment page.
// The page around may be of two origins only: the one that the server wrote here after finding it on the
// publisher's list, and this server's own, for its documentation. Which of the two it is, its hello says.
const { parent: listed, return: returnTo } = document.documentElement.dataset;
const box = document.querySelector('reader-support');
/** Days of quiet after a payment, as in the box itself: a single one, and one that repeats. */
const QUIET_DAYS = { t: 90, l: 250 };
let around = null;

function tell() {
  if (around === null) return;
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  parent.postMessage({ type: 'rs-height', height }, around);
}
new ResizeObserver(tell).observe(document.body);

addEventListener('message', ({ origin, source, data }) => {
  if (source !== parent || ![listed, location.origin].includes(origin)) return;
  if (data?.type !== 'rs-hello') return;
  around = origin;
  tell();
  const days = QUIET_DAYS[data.paid];
  if (days) customElements.whenDefined('reader-support').then(() => box?.quiet(days));
});
// Says no more than that a frame is there, which the page around knows.
if (parent !== window) parent.postMessage({ type: 'rs-ready' }, '*');

// The payment page stands in no frame. A form sent to the whole tab goes where a script may not go after waiting
// for an answer: browsers let a sandboxed frame move the tab only at the press of a button.
const bytes = crypto.getRandomValues(new Uint8Array(16));
const key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
box?.addEventListener('rs-submit', (event) => {
  event.preventDefault();
  const { frequency, currency, amountMinor } = event.detail;
  const digits = box.config.currencies.find((offer) => offer.currency === currency)?.digits ?? 2;
  const amount = (amountMinor / 10 ** digits).toFixed(Math.min(digits, 2));
  const fields = {
    frequency,
    [`amount_${frequency}`]: amount,
    currency,
    campaign: box.getAttribute('campaign'),
    lang: box.config.lang,
    return: returnTo,
    key,
  };
  const form = document.createElement('form');
  Object.assign(form, { method: 'post', action: '../give', target: '_top', hidden: true });
  for (const [name, value] of Object.entries(fields)) {
    if (value) form.append(Object.assign(document.createElement('input'), { name, value }));
  }
  document.body.append(form);
  form.submit();
  form.remove();
});

// A sandboxed frame opens no new tab, so its links take the one it is in.
addEventListener(
  'click',
  (event) => {
    const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
    if (link?.target === '_blank') link.target = '_top';
  },
  true,
);
