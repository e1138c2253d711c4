import type { AppContext } from '../../../context.ts';
import { html, type Html } from '../../../http/html.ts';
import { pledgeReference } from '../../../pledges/pledge.ts';
import { MOST_NOTE } from '../../../tasks/note.ts';
import type { StaffTask } from '../../../tasks/task.ts';
import type { InboxCounts, InboxEvent } from '../../../webhooks/webhook-event.ts';
import { stateLine } from '../comparison-line.ts';
import { inboxLine } from '../inbox-line.ts';
import { bar, card, tableFrame } from '../layout.ts';
import { notice } from '../notice.ts';
import { stripeId } from '../stripe-links.ts';
import type { Built, Visit } from '../visit.ts';
import { causeOf, isStripeSilent } from './causes.ts';
import { waitingTexts, type WaitingTexts } from './texts.ts';

const MOST_TASKS = 200;
const MOST_EVENTS = 100;

export type Said = keyof WaitingTexts['said'];

export type Waiting = {
  tasks: StaffTask[];
  taskCount: number;
  parked: InboxEvent[];
  inbox: InboxCounts;
  isStripeSilent: boolean;
};

export async function readWaiting({ store }: Pick<AppContext, 'store'>): Promise<Waiting> {
  return {
    tasks: await store.openTasks(MOST_TASKS),
    taskCount: await store.openTaskCount(),
    parked: await store.parkedWebhookEvents(MOST_EVENTS),
    inbox: await store.inboxCounts(),
    isStripeSilent: await isStripeSilent({ store }),
  };
}

/** Everything that waits for a person, each with what can be done about it here. */
export function waitingPage(visit: Visit, data: Waiting, said: Said | null): Built {
  const words = waitingTexts(visit.lang);
  const nothing = data.taskCount === 0 && data.inbox.parked === 0;
  return {
    title: words.title,
    main: html`${bar(words.title, words.lead)}
      <div class="lines">
        ${said !== null && notice(LOOK_OF[said] ?? 'good', words.said[said])}
        ${nothing && stateLine('good', words.nothing, words.nothingText)}
        ${!visit.may('periods:close') && html`<p class="line"><span>${words.mayNot}</span></p>`}
        ${inboxLine(visit, data)}
      </div>
      <div class="stack">${data.taskCount > 0 && tasksCard(visit, data)} ${data.parked.length > 0 && parkedCard(visit, data)}</div>`,
  };
}

const LOOK_OF: Partial<Record<Said, 'good' | 'amber' | 'bad'>> = {
  task_gone: 'amber',
  event_waits: 'amber',
  event_gone: 'amber',
  note_empty: 'bad',
  note_not_a_line: 'bad',
  note_address: 'bad',
};

function tasksCard(visit: Visit, { tasks, taskCount }: Waiting): Html {
  const { texts, show } = visit;
  const words = waitingTexts(visit.lang);
  const { columns } = words;
  const heading = `${words.tasks}: ${show.count(taskCount)}`;
  const table = html`<table>
    <thead>
      <tr>
        <th scope="col">${columns.what}</th>
        <th scope="col">${columns.due}</th>
        <th scope="col">${columns.reference}</th>
        <th scope="col">${columns.object}</th>
        <th scope="col">${columns.raised}</th>
        ${visit.may('periods:close') && html`<th scope="col">${columns.action}</th>`}
      </tr>
    </thead>
    <tbody>
      ${tasks.map((task) => taskRow(visit, task))}
    </tbody>
  </table>`;
  return card('tasks-title', heading, [
    tableFrame(texts.table(words.tasks), table),
    html`<p class="foot">
      ${taskCount > tasks.length && `${texts.tasks.more(taskCount - tasks.length, show.count(taskCount - tasks.length))} `}${words.taskHow}
    </p>`,
  ]);
}

function taskRow(visit: Visit, { taskId, kind, dueAt, pledgeId, stripeObjectId, raisedAt }: StaffTask): Html {
  const { texts, show, now } = visit;
  const words = waitingTexts(visit.lang);
  const isLate = dueAt !== null && dueAt < now;
  const pledge = pledgeId === null ? null : visit.to(`/finance/pledges/${pledgeId}`);
  return html`<tr>
    <th scope="row" class="say">${texts.tasks.kinds[kind]}</th>
    <td class="${isLate ? 'down' : ''}">${dueAt === null ? texts.tasks.noDate : show.time(dueAt)}</td>
    <td class="ref">
      ${pledge === null || pledgeId === null ? '—' : visit.may('ledger:read') ? html`<a href="${pledge}">${pledgeReference(pledgeId)}</a>` : pledgeReference(pledgeId)}
    </td>
    <td>${stripeId(visit, stripeObjectId)}</td>
    <td>${show.time(raisedAt)}</td>
    ${
      visit.may('periods:close') &&
      html`<td>
        ${noteForm(visit, {
          action: visit.to('/finance/waiting/tasks'),
          id: taskId,
          summary: words.settle,
          label: words.noteLabel,
          button: words.settleLabel,
          about: texts.tasks.kinds[kind],
        })}
      </td>`
    }
  </tr>`;
}

