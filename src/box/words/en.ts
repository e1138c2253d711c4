// English words of the box, in four parts: what every reader sees, what may follow Continue, the reminder, and what
// few pages ask for.
// `{name}` is a value, `**…**` is bold, `[…]` is the link of the sentence. Whole sentences only: a translator must
// be able to change the order of everything.

export const box = {
  eyebrow: 'A note from the newsroom',
  heading: 'Our reporting is paid for by readers.',
  message:
    'We have no owner to please and nobody to tell us what to leave out. If our reporting is useful to you, please support us monthly, **starting from just {min}**. It takes a minute, and you can stop at any time.',
  frequencyLegend: 'How often would you like to give?',
  once: 'Once',
  monthly: 'Monthly',
  annual: 'Annual',
  chooseAmount: 'Choose an amount',
  currency: 'Currency',
  amount_once: 'Amount, one time',
  amount_monthly: 'Amount per month',
  amount_annual: 'Amount per year',
  other: 'Other',
  other_once: 'Your amount',
  other_monthly: 'Your amount per month',
  other_annual: 'Your amount per year',
  per_monthly: 'a month',
  per_annual: 'a year',
  range: 'From {min} to {max}',
  go: 'Continue',
  terms_once: '**{amount}, one time.**',
  terms_monthly: '**{amount} today, then {amount} every month.** Stop any time.',
  terms_annual: '**{amount} today, then {amount} every year.** Stop any time.',
  marks: 'Ways to pay on the next page',
  secure: 'You pay on Stripe’s own page. We never see your card.',
  later: 'Not ready to support today? [Remind me later.]',
  print: 'Support us: {url}',
  busy: 'Opening the payment page',
  away: '**That did not load.** You have not been charged. Try again, or [open it in a new page].',
} as const;

export const fault = {
  retry: 'Try again',
  offline:
    '**We could not reach the payment page.** You have not been charged. Check your connection and try again, or [open it in a new page].',
  faultEmpty: 'Enter an amount.',
  faultFormat: 'Use numbers only, for example {example}.',
  faultDecimals: '{currency} has no smaller unit. Use a whole number.',
  faultRefused: 'This amount cannot be paid here. Choose another one.',
  tooSmall_once: 'The smallest amount is {min}.',
  tooSmall_monthly: 'The smallest monthly amount is {min}.',
  tooSmall_annual: 'The smallest yearly amount is {min}.',
  tooLarge_once: 'The largest amount is {max}.',
  tooLarge_monthly: 'The largest monthly amount is {max}.',
  tooLarge_annual: 'The largest yearly amount is {max}.',
  giveMore: 'To give more, write to {mail}.',
  limited:
    '**Please wait a moment.** There were too many tries from your network. You can continue in {wait}.',
  limitedOver: 'You can continue now.',
  goIn: 'Continue in {clock}',
} as const;

export const reminder = {
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
  calendarHint: 'You leave no address, and our server stores nothing.',
  calendarSaved: '**Open the file to put the day in your calendar.**',
  calendarQuiet: 'This box stays out of sight on this device until {day}.',
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

export const more = {
  back: '**Nothing was charged.** Your choice is still here.',
  thanks: '**Thank you for supporting us.**',
  thanksManage: '**Thank you for supporting us.** [Change or cancel]',
  again: 'We kept quiet for a while. Today we ask again.',
  hide: 'Hide this',
  nudge: 'Giving {amount} once a year means one payment fee instead of twelve. [Change to once a year.]',
  goal_month: 'Readers have given {percent} of the {target} for this month, as of {day}.',
  goal_year: 'Readers have given {percent} of the {target} for this year, as of {day}.',
} as const;
