import type { ArticleTexts } from '../texts.ts';

// English words of the server's pages. `{name}` is a value, `**…**` is bold, `[…]` is the link.

export const page = {
  skip: 'Skip to the content',
  languages: 'Language',
  links: 'About this page',
  privacy: 'Privacy',
  spending: 'How the money is spent',
  reference: 'Reference',

  giveTitle: 'Support {name}',
  changeCurrency: 'Change currency',
  plainOnce: 'Once: you pay the amount above one time.',
  plainMonthly: 'Monthly: you pay the amount above today, then every month. Stop any time.',
  plainAnnual: 'Annual: you pay the amount above today, then every year. Stop any time.',
  errorTitle: 'Error: {title}',
  errorHeading: 'Something in the form is missing or wrong',
  errorMoney: 'You have not been charged.',
  closedHeading: 'We take no payments at the moment',
  closedBody: 'Thank you for wanting to help. Please come back another day. You have not been charged.',

  riskTitle: 'Are you in Russia or Belarus?',
  riskPay:
    'Do not pay and do not leave an e-mail here. A payment can put you at risk even with a foreign card.',
  riskMail:
    'Do not leave an e-mail address here. Save the date to your calendar instead: it stays on your device, or with the calendar you use.',
  mailNotOffered:
    'We do not send reminders by mail here. Save the date to your calendar instead: the calendar file needs no address.',
  returnRefused:
    'We do not know the page that you came from, so we cannot lead you back to it. Press Continue again to go on without it.',

  reviewTitle: 'Before you pay',
  review_once: 'You give {amount} once.',
  review_monthly: 'You give {amount} a month.',
  review_annual: 'You give {amount} a year.',
  reviewFee: 'Card fees take about {fee} of it.',
  cover_once: 'Add {added}, so that the newsroom gets the whole {amount}.',
  cover_monthly: 'Add {added} a month, so that the newsroom gets the whole {amount}.',
  cover_annual: 'Add {added} a year, so that the newsroom gets the whole {amount}.',
  covered_once: 'If you tick this, you pay {total}, one time.',
  covered_monthly: 'If you tick this, you pay {total} today, then {total} every month.',
  covered_annual: 'If you tick this, you pay {total} today, then {total} every year.',
  coverTooLarge: 'The fee cannot be added to this amount: {amount} with it would be more than we take here.',
  reviewChange: 'Change the amount',
  reviewMoney: 'You have not been charged. You see the amount once more on Stripe’s page, where you pay.',

  leaveTitle: 'The payment page opens now',
  leaveBody: 'You are led to Stripe’s page, where you pay. You have not been charged yet.',
  leaveLink: 'Go to the payment page',

  thanksHeading: 'Thank you. That is real help.',
  paidOnce: 'Your payment went through. It goes into reporting.',
  paidMonthly: 'Your first monthly payment went through. It goes into reporting.',
  paidAnnual: 'Your first yearly payment went through. It goes into reporting.',
  processingHeading: 'Thank you. Your bank is still working on it.',
  processingBody:
    'The payment is on its way and not confirmed yet. You need not do anything, and please do not pay a second time.',
  unknownHeading: 'Thank you for coming by',
  unknownBody:
    'This page shows a payment for a short time only, so it cannot say how yours went. If you paid, the payment page or your bank statement tells you.',
  yourSupport: 'Your support',
  rhythmOnce: 'one time',
  rhythmMonthly: 'every month, until you stop it',
  rhythmAnnual: 'every year, until you stop it',
  nextPayment: 'Next payment',
  onStatement: 'On your statement',
  backToArticle: 'Back to the article',
  backToSite: 'Back to {name}',
  changeOrCancel: 'Change or cancel',
  keepHeading: 'Keep the reference',
  keepBody: 'It is the quickest way to find your payment again, and it says nothing about you.',
  quietHeading: 'We will stop asking',
  quietOnce:
    'Go back with the button above, and the box stays away in this browser for three months. All that is stored there is a date.',
  quietPlan:
    'Go back with the button above, and the box stays away in this browser for eight months. All that is stored there is a date.',
  wrongHeading: 'Something wrong?',
  wrongBody: 'Write to [{mail}] with the reference above.',
  sharedDevice:
    'Using a shared device? Close this tab. The address of this page stops showing the payment after {time}.',

  badRequestHeading: 'This request could not be read',
  badRequestBody: 'Something in the address or the form was not as expected. Go back and try again.',
  notFoundHeading: 'There is nothing at this address',
  notFoundBody: 'The address may be mistyped, or the page is gone.',
  goneHeading: 'This link no longer works',
  goneBody: 'It has been used, it has run out, or it was never complete. You can ask for a new one.',
  invalidHeading: 'This cannot be done as it was asked',
  invalidBody: 'Something in the form is missing or wrong. Go back, change it and try again.',
  conflictHeading: 'This form was sent before with another choice',
  conflictBody: 'Open the form again, so that your present choice counts and nothing is done twice.',
  stoppedHeading: 'We do not take a payment from you here',
  stoppedBody: 'Paying from where you are can put you at risk, so this page does not go on.',
  limitedHeading: 'Please wait a moment',
  limitedBody: 'There were too many tries from your network. You can go on in {wait}.',
  failedHeading: 'Something went wrong on our side',
  failedBody: 'It is not your doing, and it has been recorded. Please try again in a while.',
  unavailableHeading: 'We cannot reach the payment service',
  unavailableBody: 'Please try again in {wait}.',
  downHeading: 'This page does not work at the moment',
  downBody: 'Something behind it does not answer. Please try again in {wait}.',
  moneyUntouched: 'You have not been charged: money is taken on the payment page only.',
  moneyElsewhere:
    'You have not been charged by this page. A payment that you have already made is not touched by this.',
  onward: 'Open the form',
  tryAgain: 'Try again',
  requestReference: 'Reference {id}',

  remindTitle: 'Remind me later',
  whenHeading: 'In your calendar',
  whenBody:
    'Choose a day to save a file for your own calendar. You leave no address, and nothing is stored here.',
  saveDay: 'Save this day',
  mailHeading: 'Or by e-mail',
  otherWay: 'Back to the form',
  inboxTitle: 'Check your inbox',
  inboxBody:
    'Open the link we send to you within 48 hours, and we will write on the day you chose. If you do nothing, we erase the address.',
  confirmTitle: 'Confirm your reminder',
  confirmBody: 'We will write once, on {day}. Then we erase your address.',
  confirmButton: 'Yes, write on that day',
  confirmNot:
    'If you did not ask for this, close the page: without a confirmation the address is erased within 48 hours.',
  confirmedTitle: 'Done. We will write on {day}.',
  confirmedBody: 'It is one e-mail. The moment it is sent, we erase your address.',
  manageTitle: 'Your reminder',
  manageBody: 'A reminder is set for {day}.',
  sentTitle: 'Your reminder',
  sentBody:
    'We wrote as you asked, and your address is no longer stored here. It is only in the links of that e-mail.',
  laterButton: 'In a month instead',
  laterTitle: 'Done. We will write again on {day}.',
  laterBody:
    'Your address came from the link in your e-mail. We keep it sealed until that day and erase it when the e-mail is sent.',
  cancelButton: 'Cancel the reminder',
  stopButton: 'No more notes',
  stoppedTitle: 'Done. No more notes.',
  stoppedBodyDone: 'Nothing will be sent to this address, and it is no longer stored here.',
  undoButton: 'Undo',
  stopTitle: 'No more notes?',
  stopBody: 'Press the button, and we write to this address no more.',
  postponeTitle: 'In a month instead?',
  postponeBody: 'We write once more, on {day}. Until then the address is kept sealed here.',
  cancelledTitle: 'The reminder is cancelled.',
  cancelledBody: 'It will not be sent, and the address that belonged to it is erased.',
  neverTitle: 'Never again?',
  neverBody:
    'If others keep typing your address here, we can refuse it for good. For two years we then keep a keyed fingerprint of the address, and not the address: it serves only to recognise it and to write nothing.',
  neverButton: 'Never write to this address',
  suppressedTitle: 'Done. Never again.',
  suppressedBody: 'Whatever anybody asks here, nothing will be sent to this address for two years.',
  expiredTitle: 'This link no longer works.',
  expiredBody: 'You can ask for a new one.',
  askAgain: 'Ask for a new one',
} as const;

