// English words of the reminder mails and of the calendar entry. They are read on locked screens and in seized
// mailboxes: they name no publisher and no purpose. `{day}` is a day in words.

export const mail = {
  confirmSubject: 'Please confirm your note',
  confirmAsked: 'Someone, probably you, asked for a note on {day}.',
  confirmLink: 'Confirm',
  confirmNot: 'If it was not you, do nothing; we delete this address in 48 hours.',
  noteSubject: 'The note you asked for',
  noteAsked: 'You asked us to write today.',
  noteErased: 'We have deleted this address. Only the links in this mail still know it.',
  openLink: 'Open the page',
  laterLink: 'In a month instead',
  stopLink: 'No more notes',
  calendarEntry: 'Reading list',
} as const;

/** Beginnings of words that may not stand in them, in any case. */
export const loud =
  'donat support give giving gift gave money pay paid contribut fund charit sponsor subscri member ' +
  'stripe card bank euro dollar amount news journal press media publish editor reader times';
