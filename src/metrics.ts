import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Counts and times of this process, in Prometheus' form. No label is about a person. */
export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    requests: new Counter({
      name: 'rs_requests_total',
      help: 'Requests by route and status',
      labelNames: ['route', 'status'],
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'rs_request_seconds',
      help: 'Time to answer, by route',
      labelNames: ['route'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
      registers,
    }),
    webhookEvents: new Counter({
      name: 'rs_webhook_events_total',
      help: 'Events by what became of them',
      labelNames: ['outcome'],
      registers,
    }),
    stripeReads: new Counter({ name: 'rs_stripe_reads_total', help: 'Objects re-read at Stripe', registers }),
    checkouts: new Counter({
      name: 'rs_checkouts_total',
      help: 'Checkouts by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    mails: new Counter({
      name: 'rs_mails_total',
      help: 'Tries to send a mail, by kind and outcome: accepted, retry, our_fault, refused, given_up',
      labelNames: ['mail', 'outcome'],
      registers,
    }),
    reminders: new Gauge({
      name: 'rs_reminders',
      help: 'Reminders by status; the settled ones are forgotten after a month',
      labelNames: ['status'],
      registers,
    }),
    mailAge: new Gauge({
      name: 'rs_mail_oldest_due_seconds',
      help: 'How late the latest mail is that still waits to be sent',
      registers,
    }),
    inbox: new Gauge({
      name: 'rs_inbox_events',
      help: 'Events of the inbox by fate',
      labelNames: ['fate'],
      registers,
    }),
    listedCards: new Counter({
      name: 'rs_listed_cards_total',
      help: 'Cards of listed countries, paid or refused by their bank: their plans were ended',
      labelNames: ['outcome'],
      registers,
    }),
    reconciled: new Gauge({
      name: 'rs_reconciled',
      help: '1 where every month that was compared with Stripe holds to the cent, 0 where one does not',
      registers,
    }),
    reconciledAt: new Gauge({
      name: 'rs_reconciled_timestamp_seconds',
      help: 'When the last comparison with Stripe began, 0 before the first',
      registers,
    }),
    leases: new Gauge({
      name: 'rs_lease_held',
      help: '1 where this instance does what only one does at a time; over all instances the sum is 1',
      labelNames: ['lease'],
      registers,
    }),
    database: new Gauge({
      name: 'rs_database_up',
      help: '1 where the database answered for these numbers; at 0 those that come from it are left out',
      registers,
    }),
    openTasks: new Gauge({ name: 'rs_staff_tasks', help: 'Tasks that wait for a person', registers }),
    queueAge: new Gauge({
      name: 'rs_inbox_oldest_pending_seconds',
      help: 'Age of the oldest event that waits',
      registers,
    }),
  };
}
