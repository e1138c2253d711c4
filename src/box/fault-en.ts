// English words of what may follow Continue; see en.ts for the marks in them.

export const faultEn = {
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