// The demo's article: our own words about a town and a river that do not exist.
export const article: ArticleTexts = {
  paper: 'The Example Times',
  sections: ['News', 'Climate', 'Culture'],
  sectionsLabel: 'Sections',
  kicker: 'Climate',
  headline: 'The town that measured its own river, and what it found',
  byline: 'By Ana Sample · 22 November 2026 · 6 min read',
  before: [
    'For three years a group of retired engineers walked to the same bend every Sunday, lowered a bucket on a rope and wrote down what came up. Nobody had asked them to. Last week the notebooks became evidence.',
    'The regional office had reported clean water every quarter. The notebooks, checked for this article by two independent laboratories, tell a different story from the spring of the second year on.',
    '“Clean” turned out to mean measured above the plant. At the bend below it the limit was passed in nineteen weeks out of thirty, each time in the days after rain.',
  ],
  after: [
    'The first reading that worried them came in April. “We thought the meter was broken,” says the group’s chemist. “So we bought a second meter. Then we were worried about two meters.”',
  ],
  fallback: 'Support our reporting',
  heading: 'This story took four months. Readers paid for it.',
  spending: [
    'Two thirds pay reporters, editors and fact-checkers.',
    'A fifth pays lawyers, document requests and travel.',
    'The rest pays for servers and bookkeeping.',
  ],
};
