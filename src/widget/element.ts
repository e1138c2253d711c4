import { css } from 'rs:styles';
import type { WidgetConfig } from '../checkout/contract.ts';
import { readChoice, startChoice, type BoxChoice, type ReadyChoice } from '../box/choice.ts';
import { boxRoot } from '../box/frame.ts';
import { decimalText, moneyText } from '../box/money-text.ts';
import type { BoxTexts } from '../box/texts.ts';
import { el, rich } from '../box/tree.ts';
import { box as en } from '../box/words/en.ts';
import { amountScreen, type AmountScreen } from './amount-screen.ts';
import { callOptions } from './call-options.ts';
import { inlineConfig, usable } from './configuration.ts';
import { toDom } from './dom.ts';
import type { BoxState, Host } from './host.ts';
import { kit } from './kit.ts';
import { loadWords } from './load-words.ts';
import { takeMarker } from './marker.ts';
import { isQuiet, keepQuiet } from './quiet.ts';
import { baseOf, campaignOf, headingLevelOf, langOf, wishOf } from './settings.ts';

/** Days of quiet after a payment. Monthly givers ask for longer on the page they manage it on. */
const QUIET_AFTER_PAYMENT_DAYS = 90;

/** One style sheet for every box of a page. Constructed, so a host that forbids inline styles allows it. */
let sheet: CSSStyleSheet | undefined;

/** `<reader-support>`: the box under an article. What it holds in the page stays until the box is ready. */
export class ReaderSupport extends HTMLElement {
  static readonly observedAttributes = [
    'src',
    'campaign',
    'lang',
    'currency',
    'frequency',
    'amount',
    'heading-level',
  ];

  readonly #internals = this.attachInternals();
  readonly #root = this.#internals.shadowRoot ?? this.attachShadow({ mode: 'open', delegatesFocus: true });
  #config: WidgetConfig | null = null;
  #state: BoxState = 'loading';
  #amounts: AmountScreen | undefined;
  #choice: BoxChoice | null = null;
  #texts: BoxTexts = en;
  #abort = new AbortController();
  #planned = false;
  /** The configuration came from the server, so another language or currency asks again. */
  #fetched = false;
  /** Hidden by the box, not by the page. */
  #hid = false;

  constructor() {
    super();
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    this.#root.adoptedStyleSheets = [sheet];
    if (!this.#root.firstChild) this.#root.append(document.createElement('slot'));
  }

  connectedCallback(): void {
    addEventListener('pageshow', this.#onShow);
    this.#plan();
  }

  disconnectedCallback(): void {
    removeEventListener('pageshow', this.#onShow);
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#amounts?.dispose();
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected) return;
    if (this.#fetched && ['src', 'lang', 'currency'].includes(name)) this.#config = null;
    this.reset();
  }

  /** The configuration, given instead of fetched. */
  get config(): WidgetConfig | null {
    return this.#config;
  }
  set config(value: WidgetConfig | null) {
    this.#fetched = false;
    this.#config = usable(value);
    this.#plan();
  }

  /** The present choice, or null while there is no valid one. */
  get value(): ReadyChoice | null {
    const choice = this.#amounts?.choice() ?? this.#choice;
    if (!this.#config || !choice) return null;
    const ready = readChoice(this.#config, choice);
    return 'fault' in ready ? null : ready;
  }
  set value(value: ReadyChoice | null) {
    const config = this.#config;
    if (!config || !value) return;
    const digits = config.currencies.find((offer) => offer.currency === value.currency)?.digits ?? 2;
    const amount = decimalText(value.amountMinor, digits);
    this.#showAmounts(startChoice(config, { ...value, amount }));
  }

  get state(): BoxState {
    return this.#state;
  }

  /** Back to the choice it opened with. */
  reset(): void {
    this.#choice = null;
    this.#plan();
  }

  /** Hides the box on this device for so many days. */
  quiet(days: number): void {
    keepQuiet(days);
    this.#hide('quiet');
  }

  openReminder(): void {
    void this.#showReminder();
  }

  /** Property and attribute changes of one moment make one drawing. */
  #plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    queueMicrotask(() => {
      this.#planned = false;
      if (this.isConnected) void this.#start();
    });
  }

  async #start(): Promise<void> {
    const marker = takeMarker();
    if (marker === 't') keepQuiet(QUIET_AFTER_PAYMENT_DAYS);
    else if (isQuiet() && !this.hasAttribute('force')) {
      this.#hide('quiet');
      return;
    }
    this.#config ??= inlineConfig(this) ?? (await this.#fetchConfig());
    const config = this.#config;
    if (config) this.#texts = await loadWords(config.lang, en);
    if (!this.isConnected) return;
    if (!config) this.#setState('fallback');
    else if (!config.open) this.#hide('closed');
    else {
      if (this.#hid) this.hidden = this.#hid = false;
      if (marker === 't') this.#showThanks(config);
      else this.#showAmounts(this.#choice ?? startChoice(config, wishOf(this)), marker === 'c');
      this.#emit('ready');
    }
  }

  async #fetchConfig(): Promise<WidgetConfig | null> {
    const query = new URLSearchParams({ lang: langOf(this) });
    const currency = this.getAttribute('currency');
    if (currency) query.set('currency', currency);
    const address = `${baseOf(this)}/v1/widget-config?${query}`;
    const { signal } = this.#abort;
    const config = await fetch(address, callOptions(signal))
      .then(async (response) => (response.ok ? usable(await response.json()) : null))
      .catch(() => null);
    this.#fetched = !!config;
    if (!config && !signal.aborted) this.#emit('error', { code: 'no_configuration' });
    return config;
  }

  #host(config: WidgetConfig): Host {
    const base = baseOf(this);
    const { lang, currencies } = config;
    return {
      view: {
        config,
        texts: this.#texts,
        money: moneyText(lang, currencies),
        headingLevel: headingLevelOf(this),
        giveUrl: `${base}/give`,
        slots: true,
      },
      base,
      campaign: campaignOf(this),
      showCurrency: !this.hasAttribute('no-currency'),
      showReminder: !this.hasAttribute('no-reminder'),
      signal: () => this.#abort.signal,
      show: (node, state) => {
        this.#show(node, state);
        this.#root.querySelector<HTMLElement>('.rs-title')?.focus();
      },
      setState: (state) => this.#setState(state),
      emit: (name, detail, cancelable) => this.#emit(name, detail, cancelable),
      openReminder: () => this.openReminder(),
      closeReminder: () => {
        this.#showAmounts(this.#choice);
        this.#amounts?.focusRemind();
      },
    };
  }

