import type { Language } from '../../src/box/language.ts';
import { startChoice } from '../../src/box/choice.ts';
import type { DonorNotice } from '../../src/checkout/contract.ts';
import { articlePage } from '../../src/pages/article-page.ts';
import type { Preview } from '../../src/pages/demo-bar.ts';
import { givePage } from '../../src/pages/give-page.ts';
import { leavePage } from '../../src/pages/leave-page.ts';
import { messagePage, type MessageKind } from '../../src/pages/message-page.ts';
import { remindPage } from '../../src/pages/remind-page.ts';
import { reminderPage, type ReminderPage } from '../../src/pages/reminder-pages.ts';
import type { PageFrame } from '../../src/pages/shell.ts';
import { reviewPage } from '../../src/pages/review-page.ts';
import { thanksPage } from '../../src/pages/thanks-page.ts';
import { widgetConfig } from '../widget/site.ts';

/** Text that breaks out of a page that forgets to escape it. */
export const HOSTILE = `<img src=x onerror=alert(1)>"'&`;

const DAYS = { nextMonth: '2027-01-01', threeMonths: '2027-02-01', first: '2026-11-26', last: '2027-11-25' };
/** Every language that readers are written to in. */
export const LANGUAGES: readonly Language[] = ['en', 'ru', 'uk', 'de', 'fr', 'es', 'ar'];

const MESSAGES: MessageKind[] = [
  'bad_request',
  'stopped',
  'closed',
  'not_found',
  'conflict',
  'gone',
  'invalid',
  'limited',
  'failed',
  'unavailable',
  'down',
];

/** Every page in every state worth a look, by name. `text` stands wherever outside text may stand. */
export function samples(lang: Language, text = 'Example'): Record<string, string> {
  const pages = Object.entries(raw(lang, text));
  return Object.fromEntries(pages.map(([name, page]) => [name, withoutLayout(page)]));
}

/** How the sources are laid out is nobody's business: one blank for many, none inside the ends of tags. */
function withoutLayout(page: string): string {
  return page
    .replace(/\s+/g, ' ')
    .replace(/ (?=\/?>)/g, '')
    .replace(/> (?=\S)|(?<=\S) (?=<\/)/g, (gap) => gap.trim());
}

