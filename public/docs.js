// The documentation works without this: it adds a button to each piece of code, and makes the theming page live.
const words = document.querySelector('[data-copy]')?.dataset ?? {};

// A page has one box as a rule: several with the same heading get a word more, for those who hear the page.
function whichOf(box) {
  const which = document.createElement('span');
  which.className = 'rs-vh';
  which.textContent = ` (${box.closest('[data-which]')?.dataset.which})`;
  return which;
}

for (const heading of document.querySelectorAll('[data-which] .rs-title')) heading.append(whichOf(heading));

// Whoever has tried a payment here would find the examples quiet; on this page they always show.
for (const box of document.querySelectorAll('reader-support')) {
  box.setAttribute('force', '');
  const heading = document.createElement('span');
  heading.slot = 'heading';
  heading.append(words.heading, whichOf(box));
  box.append(heading);
  customElements.whenDefined('reader-support').then(() => box.hidden && box.reset());
}

const said = document.createElement('p');
said.className = 'rs-vh';
said.setAttribute('role', 'status');
document.querySelector('main')?.append(said);

for (const block of document.querySelectorAll('.code')) {
  const code = block.querySelector('pre');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = words.copy;
  button.setAttribute('aria-label', `${words.copy}: ${block.querySelector('.code-label')?.textContent}`);
  button.addEventListener('click', async () => {
    const done = await navigator.clipboard?.writeText(code.textContent).then(
      () => true,
      () => false,
    );
    if (!done) getSelection()?.selectAllChildren(code);
    said.textContent = done ? words.copied : words.selected;
    button.textContent = done ? words.copied : words.copy;
    setTimeout(() => {
      button.textContent = words.copy;
      said.textContent = '';
    }, 4_000);
  });
  block.querySelector('.code-label')?.after(button);
}

const form = document.querySelector('form.theming');
if (form) live(form);

/** Shows what is typed as it is typed. The server computes it, so there is one formula and one set of words. */
function live(form) {
  let asked = new AbortController();
  let timer;
  const pickers = new Map();
  for (const field of form.querySelectorAll('[data-pick]')) {
    const picker = document.createElement('input');
    Object.assign(picker, { type: 'color', value: field.value });
    picker.setAttribute('aria-label', field.dataset.pick);
    picker.addEventListener('input', () => {
      field.value = picker.value;
    });
    field.before(picker);
    pickers.set(field.name, picker);
  }
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });

  async function ask() {
    asked.abort();
    asked = new AbortController();
    const query = new URLSearchParams(new FormData(form));
    const answer = await fetch(`/docs/theming.json?${query}`, {
      credentials: 'omit',
      signal: asked.signal,
    }).catch(() => null);
    if (!answer?.ok) return;
    show(await answer.json());
    history.replaceState(null, '', `?${query}`);
  }

  function show(view) {
    for (const theme of ['light', 'dark']) {
      const box = document.querySelector(`.sample-${theme} reader-support`);
      for (const [name, value] of Object.entries(view.properties[theme])) box?.style.setProperty(name, value);
    }
    for (const { id, words, isEnough } of view.pairs) {
      const cell = document.getElementById(id);
      if (!cell) continue;
      cell.textContent = words;
      cell.classList.toggle('is-poor', !isEnough);
    }
    const verdict = document.querySelector('.verdict');
    if (verdict.textContent !== view.verdict.words) verdict.textContent = view.verdict.words;
    verdict.classList.toggle('is-poor', !view.verdict.isEnough);
    document.querySelector('#styles code').textContent = view.styles;
    for (const field of form.querySelectorAll('.rs-input')) {
      const fault = view.faults[field.name];
      const hint = document.getElementById(`${field.name}-hint`);
      field.classList.toggle('is-invalid', fault !== undefined);
      if (fault === undefined) field.removeAttribute('aria-invalid');
      else field.setAttribute('aria-invalid', 'true');
      hint.textContent = fault ?? hint.dataset.hint;
      const picker = pickers.get(field.name);
      if (picker && fault === undefined) picker.value = hex(field.value);
    }
  }
}

/** A colour field takes the long form only. */
function hex(text) {
  const digits = text.trim().replace('#', '');
  return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`;
}
