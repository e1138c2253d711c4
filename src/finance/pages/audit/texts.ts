import type { AuditAction, AuditFact } from '../../audit-entry.ts';
import type { PageLang } from '../texts.ts';

/** Words of the audit's page; numbers and times arrive already written. */
export type AuditTexts = {
  title: string;
  lead: string;
  actions: Record<AuditAction, string>;
  outcomes: Record<AuditFact['outcome'], string>;
  columns: Record<'number' | 'at' | 'by' | 'action' | 'object' | 'outcome' | 'detail' | 'hash', string>;
  fields: Record<'action' | 'by' | 'outcome', string>;
  any: Record<'action' | 'by' | 'outcome', string>;
  command: string;
  nobody: string;
  holds: string;
  holdsText: (entries: string) => string;
  notChecked: string;
  notCheckedText: (entries: string) => string;
  checkNow: string;
  broken: string;
  brokenText: (what: string, where: string) => string;
  head: string;
  headText: string;
  headNumber: (number: string) => string;
  empty: string;
  emptyFilter: string;
  entries: (count: number, written: string) => string;
  values: (written: string) => string;
  /** Names of what an entry notes; what is not here, such as a setting, keeps its own name. */
  details: Readonly<Record<string, string>>;
  whole: string;
  brokenOff: string;
  older: string;
  newest: string;
  file: string;
  fileText: string;
};

const EN: AuditTexts = {
  title: 'Audit',
  lead: 'Who exported or changed what, and what was denied. Each entry is sealed with the hash of the one before: none can be changed, dropped or swapped unseen.',
  actions: {
    export: 'File asked for',
    export_end: 'File ended',
    month_close: 'Month closed',
    month_reopen: 'Month opened again',
    access: 'Access',
    key_create: 'Key made',
    key_revoke: 'Key revoked',
    sign_in: 'Signed in',
    sign_out: 'Signed out',
    second_factor: 'Second factor set up',
    sessions_end: 'Other sessions ended',
    delivery_set: 'Deliveries by mail set',
    month_link: 'Link to a closed month used',
    staff_add: 'Person added',
    staff_role: 'Role changed',
    staff_end: 'Access ended',
    staff_reset: 'Second factor forgotten',
    staff_link: 'Sign-in link printed',
    pledge_look: 'Pledge looked up',
    settings_change: 'Settings changed',
    backup: 'Backup made',
    restore: 'Backup restored',
    import_store: 'Filled from another database',
    sums_rebuild: 'Sums added up anew',
    reseal: 'Sealed anew under the newest key',
    event_retry: 'Event tried again',
    event_dismiss: 'Event settled without effect',
    task_done: 'Task settled',
  },
  outcomes: { done: 'Done', denied: 'Denied' },
  columns: { number: 'No.', at: 'When', by: 'By', action: 'What', object: 'Object', outcome: 'Outcome', detail: 'Detail', hash: 'Hash' },
  fields: { action: 'What', by: 'By', outcome: 'Outcome' },
  any: { action: 'Everything', by: 'Everybody', outcome: 'Done and denied' },
  command: 'the command line',
  nobody: 'nobody who is known',
  holds: 'The chain holds',
  holdsText: (entries) => `Every hash was computed anew: ${entries}, from the first to the last, and the closed months agree with them.`,
  notChecked: 'Not checked in this view',
  notCheckedText: (entries) => `The chain is long (${entries}). It can be computed anew now; “verify” does it as well.`,
  checkNow: 'Check the whole chain',
  broken: 'The chain does not hold',
  brokenText: (what, where) => `Found: ${what} (${where}). Keep this machine as it is and compare with a backup.`,
  head: 'The end of the chain',
  headText: 'Write this hash down outside of this machine, on paper or in another system. Whoever could rewrite the whole database could forge the chain as well; against this hash it shows. It is also in every backup.',
  headNumber: (number) => `Entry ${number}`,
  empty: 'Nothing was written down yet.',
  emptyFilter: 'Nothing matches.',
  entries: (count, written) => `${written} ${count === 1 ? 'entry' : 'entries'}`,
  values: (written) => `${written} values`,
  details: { format: 'format', rows: 'rows', factor: 'signed in with', role: 'role', reason: 'reason', tries: 'tries', manifest: 'manifest', staff: 'person' },
  whole: 'sent whole',
  brokenOff: 'broken off',
  older: 'Older',
  newest: 'Newest',
  file: 'Audit, JSON lines',
  fileText: 'Every entry with its hash, to compute the chain anew',
}; // prettier-ignore

