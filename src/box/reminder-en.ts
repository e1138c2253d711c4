// English words of the reminder; see en.ts for the marks in them.

export const reminderEn = {
  remindEyebrow: 'Remind me later',
  remindHeading: 'Which day suits you?',
  remindMessage:
    'Save the day in your own calendar, or get one short e-mail. Neither will name us or mention money.',
  remindMessageCalendar: 'Save the day in your own calendar. The entry will not name us or mention money.',
  whenLegend: 'When',
  soon: 'In a few weeks',
  threeMonths: 'In three months',
  anotherDay: 'Another day',
  pickDay: 'You pick the date',
  date: 'Date',
  calendar: 'Save it to your calendar',
  calendarHint: 'You leave no address, and nothing is stored here.',
  emailLabel: 'E-mail address',
  emailHint:
    'We send a confirmation link first. Your address is kept sealed for this one e-mail and erased here the moment it is sent; after that, only the links in that e-mail carry it.',
  setReminder: 'Send me an e-mail',
  sending: 'Sending',
  toAmounts: 'Back',
  faultEmail: 'Enter an e-mail address, for example name@example.org.',
  faultDate: 'Choose a day from tomorrow to {max}.',
  faultMailService:
    'This mail service can be read by the authorities in Russia. Save the date to your calendar instead.',
  remindOffline: '**We could not reach our server.** Nothing was saved. Check your connection and try again.',
  remindLimited: '**Please wait a moment.** There were too many tries from your network. Try again later.',
  inboxEyebrow: 'Almost done',
  inboxHeading: 'Check your inbox',
  inboxMessage:
    'Open the link we send to {address} within 48 hours, and we will write on {day}. If you do nothing, we erase the address.',
  changeDate: 'Change the date',
  close: 'Close',
} as const;