function parkedCard(visit: Visit, { parked, inbox }: Waiting): Html {
  const { texts, show } = visit;
  const words = waitingTexts(visit.lang);
  const { columns } = words;
  const mayAct = visit.may('periods:close');
  const rest = inbox.parked - parked.length;
  const table = html`<table>
    <thead>
      <tr>
        <th scope="col">${columns.event}</th>
        <th scope="col">${columns.cause}</th>
        <th scope="col">${columns.object}</th>
        <th scope="col" class="num">${columns.tries}</th>
        <th scope="col">${columns.parked}</th>
        ${mayAct && html`<th scope="col">${columns.action}</th>`}
      </tr>
    </thead>
    <tbody>
      ${parked.map((event) => eventRow(visit, event))}
    </tbody>
  </table>`;
  const all =
    mayAct &&
    parked.length > 1 &&
    html`<form method="post" action="${visit.to('/finance/waiting/retry')}">
      <input type="hidden" name="csrf" value="${visit.signedIn.csrf}" />
      <button class="b" type="submit" name="id" value="all">${words.retryAll}</button>
    </form>`;
  return card(
    'parked-title',
    `${words.parked}: ${show.count(inbox.parked)}`,
    [
      tableFrame(texts.table(words.parked), table),
      html`<p class="foot">${rest > 0 && `${words.moreEvents(show.count(rest))} `}${words.parkedHow}</p>`,
    ],
    all,
  );
}

function eventRow(visit: Visit, event: InboxEvent): Html {
  const { show, signedIn } = visit;
  const words = waitingTexts(visit.lang);
  const { stripeEventId, type, objectId, attempts, parkedAt, lastError } = event;
  return html`<tr>
    <th scope="row" class="ref"><b>${type}</b><span>${stripeEventId}</span></th>
    <td class="say">${words.causes[causeOf(lastError)]}${lastError !== null && html`<small>${lastError}</small>`}</td>
    <td>${stripeId(visit, objectId)}</td>
    <td class="num">${show.count(attempts)}</td>
    <td>${parkedAt === null ? '—' : show.time(parkedAt)}</td>
    ${
      visit.may('periods:close') &&
      html`<td>
<div class="acts">
        <form method="post" action="${visit.to('/finance/waiting/retry')}">
          <input type="hidden" name="csrf" value="${signedIn.csrf}" />
          <button class="b" type="submit" name="id" value="${stripeEventId}">
            ${words.retry}<span class="vh">: ${type}</span>
          </button>
        </form>
        ${noteForm(visit, {
          action: visit.to('/finance/waiting/dismiss'),
          id: stripeEventId,
          summary: words.dismiss,
          label: words.reasonLabel,
          button: words.dismissButton,
          about: type,
          text: words.dismissText,
        })}
      </div></td>`
    }
  </tr>`;
}

type NoteForm = {
  action: string;
  id: string;
  summary: string;
  label: string;
  button: string;
  /** What it is about, for whoever hears the page. */
  about: string;
  text?: string;
};

/** A form that asks for a line of words before it does anything, folded away until it is wanted. */
function noteForm(visit: Visit, { action, id, summary, label, button, about, text }: NoteForm): Html {
  const { noteHint } = waitingTexts(visit.lang);
  return html`<details class="ask">
    <summary class="b">${summary}<span class="vh"> ${about}</span></summary>
    <form method="post" action="${action}">
      <input type="hidden" name="csrf" value="${visit.signedIn.csrf}" />
      <input type="hidden" name="id" value="${id}" />
      ${text !== undefined && html`<p class="mut">${text}</p>`}
      <label for="note-${id}">${label}</label>
      <input id="note-${id}" name="note" required maxlength="${MOST_NOTE}" pattern="[^@＠﹫]*" title="${noteHint}" autocomplete="off" />
      <p class="mut small">${noteHint}</p>
      <button class="b p" type="submit">${button}</button>
    </form>
  </details>`;
}