  #showAmounts(choice: BoxChoice | null, cameBack = false): void {
    if (!this.#config || !choice) return;
    this.#choice = choice;
    const screen = amountScreen(this.#host(this.#config), choice, cameBack);
    this.#show(screen.node, cameBack ? 'back' : 'form');
    this.#amounts = screen;
  }

  /** Most readers never ask for it, so the panel is a file of its own, loaded when they do. */
  async #showReminder(): Promise<void> {
    const config = this.#config;
    if (!config) return;
    const panel = await import('rs:reminder').catch(() => this.#amounts?.remindAway());
    if (!panel || !this.isConnected || this.#state === 'reminder') return;
    panel.take(kit);
    sheet?.replaceSync(css + panel.css);
    this.#choice = this.#amounts?.choice() ?? this.#choice;
    await panel.openPanel(this.#host(config));
  }

  #showThanks({ lang }: WidgetConfig): void {
    const words = rich(this.#texts.thanks);
    const line = el('p', { class: 'rs-line', role: 'status' }, words);
    this.#show(toDom(boxRoot(lang, {}, {}, line)) as Node, 'supporter');
  }

  #show(node: Node, state: BoxState): void {
    this.#amounts?.dispose();
    this.#amounts = undefined;
    this.#root.replaceChildren(node);
    this.#setState(state);
  }

  /** Nothing to see, and no reason given: the page around must not learn who has paid. */
  #hide(state: 'quiet' | 'closed'): void {
    this.hidden = this.#hid = true;
    this.#setState(state);
    this.#emit('hidden');
  }

  #setState(state: BoxState): void {
    try {
      this.#internals.states.delete(this.#state);
      this.#internals.states.add(state);
    } catch {
      // Older browsers have no custom states.
    }
    this.#state = state;
  }

  #emit(name: string, detail: object = {}, cancelable = false): boolean {
    return this.dispatchEvent(
      new CustomEvent(`rs-${name}`, { detail, cancelable, bubbles: true, composed: true }),
    );
  }

  /** A page restored by the browser's Back stands as it was left: busy. Nothing was charged. */
  readonly #onShow = (event: PageTransitionEvent): void => {
    if (event.persisted && this.#amounts) this.#showAmounts(this.#amounts.choice(), this.#state === 'busy');
  };
}