function raw(lang: Language, text: string): Record<string, string> {
  const other = lang === 'en' ? 'ru' : 'en';
  const frame: PageFrame = {
    lang,
    publisherName: text,
    homeUrl: 'https://news.example.org/',
    legalEntity: text,
    privacyUrl: 'https://news.example.org/privacy',
    spendingUrl: 'https://news.example.org/money',
    otherLanguages: LANGUAGES.filter((one) => one !== lang).map((one) => ({
      lang: one,
      href: `/give?lang=${one}&x=${text}`,
    })),
  };
  const notice: DonorNotice = {
    kind: 'notice',
    title: text,
    body: text,
    linkText: text,
    linkUrl: `https://x.example/?${text}`,
  };
  const config = widgetConfig({
    lang,
    publisherName: text,
    contactMail: text,
    notice,
    texts: { eyebrow: text, heading: text, message: `${text} **${text}** {min}` },
  });
  const typed = startChoice(config);
  typed.amount.monthly = 'other';
  typed.other.monthly = text;
  const give = { config, choice: typed, key: text, campaign: text, returnTo: text, spending: [text, text] };
  const review = {
    ...give,
    choice: { frequency: 'monthly' as const, currency: 'USD', amountMinor: 500 },
    feeMinor: 45,
    variant: text,
    changeHref: `/give?x=${text}`,
  };
  const payment = {
    frequency: 'monthly' as const,
    amountMinor: 500,
    currency: 'USD',
    digits: 2,
    nextPaymentAt: new Date('2026-12-22T12:00:00Z'),
    zone: 'Europe/Amsterdam',
    statementText: text,
    reference: text,
  };
  const back = `https://news.example.org/?x=${text}#rs=t`;
  const steps: Record<string, ReminderPage> = {
    inbox: { kind: 'inbox' },
    confirm: { kind: 'confirm', day: '2027-01-01', confirmUrl: `/r/${text}/confirm`, stopUrl: '/r/x/stop' },
    confirmed: { kind: 'confirmed', day: '2027-01-01', stopUrl: '/r/x/stop', calendarUrl: '/c' },
    waiting: { kind: 'waiting', day: '2027-01-01', stopUrl: '/r/x/stop' },
    sent: {
      kind: 'sent',
      openUrl: '/give',
      openWords: 'Open the page',
      laterUrl: '/r/x/later',
      stopUrl: '/r/x/stop',
    },
    stop: { kind: 'stop', stopUrl: `/r/${text}/stop` },
    postpone: { kind: 'postpone', day: '2027-02-01', laterUrl: '/r/x/later' },
    never: { kind: 'never', neverUrl: '/r/x/never' },
    suppressed: { kind: 'suppressed' },
    later: { kind: 'later', day: '2027-02-01', stopUrl: '/r/x/stop' },
    stopped: { kind: 'stopped', all: true, undoUrl: '/r/x/undo', neverUrl: `/r/${text}/never` },
    cancelled: { kind: 'stopped', all: false, undoUrl: '/r/x/undo' },
    expired: { kind: 'expired', askUrl: '/remind' },
  };
  const article = {
    lang,
    preview: { lang, state: 'limited', theme: 'dark', width: 'full', variant: 'plain' } satisfies Preview,
    scriptUrl: '/rs/v1/rs.js',
    giveUrl: `/give?x=${text}`,
    campaign: text,
    otherLanguages: [{ lang: other, href: `/?lang=${other}` }],
    bar: { languages: [{ tag: lang, name: text }], inspector: '/a', inbox: '/b', finance: '/c' },
    element: { src: `/demo/${text}`, force: true },
  } as const;
  return {
    give: givePage(frame, { ...give, choice: startChoice(config) }),
    'give with a fault': givePage(frame, { ...give, fault: { fault: 'format', frequency: 'monthly' } }),
    'give with a problem': givePage(frame, { ...give, problem: text }),
    'give after turning back': givePage(frame, { ...give, cameBack: true }),
    'give, stopped': givePage(frame, { ...give, config: { ...config, notice: { ...notice, kind: 'stop' } } }),
    'give, closed': givePage(frame, { ...give, config: { ...config, open: false } }),
    review: reviewPage(frame, { ...review, coveredMinor: 546 }),
    'review, too large': reviewPage(frame, { ...review, coveredMinor: null }),
    leave: leavePage(frame, { url: `https://checkout.stripe.com/c/pay/cs_test_1#${text}` }),
    'thanks, paid': thanksPage(frame, {
      status: 'paid',
      payment,
      backUrl: back,
      manageUrl: '/manage',
      contactMail: text,
      shownForMinutes: 30,
    }),
    'thanks, paid once': thanksPage(frame, {
      status: 'paid',
      payment: { ...payment, frequency: 'once', nextPaymentAt: undefined },
      backUrl: back,
    }),
    'thanks, processing': thanksPage(frame, { status: 'processing', payment, backUrl: back }),
    'thanks, unknown': thanksPage(frame, { status: 'unknown' }),
    remind: remindPage(frame, { days: DAYS, byMail: true, notice, campaign: text, values: { email: text } }),
    'remind with a fault': remindPage(frame, {
      days: DAYS,
      byMail: true,
      notice: null,
      values: { when: 'date', date: text, email: text },
      fault: 'mail_service',
    }),
    'remind, calendar only': remindPage(frame, { days: DAYS, byMail: false, notice }),
    article: articlePage(article),
    'article in a frame': articlePage({ ...article, bar: null }),
    'article around a frame': articlePage({ ...article, preview: { ...article.preview, width: '320' } }),
    ...Object.fromEntries(
      MESSAGES.map((kind) => [
        `message: ${kind}`,
        messagePage(frame, { kind, requestId: text, retryAfterSeconds: 30, money: 'untouched' }),
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(steps).map(([name, step]) => [
        `reminder: ${name}`,
        reminderPage({ ...frame, neutral: true }, step),
      ]),
    ),
  };
}
