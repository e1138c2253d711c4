import type { BoxTexts, FaultTexts, MoreTexts, ReminderTexts } from '../texts.ts';

// Spanish words of the box; see en.ts for the marks in them.

export const box: BoxTexts = {
  eyebrow: 'De la redacción',
  heading: 'Nuestro trabajo lo pagan quienes nos leen.',
  message:
    'No tenemos un dueño al que complacer ni nadie que nos diga qué callar. Si nuestro trabajo te sirve, apóyanos cada mes, **basta con {min}**. Lleva un minuto y puedes dejarlo cuando quieras.',
  frequencyLegend: '¿Con qué frecuencia quieres aportar?',
  once: 'Una vez',
  monthly: 'Al mes',
  annual: 'Al año',
  chooseAmount: 'Elige una cantidad',
  currency: 'Moneda',
  amount_once: 'Cantidad, una sola vez',
  amount_monthly: 'Cantidad al mes',
  amount_annual: 'Cantidad al año',
  other: 'Otra',
  other_once: 'Tu cantidad',
  other_monthly: 'Tu cantidad al mes',
  other_annual: 'Tu cantidad al año',
  per_monthly: 'al mes',
  per_annual: 'al año',
  range: 'De {min} a {max}',
  go: 'Continuar',
  terms_once: '**{amount}, una sola vez.**',
  terms_monthly: '**{amount} hoy y después {amount} cada mes.** Puedes dejarlo cuando quieras.',
  terms_annual: '**{amount} hoy y después {amount} cada año.** Puedes dejarlo cuando quieras.',
  marks: 'Formas de pago en la página siguiente',
  secure: 'Pagas en la página de Stripe. Nunca vemos tu tarjeta.',
  later: '¿Hoy no puede ser? [Recuérdamelo más adelante.]',
  print: 'Apóyanos: {url}',
  busy: 'Abriendo la página de pago',
  away: '**No se ha podido cargar.** No se te ha cobrado nada. Vuelve a intentarlo, o [abre la página en una pestaña nueva].',
};

export const fault: FaultTexts = {
  retry: 'Intentarlo de nuevo',
  offline:
    '**No hemos podido abrir la página de pago.** No se te ha cobrado nada. Comprueba tu conexión y vuelve a intentarlo, o [ábrela en una pestaña nueva].',
  faultEmpty: 'Escribe una cantidad.',
  faultFormat: 'Usa solo números, por ejemplo {example}.',
  faultDecimals: '{currency} no tiene decimales. Escribe un número entero.',
  faultRefused: 'Esta cantidad no se puede pagar aquí. Elige otra.',
  tooSmall_once: 'La cantidad mínima es {min}.',
  tooSmall_monthly: 'La cantidad mínima al mes es {min}.',
  tooSmall_annual: 'La cantidad mínima al año es {min}.',
  tooLarge_once: 'La cantidad máxima es {max}.',
  tooLarge_monthly: 'La cantidad máxima al mes es {max}.',
  tooLarge_annual: 'La cantidad máxima al año es {max}.',
  giveMore: 'Si quieres dar más, escribe a {mail}.',
  limited:
    '**Espera un momento, por favor.** Ha habido demasiados intentos desde tu red. Podrás continuar dentro de {wait}.',
  limitedOver: 'Ya puedes continuar.',
  goIn: 'Continuar en {clock}',
};

export const reminder: ReminderTexts = {
  remindEyebrow: 'Recordármelo más adelante',
  remindHeading: '¿Qué día te viene bien?',
  remindMessage:
    'Guarda el día en tu propio calendario o recibe un correo breve. Ni uno ni otro llevarán nuestro nombre ni hablarán de dinero.',
  remindMessageCalendar:
    'Guarda el día en tu propio calendario. La entrada no llevará nuestro nombre ni hablará de dinero.',
  whenLegend: 'Cuándo',
  soon: 'En unas semanas',
  threeMonths: 'En tres meses',
  anotherDay: 'Otro día',
  pickDay: 'Tú eliges la fecha',
  date: 'Fecha',
  calendar: 'Guardarlo en el calendario',
  calendarHint: 'No dejas ninguna dirección y no guardamos nada.',
  calendarSaved: '**Abre el archivo para añadir el día a tu calendario.**',
  calendarQuiet: 'Este recuadro no se mostrará en este dispositivo hasta el {day}.',
  emailLabel: 'Correo electrónico',
  emailHint:
    'Primero enviamos un enlace de confirmación. Tu dirección se guarda cifrada para este único correo y se borra de aquí en cuanto sale; después solo está en los enlaces de ese mismo correo.',
  setReminder: 'Enviarme un correo',
  sending: 'Enviando',
  toAmounts: 'Volver',
  faultEmail: 'Escribe una dirección de correo, por ejemplo name@example.org.',
  faultDate: 'Elige un día entre mañana y el {max}.',
  faultMailService:
    'Las autoridades rusas pueden leer este servicio de correo. Mejor guarda la fecha en tu calendario.',
  remindOffline:
    '**No hemos podido conectar con el servidor.** No se ha guardado nada. Comprueba tu conexión y vuelve a intentarlo.',
  remindLimited:
    '**Espera un momento, por favor.** Ha habido demasiados intentos desde tu red. Inténtalo más tarde.',
  inboxEyebrow: 'Ya casi está',
  inboxHeading: 'Mira tu correo',
  inboxMessage:
    'Abre antes de 48 horas el enlace que enviamos a {address} y te escribiremos el {day}. Si no haces nada, borramos la dirección.',
  changeDate: 'Cambiar la fecha',
  close: 'Cerrar',
};

export const more: MoreTexts = {
  back: '**No se te ha cobrado nada.** Tu elección sigue aquí.',
  thanks: '**Gracias por tu apoyo.**',
  thanksManage: '**Gracias por tu apoyo.** [Cambiar o cancelar]',
  again: 'Durante un tiempo no te hemos pedido nada. Hoy volvemos a pedir.',
  hide: 'Ocultar',
  nudge:
    'Con {amount} una vez al año, la comisión de pago se cobra una vez en lugar de doce. [Cambiar a una vez al año.]',
  goal_month: 'Los lectores han dado el {percent} de los {target} de este mes, a {day}.',
  goal_year: 'Los lectores han dado el {percent} de los {target} de este año, a {day}.',
};
