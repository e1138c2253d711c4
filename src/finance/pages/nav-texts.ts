import type { PageLang } from './texts.ts';

/** The finance pages that have a place in the navigation, in its order. */
export const PAGE_NAMES = [
  'overview', 'payments', 'find', 'payouts', 'recurring', 'exports', 'months', 'waiting', 'audit', 'people', 'keys', 'experiment',
] as const; // prettier-ignore
export type PageName = (typeof PAGE_NAMES)[number];

/** Words of the navigation and of what stands around every page. */
export type NavTexts = {
  pages: Record<PageName, string>;
  menu: string;
  /** Beside the name of the page where things wait for a person. */
  waiting: (count: number, written: string) => string;
  printed: (time: string, zone: string) => string;
  print: string;
  download: string;
  zone: string;
  utc: string;
  printHint: string;
  backFromPrint: string;
};

const EN: NavTexts = {
  pages: {
    overview: 'Overview',
    payments: 'Payments',
    find: 'Find a payment',
    payouts: 'Payouts',
    recurring: 'Recurring',
    exports: 'Exports',
    months: 'Months',
    waiting: 'To do',
    audit: 'Audit',
    people: 'People',
    keys: 'Keys',
    experiment: 'Experiment',
  },
  menu: 'Menu',
  waiting: (count, written) =>
    count === 1 ? `${written} thing waits for a person` : `${written} things wait for a person`,
  printed: (time, zone) => `Printed ${time}, ${zone}.`,
  print: 'Print',
  download: 'Download',
  zone: 'Time zone',
  utc: 'UTC, as Stripe',
  printHint:
    'This is the page as it will be printed, with every table open. Print it with Ctrl+P, on a Mac with ⌘P.',
  backFromPrint: 'Back to the page',
};

const RU: NavTexts = {
  pages: {
    overview: 'Обзор',
    payments: 'Платежи',
    find: 'Найти платёж',
    payouts: 'Переводы',
    recurring: 'Подписки',
    exports: 'Файлы',
    months: 'Месяцы',
    waiting: 'Задачи',
    audit: 'Журнал',
    people: 'Сотрудники',
    keys: 'Ключи',
    experiment: 'Эксперимент',
  },
  menu: 'Меню',
  waiting: (count, written) => {
    const rule = new Intl.PluralRules('ru').select(count);
    const noun = rule === 'one' ? 'дело ждёт' : rule === 'few' ? 'дела ждут' : 'дел ждут';
    return `${written} ${noun} решения человека`;
  },
  printed: (time, zone) => `Напечатано ${time}, ${zone}.`,
  print: 'Печать',
  download: 'Скачать',
  zone: 'Часовой пояс',
  utc: 'UTC, как в Stripe',
  printHint: 'Так страница будет напечатана: все таблицы раскрыты. Печать: Ctrl+P, на компьютерах Mac — ⌘P.',
  backFromPrint: 'Вернуться к странице',
};

const TEXTS: Record<PageLang, NavTexts> = { en: EN, ru: RU };

/** The words of a language. */
export function navTexts(lang: PageLang): NavTexts {
  return TEXTS[lang];
}
