import { MOST_NOTE } from '../../../tasks/note.ts';
import type { PageLang } from '../texts.ts';

/** Words of what waits for a person: tasks and parked events. */
export type WaitingTexts = {
  title: string;
  lead: string;
  waits: string;
  look: string;
  tasksCount: (count: number, written: string) => string;
  parkedCount: (count: number, written: string) => string;
  late: (count: number, written: string) => string;
  nothing: string;
  nothingText: string;
  tasks: string;
  noTasks: string;
  taskHow: string;
  columns: Record<
    'what' | 'due' | 'reference' | 'object' | 'raised' | 'action' | 'event' | 'cause' | 'tries' | 'parked',
    string
  >;
  settle: string;
  settleLabel: string;
  noteLabel: string;
  noteHint: string;
  parked: string;
  noParked: string;
  parkedHow: string;
  retry: string;
  retryAll: string;
  dismiss: string;
  dismissButton: string;
  dismissText: string;
  reasonLabel: string;
  /** Why an event gave up, in plain words. */
  causes: Record<'stripe_away' | 'stripe_refused' | 'missing' | 'database' | 'overtaken' | 'unknown', string>;
  moreEvents: (written: string) => string;
  events: string;
  mayNot: string;
  /** What was just done, or why it was not. */
  said: Record<
    | 'task_done'
    | 'task_gone'
    | 'event_applied'
    | 'event_ignored'
    | 'event_waits'
    | 'event_gone'
    | 'events_requeued'
    | 'event_dismissed'
    | 'note_empty'
    | 'note_not_a_line'
    | 'note_address',
    { title: string; text: string }
  >;
};

const EN: WaitingTexts = {
  title: 'To do',
  lead: 'What only a person may decide, and events of Stripe’s that could not be understood. Nothing here is lost, and nothing here holds up anything else.',
  waits: 'Waiting for a person',
  look: 'Look at them',
  tasksCount: (count, written) => `${written} ${count === 1 ? 'task' : 'tasks'}`,
  parkedCount: (count, written) => `${written} ${count === 1 ? 'parked event' : 'parked events'}`,
  late: (_count, written) => `${written} past the last day`,
  nothing: 'Nothing waits for a person',
  nothingText: 'Every event of Stripe’s has been understood, and no task is open.',
  tasks: 'Tasks',
  noTasks: 'No task is open.',
  taskHow: 'Settle a task once it is dealt with in Stripe. It is not raised again; the note stays, so it may hold no address of anybody.',
  columns: {
    what: 'What',
    due: 'Last day',
    reference: 'Reference',
    object: 'Look up in Stripe',
    raised: 'Since',
    action: 'Settle',
    event: 'Event',
    cause: 'Why it gave up',
    tries: 'Tries',
    parked: 'Parked',
  },
  settle: 'Settle …',
  settleLabel: 'Settled',
  noteLabel: 'What was done',
  noteHint: `One line of at most ${MOST_NOTE} characters, without any address.`,
  parked: 'Parked events',
  noParked: 'No event is parked.',
  parkedHow: 'A parked event gave up after its tries. What it was about may be missing in the books until it is looked at again. “Settle without effect” is for what will never be understood; the reason stays.',
  retry: 'Try again',
  retryAll: 'Try all again',
  dismiss: 'Settle without effect …',
  dismissButton: 'Settle without effect',
  dismissText: 'It then counts as ignored. The nightly comparison with Stripe still finds money that is missing.',
  reasonLabel: 'Reason',
  causes: {
    stripe_away: 'Stripe did not answer. Try again once it does.',
    stripe_refused: 'Stripe refused to show the object. The key may lack a permission: run “reader-support doctor”.',
    missing: 'Stripe does not know the object any more. It may have been deleted there.',
    database: 'The database could not be written: full, locked or damaged. Look at the disk first.',
    overtaken: 'Another change of the same pledge came in between each time. Try again.',
    unknown: 'Something in it was not expected. Try again after an update; the log names the place.',
  },
  moreEvents: (written) => `${written} more are in “reader-support parked list”.`,
  events: 'Stripe’s events',
  mayNot: 'Your role may look at this and change nothing.',
  said: {
    task_done: { title: 'Settled.', text: 'The task is done and is not raised again.' },
    task_gone: { title: 'Not open.', text: 'That task was settled already.' },
    event_applied: { title: 'Applied.', text: 'The event was understood this time; the books hold what it is about.' },
    event_ignored: { title: 'Looked at.', text: 'The event is about no pledge of ours and is ignored.' },
    event_waits: { title: 'Still waiting.', text: 'It failed again, or is under way. The service tries again by itself.' },
    event_gone: { title: 'Not parked.', text: 'That event waits for nobody any more.' },
    events_requeued: { title: 'Under way.', text: 'All parked events are being looked at again. Those that fail once more come back here.' },
    event_dismissed: { title: 'Settled without effect.', text: 'The event counts as ignored, with your reason.' },
    note_empty: { title: 'Nothing was changed.', text: 'Say in a few words what was done or why: whoever comes next wants to know.' },
    note_not_a_line: { title: 'Nothing was changed.', text: `Keep the note to one line of at most ${MOST_NOTE} characters.` },
    note_address: { title: 'Nothing was changed.', text: 'No address of a person is kept here: leave out the @.' },
  },
}; // prettier-ignore

