// What the widget and the server say to each other. It imports nothing, so that the browser bundle
// carries these words and none of the server's code.

/** How often a pledge is collected. Stripe's own words (`month`, `year`) stay inside src/stripe. */
export type Frequency = 'once' | 'monthly' | 'annual';

/** The three frequencies in the order in which readers see them. */
export const FREQUENCIES: readonly Frequency[] = ['once', 'monthly', 'annual'];

/** What a reader may give at one frequency in one currency; all amounts in minor units. */
export type AmountOffer = {
  minMinor: number;
  maxMinor: number;
  /** Ascending; every one lies inside the limits (start-up checks it). */
  presetsMinor: number[];
  /** The preset that is chosen when the box opens. */
  defaultMinor: number;
};

/** One currency that readers may choose. */
export type CurrencyOffer = {
  /** Upper-case ISO 4217 code. */
  currency: string;
  /** Decimals of the minor unit as Stripe counts them (0, 2 or 3), never as Intl does. */
  digits: number;
  once: AmountOffer;
  monthly: AmountOffer;
  annual: AmountOffer;
};

/** A notice shown above the form, or instead of it, to readers whom a payment could endanger. */
export type DonorNotice = {
  /** `notice`: the form stays below it; `stop`: it replaces the form. */
  kind: 'notice' | 'stop';
  title: string;
  body: string;
  linkText?: string;
  linkUrl?: string;
};

/** Plates drawn under Continue. Only methods that are really on belong here. */
export type PaymentMark = 'visa' | 'mastercard' | 'amex' | 'applepay' | 'googlepay';

/** Texts of the box that a publisher may set per edition; what is missing uses the built-in words. */
export type EditionTexts = {
  eyebrow?: string | undefined;
  heading?: string | undefined;
  /** Plain text; `**bold**` is the only mark-up. `{min}` becomes the smallest monthly amount. */
  message?: string | undefined;
};

/**
 * One of the texts that an experiment compares. The browser draws one per page view, each as likely as the
 * others, and remembers nothing: a bucket that lasts would be a mark on the reader.
 */
export type Variant = {
  /** 1 to 20 small letters, digits and hyphens. Travels in `CheckoutRequest.variant` and in the counters. */
  id: string;
  /** Laid over `WidgetConfig.texts`; empty for the variant that changes nothing. */
  texts: EditionTexts;
};

/**
 * What readers have given towards a goal of the publisher's. The figure is rounded down, renewed at most once
 * a day and only when ten more have given (src/appeal/goal.ts): it is never live, and must not look so.
 */
export type Goal = {
  /** What the money is for, in the words of the edition. */
  title: string;
  /** What readers give towards in one: this month, or this year. */
  per: 'month' | 'year';
  currency: string;
  targetMinor: number;
  /** Above 0, a multiple of a hundredth or a twentieth of the target; may exceed the target. */
  reachedMinor: number;
  /** Whole hundredths of the target that `reachedMinor` makes, 1 and up. */
  percent: number;
  /** The day of the figure in the publisher's zone, YYYY-MM-DD. */
  asOf: string;
};

/** What readers did with the box, by the name of its event (`rs-view` …); see `CountRequest`. */
export const COUNTED_EVENTS = ['view', 'change', 'redirect', 'remind-set'] as const;
export type CountedEvent = (typeof COUNTED_EVENTS)[number];

/**
 * Body of `POST /v1/counts`, as text/plain or JSON, for `sendBeacon`: one event of one page view. `change` is
 * sent once per page view. The answer is always an empty 204; nothing but a counter per day is kept.
 */
export type CountRequest = {
  event: CountedEvent;
  /** The drawn variant; empty where there is no experiment. */
  variant?: string;
  campaign?: string;
  lang?: string;
};

/** Answer of `GET /v1/widget-config`: the same for all readers of a country, so caches may keep it. */
export type WidgetConfig = {
  /** False hides the box: the publisher takes no gifts at the moment. */
  open: boolean;
  lang: string;
  publisherName: string;
  defaultFrequency: Frequency;
  defaultCurrency: string;
  currencies: CurrencyOffer[];
  marks: PaymentMark[];
  texts: EditionTexts;
  notice: DonorNotice | null;
  /** Whether reminders by mail are offered here; the calendar file always is. */
  reminderByMail: boolean;
  /** Where a reader who wants to give more than the maximum can write; may be empty. */
  contactMail: string;
  /** Hosts that Continue may lead to: Stripe's checkout host, or the sandbox's in the demo. */
  payHosts: string[];
  /** Present while an experiment runs: draw one per page view. */
  variants?: Variant[];
  /** Present while there is a figure that may be shown. */
  goal?: Goal;
  /**
   * Present where the publisher asks whether a reader adds the card fee: Continue then leads to
   * `/give?frequency&amount&currency&campaign&lang&return&variant&step=review` instead of Stripe.
   */
  fees?: true;
  /** The page on which readers change or cancel their gift, where there is one. */
  manageUrl?: string;
  /** Present where the publisher counts; a box with the attribute `metrics` then sends `CountRequest`s. */
  counts?: true;
};

/** Body of `POST /v1/checkout`; unknown fields are refused. */
export type CheckoutRequest = {
  frequency: Frequency;
  amountMinor: number;
  currency: string;
  lang?: string;
  campaign?: string;
  /**
   * Where Stripe's Back and our thank-you page lead; its origin must be one of the publisher's. Behind its `#` may
   * stand a choice, `monthly,20,USD`: a reader who turns back finds it in the box again.
   */
  returnTo?: string;
  /** The variant that was shown. One that no experiment knows (any more) is passed over. */
  variant?: string;
};

/** 201 answer of `POST /v1/checkout`. */
export type CheckoutAnswer = { pledgeId: string; url: string; expiresAt: string };

/**
 * When a reader wants to be reminded. `YYYY-MM-DD` is a day from tomorrow to twelve months on by the reader's own
 * calendar; the two words are counted in the book zone.
 */
export type ReminderWhen = 'next_month' | 'three_months' | (string & {});

/** Body of `POST /v1/reminders`; the answer is always 202 `{status:"check_inbox"}`. */
export type ReminderRequest = { email: string; when: ReminderWhen; lang: string; campaign?: string };

/** Errors everywhere: RFC 9457 problem+json with a machine-readable code. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  field?: string;
  requestId: string;
};
