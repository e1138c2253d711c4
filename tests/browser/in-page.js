// Runs inside the page: `look` measures what a reader sees. A plain script, because it is handed to the
// browser as it stands.
globalThis.look = (() => {
  const roots = (root = document) => [
    root,
    ...[...root.querySelectorAll('*')].flatMap((e) => (e.shadowRoot ? roots(e.shadowRoot) : [])),
  ];
  const all = (selector) => roots().flatMap((root) => [...root.querySelectorAll(selector)]);
  const name = (e) => {
    const words = (e.getAttribute('aria-label') ?? e.innerText ?? e.value ?? '').trim().slice(0, 40);
    return `${e.localName}${e.id ? `#${e.id}` : ''}${e.className ? `.${String(e.className.baseVal ?? e.className).split(' ')[0]}` : ''} "${words}"`;
  };
  const parent = (e) => e.assignedSlot ?? e.parentElement ?? e.getRootNode().host ?? null;
  const closest = (e, selector) => {
    for (let at = e; at; at = parent(at)) if (at.matches(selector)) return at;
    return null;
  };
  const shown = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: false });
  /** Hidden from the eye on purpose: words for screen readers, the skip link before it has the focus. */
  const aside = (e) => {
    for (let at = e; at; at = parent(at))
      if (at.matches('.skip') || getComputedStyle(at).clipPath === 'inset(50%)') return true;
    return false;
  };

  /** Text nodes that are drawn, with the boxes of their lines. */
  function texts() {
    const found = [];
    for (const root of roots()) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const e = node.parentElement ?? root.host;
        if (!node.data.trim() || !e || !shown(e) || aside(e) || e.localName === 'option') continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const lines = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
        if (lines.length) found.push({ e, text: node.data.trim(), lines });
      }
    }
    return found;
  }

  /** What is cut, covered or pushed out sideways; empty where everything can be read. */
  function layout() {
    const wrong = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) wrong.push(`scrolls sideways: ${scrollWidth} > ${clientWidth}`);
    for (const { e, text, lines } of texts()) {
      const scroller = closest(e, '[data-scrolls], [tabindex="0"]');
      const frames = [
        closest(e, 'button, label, .rs-btn, [part~=notice], [part~=field], li'),
        // What scrolls in a frame of its own may be wider than the page.
        scroller ? null : closest(e, '[part~=root], main'),
      ].filter(Boolean);
      for (const line of lines) {
        if ((line.left < -0.5 || line.right > clientWidth + 0.5) && !scroller)
          wrong.push(`outside the page: ${name(e)} "${text.slice(0, 30)}"`);
        for (const frame of frames) {
          const f = frame.getBoundingClientRect();
          if (line.left < f.left - 0.5 || line.right > f.right + 0.5)
            wrong.push(`wider than ${name(frame)}: "${text.slice(0, 30)}"`);
          // A tall letter may stand a little over its line box; a whole line may not.
          if (line.bottom > f.bottom + 3 || line.top < f.top - 3)
            wrong.push(`higher than ${name(frame)}: "${text.slice(0, 30)}"`);
        }
      }
      for (let at = e; at; at = parent(at)) {
        if (aside(at)) break;
        const { overflowX, overflowY } = getComputedStyle(at);
        if (/hidden|clip/.test(overflowX) && at.scrollWidth > at.clientWidth + 1)
          wrong.push(`cut sideways by ${name(at)}: "${text.slice(0, 30)}"`);
        if (/hidden|clip/.test(overflowY) && at.scrollHeight > at.clientHeight + 1)
          wrong.push(`cut below by ${name(at)}: "${text.slice(0, 30)}"`);
      }
    }
    for (const e of all('select, input:not([type=radio], [type=hidden])')) {
      if (!shown(e)) continue;
      const { left, right } = e.getBoundingClientRect();
      if (left < -0.5 || right > clientWidth + 0.5) wrong.push(`outside the page: ${name(e)}`);
    }
    return [...new Set([...wrong, ...overlaps()])];
  }

  /** Lines of different texts that lie over each other. */
  function overlaps() {
    const lines = texts().flatMap(({ e, text, lines }) =>
      lines.map((line) => ({ e, text, line, middle: (line.top + line.bottom) / 2 })),
    );
    const wrong = [];
    lines.forEach((a, i) => {
      for (const b of lines.slice(i + 1)) {
        const side = Math.min(a.line.right, b.line.right) - Math.max(a.line.left, b.line.left);
        const over = Math.min(a.line.bottom, b.line.bottom) - Math.max(a.line.top, b.line.top);
        const small = Math.min(a.line.height, b.line.height);
        if (side > 1 && over > small * 0.4)
          wrong.push(`"${a.text.slice(0, 24)}" over "${b.text.slice(0, 24)}"`);
      }
    });
    return wrong;
  }

  /** Controls with a smaller side below `least` px. A link inside a sentence is as high as its line; a box inside its label is pressed by the label. */
  function targets(least) {
    const wrong = [];
    for (const e of all(
      'a[href], button, select, input:not([type=hidden], [type=radio], label [type=checkbox]), label:has(input)',
    )) {
      if (!shown(e) || aside(e) || e.closest('[part~=field]') !== null) continue;
      const { width, height } = e.getBoundingClientRect();
      const inSentence =
        e.localName === 'a' &&
        getComputedStyle(e).display === 'inline' &&
        // A sentence that is a link as a whole, in the list of what is to be mended, is one, too.
        ((parent(e)?.innerText ?? '').trim() !== e.innerText.trim() || !!closest(e, '[role=alert]'));
      if (!inSentence && Math.min(width, height) < least - 0.5)
        wrong.push(`${name(e)} is ${Math.round(width)} x ${Math.round(height)}`);
    }
    return wrong;
  }

  /** The height of Continue as it is drawn. */
  const buttonHeight = () => all('[part=submit]').find(shown)?.getBoundingClientRect().height ?? null;

  const focused = () => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at;
  };

  /** Who has the focus, and how a reader sees it; null where the page itself has it. */
  function focus() {
    const e = focused();
    if (!e || e === document.body) return null;
    // A radio is drawn by its label, a field by its frame.
    const drawn = [e, e.closest('label'), e.closest('[part~=field]')].filter(Boolean);
    const ring = drawn
      .map((one) => getComputedStyle(one))
      .find((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
    // The calendar button inside a date field has the focus for itself, and the browser's own ring.
    const inner = e.type === 'date' && !e.matches(':focus') ? '2px inside' : null;
    const { top, bottom } = (e.closest('label') ?? e).getBoundingClientRect();
    return {
      name: e.name || e.id || e.innerText?.trim() || e.localName,
      ring: ring ? `${ring.outlineWidth} ${ring.outlineColor}` : inner,
      inView: bottom > 0 && top < innerHeight,
    };
  }

  /** Everything that moves right now, as `animation name or property`. */
  const moving = () =>
    roots()
      .flatMap((root) => root.getAnimations?.() ?? [])
      .filter(({ playState }) => playState === 'running')
      .map((one) => one.animationName ?? one.transitionProperty);

  /** Elements, classes, ids, parts and slots that the box or a page of ours puts into a document. */
  const names = () => [
    ...new Set(
      all('*').flatMap((e) => [
        ...(e.localName.includes('-') ? [e.localName] : []),
        ...(e.id ? [e.id] : []),
        ...e.classList,
        ...(e.part ?? []),
      ]),
    ),
  ];

  return { all, roots, shown, layout, targets, buttonHeight, focus, moving, names, texts };
})();