const rules = new Intl.PluralRules('ru');
const form = (count: number, one: string, few: string, many: string) => {
  const rule = rules.select(count);
  return rule === 'one' ? one : rule === 'few' ? few : many;
};

const RU: WaitingTexts = {
  title: 'Задачи',
  lead: 'То, что может решить только человек, и события Stripe, которые не удалось разобрать. Здесь ничего не теряется и ничто не задерживает остальное.',
  waits: 'Нужно решение человека',
  look: 'Посмотреть',
  tasksCount: (count, written) => `${written} ${form(count, 'задача', 'задачи', 'задач')}`,
  parkedCount: (count, written) =>
    `${written} ${form(count, 'отложенное событие', 'отложенных события', 'отложенных событий')}`,
  late: (count, written) => `${written} ${form(count, 'просрочена', 'просрочены', 'просрочено')}`,
  nothing: 'Решать нечего',
  nothingText: 'Все события Stripe разобраны, открытых задач нет.',
  tasks: 'Задачи',
  noTasks: 'Открытых задач нет.',
  taskHow: 'Отметьте задачу, когда вопрос решён в Stripe. Снова она не появится; заметка остаётся, поэтому чужих адресов в ней быть не должно.',
  columns: {
    what: 'Что случилось',
    due: 'Последний день',
    reference: 'Номер',
    object: 'Найти в Stripe',
    raised: 'Появилась',
    action: 'Решить',
    event: 'Событие',
    cause: 'Почему не разобрано',
    tries: 'Попытки',
    parked: 'Отложено',
  },
  settle: 'Решено …',
  settleLabel: 'Решено',
  noteLabel: 'Что сделано',
  noteHint: `Одна строка, не длиннее ${MOST_NOTE} знаков, без адресов.`,
  parked: 'Отложенные события',
  noParked: 'Отложенных событий нет.',
  parkedHow: 'Отложенное событие не удалось разобрать за все попытки. Того, о чём оно, в учёте может не быть, пока его не разберут. «Закрыть без последствий» — для того, что не разобрать никогда; причина остаётся.',
  retry: 'Попробовать снова',
  retryAll: 'Попробовать все снова',
  dismiss: 'Закрыть без последствий …',
  dismissButton: 'Закрыть без последствий',
  dismissText: 'Событие будет считаться не относящимся к нам. Ночная сверка со Stripe всё равно найдёт недостающие деньги.',
  reasonLabel: 'Причина',
  causes: {
    stripe_away: 'Stripe не отвечал. Попробуйте снова, когда он ответит.',
    stripe_refused: 'Stripe не показал объект. Возможно, ключу не хватает прав: запустите «reader-support doctor».',
    missing: 'Stripe больше не знает этого объекта. Возможно, его там удалили.',
    database: 'Не удалось записать в базу: нет места, она занята или повреждена. Сначала проверьте диск.',
    overtaken: 'Каждый раз мешало другое изменение того же обещания. Попробуйте снова.',
    unknown: 'В нём было что-то неожиданное. Попробуйте снова после обновления; место указано в журнале сервиса.',
  },
  moreEvents: (written) => `Ещё ${written} показывает «reader-support parked list».`,
  events: 'События Stripe',
  mayNot: 'Ваша роль позволяет смотреть, но не менять.',
  said: {
    task_done: { title: 'Решено.', text: 'Задача закрыта и больше не появится.' },
    task_gone: { title: 'Уже закрыта.', text: 'Эту задачу решили раньше.' },
    event_applied: { title: 'Учтено.', text: 'На этот раз событие разобрано, в учёте есть то, о чём оно.' },
    event_ignored: { title: 'Просмотрено.', text: 'Событие не касается наших обещаний и учтено как постороннее.' },
    event_waits: { title: 'Ещё ждёт.', text: 'Снова не получилось, или разбор ещё идёт. Сервис попробует сам.' },
    event_gone: { title: 'Не отложено.', text: 'Это событие уже никого не ждёт.' },
    events_requeued: { title: 'Разбираются.', text: 'Все отложенные события разбираются снова. Те, с которыми опять не выйдет, вернутся сюда.' },
    event_dismissed: { title: 'Закрыто без последствий.', text: 'Событие считается не относящимся к нам, ваша причина записана.' },
    note_empty: { title: 'Ничего не изменилось.', text: 'Напишите в нескольких словах, что сделано или почему: следующему важно это знать.' },
    note_not_a_line: { title: 'Ничего не изменилось.', text: `Заметка — одна строка не длиннее ${MOST_NOTE} знаков.` },
    note_address: { title: 'Ничего не изменилось.', text: 'Адреса людей здесь не хранятся: уберите знак @.' },
  },
}; // prettier-ignore

const TEXTS: Record<PageLang, WaitingTexts> = { en: EN, ru: RU };

/** The words of a language. */
export function waitingTexts(lang: PageLang): WaitingTexts {
  return TEXTS[lang];
}