const rules = new Intl.PluralRules('ru');

const RU: AuditTexts = {
  title: 'Журнал',
  lead: 'Кто что выгрузил или изменил и кому было отказано. Каждая запись запечатана хешем предыдущей: ни одну нельзя незаметно изменить, убрать или переставить.',
  actions: {
    export: 'Запрошен файл',
    export_end: 'Файл закончен',
    month_close: 'Месяц закрыт',
    month_reopen: 'Месяц открыт снова',
    access: 'Доступ',
    key_create: 'Создан ключ',
    key_revoke: 'Отозван ключ',
    sign_in: 'Вход',
    sign_out: 'Выход',
    second_factor: 'Настроен второй фактор',
    sessions_end: 'Закрыты другие сеансы',
    delivery_set: 'Настроены письма о месяцах',
    month_link: 'Использована ссылка на закрытый месяц',
    staff_add: 'Добавлен человек',
    staff_role: 'Изменена роль',
    staff_end: 'Закрыт доступ',
    staff_reset: 'Сброшен второй фактор',
    staff_link: 'Напечатана ссылка для входа',
    pledge_look: 'Просмотрено обещание',
    settings_change: 'Изменены настройки',
    backup: 'Сделана резервная копия',
    restore: 'Восстановлена резервная копия',
    import_store: 'Перенесена из другой базы данных',
    sums_rebuild: 'Суммы сложены заново',
    reseal: 'Запечатано заново новым ключом',
    event_retry: 'Событие разбирается снова',
    event_dismiss: 'Событие закрыто без последствий',
    task_done: 'Задача решена',
  },
  outcomes: { done: 'Сделано', denied: 'Отказано' },
  columns: { number: '№', at: 'Когда', by: 'Кто', action: 'Что', object: 'Объект', outcome: 'Итог', detail: 'Подробности', hash: 'Хеш' },
  fields: { action: 'Что', by: 'Кто', outcome: 'Итог' },
  any: { action: 'Всё', by: 'Все', outcome: 'Сделано и отказано' },
  command: 'командная строка',
  nobody: 'неизвестный',
  holds: 'Цепочка цела',
  holdsText: (entries) => `Все хеши вычислены заново: ${entries}, от первой до последней, и закрытые месяцы с ними сходятся.`,
  notChecked: 'Здесь не проверялась',
  notCheckedText: (entries) => `Цепочка длинная (${entries}). Её можно вычислить заново сейчас; то же делает «verify».`,
  checkNow: 'Проверить всю цепочку',
  broken: 'Цепочка нарушена',
  brokenText: (what, where) => `Найдено: ${what} (${where}). Оставьте машину как есть и сравните с резервной копией.`,
  head: 'Конец цепочки',
  headText: 'Запишите этот хеш вне этой машины: на бумаге или в другой системе. Кто мог бы переписать всю базу, подделал бы и цепочку; этот хеш выдаст подделку. Он есть и в каждой резервной копии.',
  headNumber: (number) => `Запись ${number}`,
  empty: 'Пока ничего не записано.',
  emptyFilter: 'Ничего не подходит.',
  entries: (count, written) => {
    const rule = rules.select(count);
    return `${written} ${rule === 'one' ? 'запись' : rule === 'few' ? 'записи' : 'записей'}`;
  },
  values: (written) => `Значений: ${written}`,
  details: { format: 'формат', rows: 'строк', factor: 'способ входа', role: 'роль', reason: 'причина', tries: 'попыток', manifest: 'манифест', staff: 'сотрудник' },
  whole: 'передан целиком',
  brokenOff: 'передача оборвалась',
  older: 'Более ранние',
  newest: 'Самые новые',
  file: 'Журнал, JSON по строкам',
  fileText: 'Каждая запись с её хешем, чтобы вычислить цепочку заново',
}; // prettier-ignore

const TEXTS: Record<PageLang, AuditTexts> = { en: EN, ru: RU };

/** The words of a language. */
export function auditTexts(lang: PageLang): AuditTexts {
  return TEXTS[lang];
}
