import type { ApiWords } from './words.ts';

// English words of the API's description. Backticks mark code; there is no other mark-up.

export const en: ApiWords = {
  groups: {
    readers: {
      title: 'Readers',
      body: 'What the box under an article calls, for whoever writes a box of their own. No key, no cookie. Browsers may read the answers on the publisher’s own origins only.',
    },
    files: {
      title: 'Files',
      body: 'The ledger, its journal, the pledges and the bank deposits as files, with every filter of the pages. They are streamed as they are made; if one cannot be finished, the connection breaks, so that no file is silently short.',
    },
    books: {
      title: 'Sums, months, audit',
      body: 'What a month adds up to, how it compares with Stripe, closing it, and who did what.',
    },
    service: {
      title: 'Running it',
      body: 'For Stripe, for load balancers and for watchmen.',
    },
  },
  operations: {
    widgetConfig: {
      title: 'What the box needs to draw itself',
      body: 'Currencies, amounts, limits, texts and notices of the closest edition. The same for every reader of a country; caches may keep it for five minutes.',
    },
    startCheckout: {
      title: 'Open Stripe’s payment page for a choice',
      body: 'Creates a pledge that holds no identity and answers with the page to lead the reader to. Send the same key and body again after a broken connection: the answer is the same, byte for byte, and nothing is opened twice.',
    },
    askForReminder: {
      title: 'Ask for one reminder by mail',
      body: 'Sends one mail that asks for a confirmation. The answer is the same for every address. The address is sealed, and erased as soon as the reminder is out.',
    },
    reminderCalendar: {
      title: 'The reminder as a calendar file',
      body: 'One neutral all-day event that names nobody and links nowhere. Nothing is stored.',
    },
    countEvent: {
      title: 'Count what the box did',
      body: 'Adds one to a counter of the day, where the publisher counts and the reader’s browser does not object. The answer is an empty 204 in every case. Made for `sendBeacon`: JSON as plain text.',
    },
    oembed: {
      title: 'The box for a content system',
      body: 'oEmbed 1.0, JSON only: a frame with the box for an address of the give page, a short link or an article.',
    },
    dictionary: {
      title: 'What every column means',
      body: 'Type, unit and meaning of each column of each table, in English and Russian. Anyone may read it.',
    },
    dictionaryCsv: { title: 'The same as CSV', body: 'One row for each column.' },
    summary: {
      title: 'Sums of a month or a range',
      body: 'Per settlement currency: what came in, what went back, what it cost, and the balance before and after. Without a month or days: the running month.',
    },
    reconciliation: {
      title: 'A month against Stripe',
      body: 'The last comparison of a month with Stripe, line by line and both ways. The service compares every night; the command `reconcile` does it at once.',
    },
    periods: {
      title: 'Months and their chain',
      body: 'Which months are closed, and every closing and reopening, each with the hash of the one before.',
    },
    closePeriod: {
      title: 'Close a month',
      body: 'From now on its ledger.csv never changes by a byte; what arrives late is booked to the next open month, with its own month beside it. Months close in order, once they are over in the book zone. Send an empty object.',
    },
    reopenPeriod: {
      title: 'Reopen the last closed month',
      body: 'With a reason that stays in the chain for ever.',
    },
    auditLines: {
      title: 'The audit as JSON lines',
      body: 'Who exported, closed or changed what, and every denied try, oldest first. Each entry names the hash of the one before, so that nobody can change, drop or swap one unseen: recompute the chain yourself. It holds no address and no name.',
    },
    stripeWebhook: {
      title: 'Stripe’s doorbell',
      body: 'Answers 200 once the event is on disk, and only then. No payload is kept: the service reads the object from Stripe itself. Bodies above 256 KiB are refused.',
    },
    livez: { title: 'Whether the process runs', body: 'For restarts: it asks nothing of the database.' },
    readyz: {
      title: 'Whether it can serve',
      body: 'For load balancers. With 503 the database cannot be used at the moment.',
    },
    metrics: {
      title: 'Numbers for Prometheus',
      body: 'The text format of Prometheus. No number says anything about a reader.',
    },
    openapi: {
      title: 'This description',
      body: 'OpenAPI 3.1, made from the schemas that read the requests.',
    },
  },
  tables: {
    ledger: {
      title: 'Ledger',
      body: 'One row per movement of the Stripe balance, in the order of the movements, as the ledger stands when the download begins.',
    },
    journal: {
      title: 'Journal',
      body: 'The ledger as double entry: one row per side of a movement. The debits and credits of a document are equal.',
    },
    accounting: {
      title: 'Accounting import',
      body: "The journal with the publisher's own account codes, for bookkeeping programs: each document is in one currency and on one day, and its debits and credits are equal.",
    },
    pledges: {
      title: 'Pledges',
      body: 'One row per promise of a reader, with what was paid on it. A pledge holds no identity: who the supporter is, only Stripe knows.',
    },
    payouts: {
      title: 'Bank deposits',
      body: 'One row per deposit with what it holds. Where it is explained by its items, gifts + refunds + disputes - fees + adjustments + returned + other products + unexplained is its amount.',
    },
  },
  formats: {
    csv: {
      title: 'CSV',
      body: 'RFC 4180, UTF-8, a point as decimal mark. No text can start a formula. The ledger of a closed month never changes by a byte.',
    },
    'excel.csv': {
      title: 'CSV for Excel',
      body: 'With a byte order mark, and the separator and decimal mark that Excel expects where `lang` is spoken.',
    },
    xlsx: {
      title: 'Excel workbook',
      body: 'Real dates, real numbers, and text that stays text. A sheet holds 1,048,576 rows; what is more stands on the next.',
    },
    'manifest.json': {
      title: 'Manifest',
      body: 'What the files of the same filters hold: rows, sums, the control block per currency (opening, movements, closing, difference to Stripe), size and SHA-256 of each file, and a bound that gives the very same files again. A workbook also carries the latest comparison with Stripe, so its hash holds until the next one.',
    },
    jsonl: {
      title: 'JSON lines',
      body: 'One JSON object a line with the same fields: numbers as numbers, nothing as null.',
    },
  },
  problems: {
    unknown_field: {
      means: 'There is no such field or parameter here.',
      cure: 'Look for a typing error in `field`. Unknown names are refused, so that a wrong filter never turns a month into everything.',
    },
    missing_field: { means: 'A required field is not there.', cure: 'Send the field named in `field`.' },
    invalid_field: {
      means: 'A field cannot be read, or is given more than once.',
      cure: 'Change the field named in `field` as `detail` says.',
    },
    invalid_body: { means: 'The body is no object.', cure: 'Send a JSON object with the documented fields.' },
    malformed_json: { means: 'The body is no valid JSON.', cure: 'Check quotes and commas.' },
    bad_request: { means: 'The request cannot be read at all.', cure: 'Check the address and the headers.' },
    idempotency_key_required: {
      means: 'The header Idempotency-Key is missing or not 8 to 200 printable characters.',
      cure: 'Send a new random key for each choice of a reader, and keep it for every try of that choice.',
    },
    bad_signature: {
      means: 'The signature is missing, wrong, or more than five minutes old or early.',
      cure: 'Check the signing secret and the clock of the machine.',
    },
    key_required: {
      means: 'There is neither a key nor a session.',
      cure: 'Send `Authorization: Bearer rsk_…`. Never put a key into an address.',
    },
    key_invalid: {
      means: 'The key is unknown, has expired or was revoked.',
      cure: 'Make a new one: `reader-support keys create`.',
    },
    unauthorized: {
      means: 'The metrics token is missing or wrong.',
      cure: 'Send `METRICS_TOKEN` as a bearer token.',
    },
    scope_missing: {
      means: 'The key may not do this.',
      cure: 'Use a key with the scope that `detail` names.',
    },
    foreign_form: {
      means: 'A browser sent this from another site, or from a page that was open for too long.',
      cure: 'Programs: send a key instead of a cookie.',
    },
    closed: {
      means: 'The publisher takes no gifts at the moment.',
      cure: 'Hide the form; nothing was charged.',
    },
    stopped_for_safety: {
      means: 'The publisher asks readers in this country not to pay, because it could endanger them.',
      cure: 'Show the notice of /v1/widget-config. Do not lead the reader elsewhere to pay.',
    },
    not_found: { means: 'There is nothing at this address.', cure: 'Compare it with this page.' },
    never_compared: {
      means: 'This month was never compared with Stripe.',
      cure: 'Wait for the night, or run `reader-support reconcile`.',
    },
    method_not_allowed: {
      means: 'The address exists and takes another method.',
      cure: 'The header Allow says which.',
    },
    idempotency_key_reused: {
      means: 'This key was used for another choice.',
      cure: 'Make a new key for a new choice.',
    },
    accounts_not_set: {
      means: 'The publisher file names no account codes.',
      cure: 'Set `finance.accounts` in the publisher file, one code for each account of the journal, and start the service again.',
    },
    month_closed: {
      means: 'The month is closed already. For a file: its bound is that of its closing.',
      cure: 'Nothing to do; for a file, leave `bound` out.',
    },
    month_open: { means: 'The month is open already.', cure: 'Nothing to do.' },
    month_running: {
      means: 'The month is not over yet in the book zone.',
      cure: 'Close it on the first day of the next month.',
    },
    month_changed: {
      means: 'Somebody else closed or reopened a month at this moment.',
      cure: 'Read /v1/periods and decide again.',
    },
    earlier_month_open: {
      means: 'An earlier month is still open.',
      cure: 'Close the month that `detail` names first.',
    },
    later_month_closed: {
      means: 'A later month is closed.',
      cure: 'Reopen the month that `detail` names first.',
    },
    too_large: {
      means: 'The body is larger than this address takes.',
      cure: 'Every request of ours fits into 16 KiB.',
    },
    unsupported_media_type: {
      means: 'The body has another type.',
      cure: 'Send `Content-Type: application/json`.',
    },
    currency_not_offered: {
      means: 'The edition does not take this currency.',
      cure: 'Offer the currencies of /v1/widget-config.',
    },
    amount_too_small: {
      means: 'The amount is below the limit of its frequency.',
      cure: 'Take the limits from /v1/widget-config.',
    },
    amount_too_large: {
      means: 'The amount is above the limit of its frequency.',
      cure: 'Take the limits from /v1/widget-config.',
    },
    amount_step: {
      means: 'The currency has no such small amounts.',
      cure: 'Round to the step that `detail` names.',
    },
    mailbox_unsafe: {
      means: 'The mail service lies where it can be made to hand over mail.',
      cure: 'Show `detail`, and offer the calendar file.',
    },
    mail_not_offered: {
      means: 'No reminders by mail are offered here, or to readers from there.',
      cure: 'Offer the calendar file.',
    },
    too_many_requests: {
      means: 'Too many tries from one network.',
      cure: 'Wait for the seconds of the header Retry-After.',
    },
    internal: {
      means: 'A fault of ours.',
      cure: 'Try again later. If it stays, tell whoever runs the service the `requestId`.',
    },
    format_not_implemented: { means: 'oEmbed is answered in JSON only.', cure: 'Ask with `format=json`.' },
    unavailable: {
      means: 'The database, Stripe or the mail server cannot be used at the moment. Nothing was done.',
      cure: 'Send the same request again after the seconds of Retry-After.',
    },
    month_busy: {
      means: 'Entries keep arriving in the month.',
      cure: 'Send the same request again after the seconds of Retry-After.',
    },
  },
  headers: {
    'Content-Disposition': 'The name of the file, in the words of the publisher and the filters.',
    'Repr-Digest':
      'RFC 9530: the SHA-256 of the whole file, `sha-256=:base64:`. A header where it is known before the file is made, that is for the ledger.csv of a closed month; else a trailer behind the last byte.',
    ETag: 'Names this version; send it back as If-None-Match.',
    'Retry-After': 'Seconds to wait before the same request is sent again.',
  },
  security: {
    financeKey: 'A finance key, `Authorization: Bearer rsk_…`. Keys have scopes, and may expire.',
    financeSession:
      'The session of somebody who is signed in at /finance. The cookie is called rs_finance without https.',
    stripeSignature: 'Stripe’s signature over the raw body.',
    metricsToken: 'The METRICS_TOKEN of the settings.',
  },
  rules: [
    {
      title: 'Keys',
      body: 'Finance addresses want `Authorization: Bearer rsk_…`. A key never stands in an address: addresses end up in logs, histories and referrers. Make one with `reader-support keys create --name books --scope ledger:read,totals:read`; it is shown once.',
    },
    {
      title: 'Amounts',
      body: 'Amounts are integers in minor units beside a currency in capitals: 1250 in EUR is €12.50, 1250 in JPY is ¥1,250. Never add two currencies.',
    },
    {
      title: 'Times',
      body: 'Instants are ISO 8601 in UTC and end in Z. Days and months are counted in the book zone of the publisher, or in the `zone` that you name. Ranges are half-open: `to` is the first day that is left out.',
    },
    {
      title: 'Errors',
      body: 'Every error is `application/problem+json` with a `code` for programs and a `detail` for people. Unknown parameters and fields are refused.',
    },
    {
      title: 'Again',
      body: 'Reading changes nothing. After 429 and 503, wait for Retry-After and send the same request once more; with the same Idempotency-Key a checkout is never opened twice.',
    },
    {
      title: 'What stays',
      body: 'Names of addresses, fields, columns and codes stay. Answers may grow fields, files columns at their end; read by name and pass over what you do not know.',
    },
  ],
};
