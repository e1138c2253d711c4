import type { FaultTexts } from './fault-texts.ts';

// Russian words of what may follow Continue; see en.ts for the marks in them.

export const faultRu: FaultTexts = {
  faultEmpty: 'Введите сумму.',
  faultFormat: 'Только цифры, например {example}.',
  faultDecimals: 'В валюте {currency} нет дробной части. Введите целое число.',
  faultRefused: 'Эту сумму здесь оплатить нельзя. Выберите другую.',
  tooSmall_once: 'Минимальная сумма: {min}.',
  tooSmall_monthly: 'Минимальная сумма в месяц: {min}.',
  tooSmall_annual: 'Минимальная сумма в год: {min}.',
  tooLarge_once: 'Максимальная сумма: {max}.',
  tooLarge_monthly: 'Максимальная сумма в месяц: {max}.',
  tooLarge_annual: 'Максимальная сумма в год: {max}.',
  giveMore: 'Если хотите дать больше, напишите: {mail}.',
  limited: '**Подождите немного.** Слишком много попыток из вашей сети. Продолжить можно через {wait}.',
  limitedOver: 'Можно продолжать.',
  goIn: 'Продолжить через {clock}',
};
