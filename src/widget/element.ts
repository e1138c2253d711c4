import type { WidgetConfig } from '../checkout/contract.ts';
import { offerOf, readChoice, startChoice, type BoxChoice, type ReadyChoice } from '../box/choice.ts';
import { decimalText, moneyText } from '../box/money-text.ts';
import type { BoxTexts } from '../box/texts.ts';
import { box as en } from '../box/words/en.ts';
import { amountScreen, type AmountScreen } from './amount-screen.ts';
import { fetchConfig, inlineConfig, usable } from './configuration.ts';
import type { BoxState, Host } from './host.ts';
import { loadWords } from './load-words.ts';
import { takeMarker } from './marker.ts';
import { keepQuiet, quietDays } from './quiet.ts';
import { servedChoice } from './read-form.ts';
import { whenSeen } from './seen.ts';
import { baseOf, campaignOf, headingLevelOf, langOf, wishOf } from './settings.ts';
import { load, sheet } from './sheet.ts';
import { LONGEST_DAYS } from './stored.ts';

/** Days of quiet after a payment: a single one, and one that repeats. */
const QUIET_DAYS = { c: 0, t: 90, l: 250 };

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
  #strings: Record<string, string> | null = null;
  #state: BoxState = 'loading';
  #host: Host | undefined;
  #amounts: AmountScreen | undefined;
  #choice: BoxChoice | null = null;
  /** Set by the page before there was a form to put it into. */
  #wanted: ReadyChoice | null = null;
  #abort = new AbortController();
  #watched = false;
  /** The configuration came from the server, so another language or currency asks again. */
  #fetched = false;
  /** Hidden by the box, not by the page. */
  #hid = false;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheet];
    this.#slot();
    // A page reserves the box's room until it has drawn itself: `reader-support:state(loading)`.
    this.#setState(this.#state);
    // What a page set before this script arrived lies on the element itself, in front of the class.
    const early: Partial<this> = Object.assign({}, this);
    for (const name in early) delete this[name as keyof this];
    Object.assign(this, early);
  }

  connectedCallback(): void {
    addEventListener('pageshow', this.#onShow);
    this.#plan();
  }

  disconnectedCallback(): void {
    removeEventListener('pageshow', this.#onShow);
    this.#abort.abort();
    this.#leaveForm();
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected) return;
    if (this.#fetched && ['src', 'lang', 'currency'].includes(name)) this.#config = null;
    // A page that only moves on, or corrects an outline, takes no choice from its reader.
    if (/campaign|heading/.test(name)) this.#plan();
    else this.reset();
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

  /** Words of the page's own, by the names on /docs/embed; what is missing stays as it was. */
  get strings(): Record<string, string> | null {
    return this.#strings;
  }
  set strings(value: Record<string, string> | null) {
    this.#strings = value;
    this.#plan();
  }

  /** The present choice, or null while there is no valid one. */
  get value(): ReadyChoice | null {
    const choice = this.#now();
    if (!this.#config || !choice) return null;
    const ready = readChoice(this.#config, choice);
    return 'fault' in ready ? null : ready;
  }
  set value(value: ReadyChoice | null) {
    const config = this.#host?.view.config;
    this.#wanted = config ? null : value;
    const offer = config && value && offerOf(config, value.currency);
    // The same number in another currency would be another amount.
    if (!offer) return;
    const amount = decimalText(value.amountMinor, offer.digits);
    this.#showAmounts(startChoice(config, { ...value, amount }));
  }

  get state(): BoxState {
    return this.#state;
  }

  /** Back to the choice it opened with. */
  reset(): void {
    this.#leaveForm();
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

  /** Property and attribute changes of one moment make one drawing; what was under way is dropped. */
  #plan(): void {
    this.#choice = this.#now();
    this.#abort.abort();
    const { signal } = (this.#abort = new AbortController());
    queueMicrotask(() => {
      if (!signal.aborted && this.isConnected) void this.#start(signal);
    });
  }

  async #start(signal: AbortSignal): Promise<void> {
    const [marker, frequency, amount, currency] = takeMarker();
    const days = marker && QUIET_DAYS[marker];
    const left = quietDays();
    if (days) keepQuiet(days);
    else if (left > 0 && left < LONGEST_DAYS && !this.hasAttribute('force')) {
      this.#hide('quiet');
      return;
    }
    const base = baseOf(this);
    const config = this.#config ?? inlineConfig(this) ?? (await this.#ask(base, signal));
    const texts = await loadWords<BoxTexts>(config?.lang ?? '', en);
    const few =
      days ||
      left ||
      !config ||
      this.#strings ||
      config.goal ||
      config.variants ||
      this.matches('[variant],[nudge],[metrics]');
    const more = few ? await load('more') : null;
    const host = config && this.#hostOf(config, texts, base, signal);
    if (host) await more?.dress(host, this, this.#strings);
    if (signal.aborted) return;
    this.#config = config;
    if (config?.open === false) {
      this.#hide('closed');
      return;
    }
    if (this.#hid) this.hidden = this.#hid = false;
    if (!host) {
      this.#slot();
      this.#setState('fallback');
      more?.hint(base, this);
      return;
    }
    this.#host = host;
    if (!days)
      this.#showAmounts(
        this.#choice ??
          (frequency
            ? startChoice(config, { frequency, amount, currency })
            : servedChoice(this.#root, startChoice(config, wishOf(this)))),
        marker === 'c',
      );
    else if (more) this.#show(await more.thanksLine(host), 'quiet');
    else this.#hide('quiet');
    this.value = this.#wanted;
    this.#emit('ready');
  }

  async #ask(base: string, signal: AbortSignal): Promise<WidgetConfig | null> {
    const config = await fetchConfig(base, langOf(this), this.getAttribute('currency'), signal);
    this.#fetched = !!config;
    if (!config && !signal.aborted) this.#emit('error', { code: 'no_configuration' });
    return config;
  }

  #hostOf(config: WidgetConfig, texts: BoxTexts, base: string, signal: AbortSignal): Host {
    return {
      view: {
        config,
        texts,
        money: moneyText(config.lang, config.currencies),
        headingLevel: headingLevelOf(this),
        giveUrl: `${base}/give`,
        slots: true,
      },
      base,
      campaign: campaignOf(this),
      showCurrency: !this.hasAttribute('no-currency'),
      showReminder: !this.hasAttribute('no-reminder'),
      signal,
      show: this.#show.bind(this),
      setState: this.#setState.bind(this),
      emit: this.#emit.bind(this),
      openReminder: this.openReminder.bind(this),
      closeReminder: () => {
        this.#showAmounts(this.#choice);
        return this.#root;
      },
    };
  }

  #showAmounts(choice: BoxChoice | null, cameBack = false): void {
    const host = this.#host;
    if (!host || !choice) return;
    const screen = amountScreen(host, choice);
    this.#show(screen.node, cameBack ? 'back' : 'form');
    this.#choice = choice;
    this.#amounts = screen;
    host.drawn?.(screen.node, screen.choice, cameBack);
    if (cameBack) void load('more').then((more) => more?.sayBack(host, screen.node));
    if (!this.#watched) whenSeen(this, () => this.#emit('view'));
    this.#watched = true;
  }

  /** Most readers never ask for it, so the panel is a file of its own, loaded when they do. */
  async #showReminder(): Promise<void> {
    const host = this.#host;
    const panel = host && (await load('reminder'));
    if (!panel) this.#amounts?.remindAway();
    else if (!host.signal.aborted && this.#state !== 'reminder') await panel.openPanel(host);
  }

  #show(node: Node | string, state: BoxState): void {
    this.#leaveForm();
    this.#root.replaceChildren(node);
    this.#setState(state);
  }

  #leaveForm(): void {
    this.#choice = this.#now();
    this.#amounts?.dispose();
    this.#amounts = undefined;
  }

  /** The choice as the reader has it. */
  #now(): BoxChoice | null {
    return this.#amounts?.choice() ?? this.#choice;
  }

  /** What the page holds is seen, as long as nothing else is there. */
  #slot(): void {
    if (!this.#root.firstElementChild) this.#root.append(document.createElement('slot'));
  }

  /** Nothing to see, and no reason given: the page around must not learn who has paid. */
  #hide(state: 'quiet' | 'closed'): void {
    this.#abort.abort();
    this.hidden = this.#hid = true;
    this.#show('', state);
    this.#emit('hidden');
  }

  #setState(state: BoxState, isError?: boolean): void {
    const { states } = this.#internals;
    try {
      states.clear();
      states.add(state);
      if (isError) states.add('error');
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
    if (event.persisted && this.#state === 'busy') this.#showAmounts(this.#now(), true);
  };
}
