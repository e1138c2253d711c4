// Keeps the sheet "ledger" of a Google spreadsheet. Extensions, Apps Script; put FINANCE_KEY into the script properties
// (Project Settings), then run updateLedger, by hand or by a daily trigger.
const SERVICE = 'https://give.example.org';
// What the sheet shall add up. All else stays text, so that no id becomes a number and no time is moved into another zone.
const NUMBERS = [
  'charged_minor',
  'charged_amount',
  'exchange_rate',
  'gross_minor',
  'gross',
  'fee_minor',
  'fee',
  'net_minor',
  'net',
];

function updateLedger() {
  const key = PropertiesService.getScriptProperties().getProperty('FINANCE_KEY');
  const book = SpreadsheetApp.getActive();
  const sheet = book.getSheetByName('ledger') || book.insertSheet('ledger');
  const kept = sheet.getLastRow() > 1 ? sheet.getDataRange().getDisplayValues() : [];
  const since = kept.length > 1 ? tenMinutesBefore(kept) : null;
  const answer = UrlFetchApp.fetch(
    `${SERVICE}/v1/ledger.csv${since ? `?updatedSince=${encodeURIComponent(since)}` : ''}`,
    {
      headers: { Authorization: `Bearer ${key}` },
      followRedirects: false,
    },
  );
  const [header, ...rows] = Utilities.parseCsv(answer.getContentText('UTF-8'));
  const known = new Set(kept.slice(1).map((row) => row[0]));
  const fresh = rows.filter((row) => !known.has(row[0]));
  if (kept.length === 0) sheet.getRange(1, 1, 1, header.length).setValues([header]);
  if (fresh.length === 0) return;
  const place = sheet.getRange(sheet.getLastRow() + 1, 1, fresh.length, header.length);
  const isNumber = header.map((name) => NUMBERS.includes(name));
  // The file writes a point as decimal mark, as this language does, whatever the sheet's.
  const cellOf = (cell, i) => (isNumber[i] && cell !== '' ? Number(cell) : cell);
  place
    .setNumberFormats(fresh.map((row) => row.map((_cell, i) => (isNumber[i] ? 'General' : '@'))))
    .setValues(fresh.map((row) => row.map(cellOf)));
}

/** recorded_utc is the last column; lines may be written in another order than they are dated. */
function tenMinutesBefore(rows) {
  const newest = rows
    .slice(1)
    .map((row) => row[row.length - 1])
    .sort()
    .pop();
  return new Date(new Date(newest).getTime() - 600000).toISOString();
}
