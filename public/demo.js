// The demo's switches show every state of the box for real. Where a state follows only from what a reader does,
// this does it: it presses the box's own buttons, and paints nothing. No page of a publisher loads it.
(() => {
  const KEY = 'rs';
  const read = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const before = read();
  /** Looking at a state must not hide the box on the next visit. */
  const forget = () => {
    try {
      if (before === null) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, before);
    } catch {
      // Nothing was stored either.
    }
  };
  // As a device stands on the day after its quiet ones.
  if (new URLSearchParams(location.search).get('state') === 'again')
    try {
      localStorage.setItem(KEY, JSON.stringify({ v: 1, q: Math.floor(Date.now() / 864e5) - 1 }));
    } catch {
      // Then there are no quiet days on this device.
    }
  const find = (box, selector) => box.shadowRoot.querySelector(selector);
  const press = (box) => find(box, 'button[type=submit]').click();
  const DO = {
    invalid: press,
    busy: press,
    offline: press,
    limited: press,
    reminder: (box) => {
      // By then the box has kept the day of a press on its calendar button.
      box.addEventListener('click', forget);
      box.openReminder();
    },
    inbox: (box) => {
      box.addEventListener('rs-remind-set', forget);
      box.addEventListener('rs-remind-open', () => {
        find(box, 'input[type=email]').value = 'reader@example.net';
        press(box);
      });
      box.openReminder();
    },
    quiet: (box) => {
      box.quiet(1);
      forget();
    },
    supporter: forget,
    again: forget,
  };
  const onReady = ({ target }) => {
    DO[target.dataset.preview]?.(target);
    // In the frame of a width the box is what there is to see; its arrival moved it.
    if (window !== window.parent) target.scrollIntoView();
  };
  document.addEventListener('rs-ready', onReady, { once: true });
})();
