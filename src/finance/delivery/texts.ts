import type { PageLang } from '../pages/texts.ts';

/** Words of the mail about a closed month and of the pages behind its link. */
export type DeliveryTexts = {
  mail: {
    /** Read on locked screens: neither the publisher nor money is named. */
    subject: (month: string) => string;
    ready: (month: string) => string;
    once: (until: string) => string;
    link: string;
    stop: string;
  };
  title: (month: string) => string;
  /** Before the button: the link is used up by the button, not by looking. */
  lead: (month: string) => string;
  button: string;
  filesTitle: (month: string) => string;
  filesLead: (until: string) => string;
  /** What each table is for. */
  tables: Record<'ledger' | 'journal' | 'pledges' | 'payouts', { name: string; text: string }>;
  rows: (count: number, written: string) => string;
  manifest: string;
  ledgerHash: string;
  chainHash: string;
  leave: string;
  gone: string;
  goneBody: string;
  reopened: (month: string) => string;
  reopenedBody: string;
};

const EN: DeliveryTexts = {
  mail: {
    subject: (month) => `${month} is ready`,
    ready: (month) => `The files of ${month} are ready, as you asked.`,
    once: (until) => `The link works once, until ${until}.`,
    link: 'Fetch the files',
    stop: 'To get no more of these, turn it off on your own page after signing in.',
  },
  title: (month) => `Files of ${month}`,
  lead: (month) =>
    `${month} is closed, and its files will not change any more. The button uses this link up; you can then fetch the files in this browser.`,
  button: 'Fetch the files',
  filesTitle: (month) => `Files of ${month}`,
  filesLead: (until) => `You can fetch them in this browser until ${until}. Each download is written down.`,
  tables: {
    ledger: { name: 'Ledger', text: 'One line per money movement' },
    journal: { name: 'Journal', text: 'The same in double entry' },
    pledges: { name: 'Pledges', text: 'Promises made in the month, without names or addresses' },
    payouts: { name: 'Payouts', text: 'What each bank deposit holds' },
  },
  rows: (count, written) => `${written} ${count === 1 ? 'row' : 'rows'}`,
  manifest: 'To check the files',
  ledgerHash: 'SHA-256 of the ledger as CSV',
  chainHash: 'Link of the chain of closed months',
  leave: 'I am done: forget this browser',
  gone: 'This link leads nowhere any more',
  goneBody: 'It was used, or it has run out. Sign in to fetch the files of any month.',
  reopened: (month) => `${month} was opened again`,
  reopenedBody: 'Its files will change, so this link leads nowhere. A new one comes when the month is closed again.',
}; // prettier-ignore

const RU: DeliveryTexts = {
  mail: {
    subject: (month) => `${month}: готово`,
    ready: (month) => `Файлы за ${month.toLowerCase()} готовы, как вы просили.`,
    once: (until) => `Ссылка сработает один раз, до ${until}.`,
    link: 'Получить файлы',
    stop: 'Чтобы не получать таких писем, отключите их на своей странице после входа.',
  },
  title: (month) => `Файлы за ${month.toLowerCase()}`,
  lead: (month) =>
    `Месяц закрыт: ${month.toLowerCase()}. Его файлы больше не изменятся. Кнопка погасит эту ссылку, после чего файлы можно скачать в этом браузере.`,
  button: 'Получить файлы',
  filesTitle: (month) => `Файлы за ${month.toLowerCase()}`,
  filesLead: (until) => `Их можно скачать в этом браузере до ${until}. Каждое скачивание записывается.`,
  tables: {
    ledger: { name: 'Книга движений', text: 'Строка на каждое движение денег' },
    journal: { name: 'Журнал', text: 'То же двойной записью' },
    pledges: { name: 'Обещания', text: 'Данные за месяц обещания, без имён и адресов' },
    payouts: { name: 'Выплаты', text: 'Что входит в каждое зачисление в банк' },
  },
  rows: (count, written) => `${written} ${plural(count, 'строка', 'строки', 'строк')}`,
  manifest: 'Для проверки файлов',
  ledgerHash: 'SHA-256 книги движений в CSV',
  chainHash: 'Звено цепочки закрытых месяцев',
  leave: 'Готово: забыть этот браузер',
  gone: 'Эта ссылка больше никуда не ведёт',
  goneBody: 'Её уже использовали, или её срок истёк. Файлы любого месяца можно скачать после входа.',
  reopened: (month) => `Месяц снова открыт: ${month.toLowerCase()}`,
  reopenedBody: 'Его файлы изменятся, поэтому ссылка больше не действует. Новая придёт, когда месяц закроют снова.',
}; // prettier-ignore

const TEXTS: Record<PageLang, DeliveryTexts> = { en: EN, ru: RU };

export function deliveryTexts(lang: PageLang): DeliveryTexts {
  return TEXTS[lang];
}

function plural(count: number, one: string, few: string, many: string): string {
  const form = new Intl.PluralRules('ru').select(count);
  return form === 'one' ? one : form === 'few' ? few : many;
}
