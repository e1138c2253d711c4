import { css } from 'rs:styles';
import type { WidgetConfig } from '../checkout/contract.ts';
import { readChoice, startChoice, withAmount, type BoxChoice, type ReadyChoice } from '../box/choice.ts';
import type { BoxView } from '../box/frame.ts';
import { decimalText, moneyText } from '../box/money-text.ts';
import { boxTexts, type BoxTexts } from '../box/texts.ts';
import { amountScreen, type AmountScreen } from './amount-screen.ts';
import { inlineConfig, usable } from './configuration.ts';
import type { BoxState, Host, Screen } from './host.ts';
import { takeMarker } from './marker.ts';
import { isQuiet, keepQuiet } from './quiet.ts';
import { inboxScreen, reminderScreen } from './reminder-screen.ts';
import { serverAt } from './server.ts';
import { baseOf, campaignOf, headingLevelOf, langOf, wishOf } from './settings.ts';
import { thanksScreen } from './thanks-screen.ts';

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

  readonly #root: ShadowRoot;
  readonly #internals: ElementInternals;
  #config: WidgetConfig | null = null;
  #strings: Partial<BoxTexts> = {};
  #state: BoxState = 'loading';
  #screen: Screen | null = null;
  #amounts: AmountScreen | null = null;
  #choice: BoxChoice | null = null;
  #abort = new AbortController();
  #planned = false;
  /** The configuration came from the server, so another language or currency asks again. */
  #fetched = false;
  /** Hidden by the box, not by the page. */
  #hid = false;

  constructor() {
    super();
    this.#internals = this.attachInternals();
    this.#root = this.#internals.shadowRoot ?? this.attachShadow({ mode: 'open', delegatesFocus: true });
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    this.#root.adoptedStyleSheets = [sheet];
    if (this.#root.childNodes.length === 0) this.#root.append(document.createElement('slot'));
  }

  connectedCallback(): void {
    if (!this.#screen) this.#setState('loading');
    addEventListener('pageshow', this.#onShow);
    this.#plan();
  }

  disconnectedCallback(): void {
    removeEventListener('pageshow', this.#onShow);
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#screen?.dispose();
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected) return;
    if (this.#fetched && ['src', 'lang', 'currency'].includes(name)) this.#config = null;
    this.#choice = null;
    this.#plan();
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

  /** Replaces single texts. */
  get strings(): Partial<BoxTexts> {
    return this.#strings;
  }
  set strings(value: Partial<BoxTexts>) {
    this.#strings = value;
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
    const start = startChoice(config, { frequency: value.frequency, currency: value.currency });
    this.#showAmounts(withAmount(config, start, decimalText(value.amountMinor, digits)));
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
    keepQuiet(days, Date.now());
    this.#hide('quiet');
  }

  openReminder(): void {
    this.#showReminder();
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
    if (marker === 't') keepQuiet(QUIET_AFTER_PAYMENT_DAYS, Date.now());
    else if (isQuiet(Date.now()) && !this.hasAttribute('force')) {
      this.#hide('quiet');
      return;
    }
    this.#config ??= inlineConfig(this);
    if (this.#config === null) {
      this.#config = await this.#fetchConfig();
      this.#fetched = this.#config !== null;
    }
    const config = this.#config;
    if (!this.isConnected) return;
    if (!config) {
      this.#setState('fallback');
      return;
    }
    if (!config.open) {
      this.#hide('closed');
      return;
    }
    if (this.#hid) this.hidden = this.#hid = false;
    if (marker === 't') this.#showThanks();
    else this.#showAmounts(this.#choice ?? startChoice(config, wishOf(this)), marker === 'c');
    this.#emit('ready');
  }

  async #fetchConfig(): Promise<WidgetConfig | null> {
    const query = new URLSearchParams({ lang: langOf(this) });
    const currency = this.getAttribute('currency');
    if (currency) query.set('currency', currency);
    const outcome = await this.#server().config(query);
    if (outcome.kind === 'ok') return usable(outcome.value);
    if (outcome.kind !== 'aborted') this.#emit('error', { code: 'no_configuration' });
    return null;
  }

  #server() {
    return serverAt(baseOf(this), () => this.#abort.signal);
  }

  #host(config: WidgetConfig): Host {
    const base = baseOf(this);
    const view: BoxView = {
      config,
      texts: { ...boxTexts(config.lang), ...this.#strings },
      money: moneyText(config.lang, config.currencies),
      headingLevel: headingLevelOf(this),
      giveUrl: `${base}/give`,
      slots: true,
    };
    return {
      view,
      base,
      server: this.#server(),
      campaign: campaignOf(this),
      showCurrency: !this.hasAttribute('no-currency'),
      showReminder: !this.hasAttribute('no-reminder'),
      setState: (state) => this.#setState(state),
      emit: (name, detail, cancelable) => this.#emit(name, detail, cancelable),
      openReminder: () => this.#showReminder(),
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
    this.#show(screen, cameBack ? 'back' : 'form');
    this.#amounts = screen;
  }

  #showReminder(): void {
    if (!this.#config) return;
    this.#choice = this.#amounts?.choice() ?? this.#choice;
    const host = this.#host(this.#config);
    const screen = reminderScreen(host, (sent) => {
      this.#show(
        inboxScreen(host, sent, () => this.#showReminder()),
        'inbox',
      );
      this.#focusHeading();
      this.#emit('remind-set');
    });
    this.#show(screen, 'reminder');
    this.#focusHeading();
    this.#emit('remind-open');
  }

  #showThanks(): void {
    if (!this.#config) return;
    this.#show(thanksScreen(this.#host(this.#config).view), 'supporter');
  }

  #focusHeading(): void {
    this.#root.querySelector<HTMLElement>('.rs-title')?.focus();
  }

  #show(screen: Screen, state: BoxState): void {
    this.#screen?.dispose();
    this.#screen = screen;
    this.#amounts = null;
    this.#root.replaceChildren(screen.node);
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
