import type { ArticleTexts, PageTexts } from '../texts.ts';

// Spanish words of the server's pages; see en.ts for the marks in them.

export const page: PageTexts = {
  skip: 'Ir al contenido',
  languages: 'Idioma',
  links: 'Sobre esta página',
  privacy: 'Privacidad',
  spending: 'En qué se gasta el dinero',
  reference: 'Referencia',

  giveTitle: 'Apoyar a {name}',
  changeCurrency: 'Cambiar de moneda',
  plainOnce: 'Una vez: pagas la cantidad elegida una sola vez.',
  plainMonthly: 'Al mes: pagas la cantidad elegida hoy y después cada mes. Puedes dejarlo cuando quieras.',
  plainAnnual: 'Al año: pagas la cantidad elegida hoy y después cada año. Puedes dejarlo cuando quieras.',
  errorTitle: 'Error: {title}',
  errorHeading: 'Falta algo en el formulario o algo no está bien',
  errorMoney: 'No se te ha cobrado nada.',
  closedHeading: 'Ahora mismo no aceptamos pagos',
  closedBody: 'Gracias por querer ayudar. Vuelve otro día, por favor. No se te ha cobrado nada.',

  riskTitle: '¿Estás en Rusia o Bielorrusia?',
  riskPay:
    'No pagues ni dejes aquí un correo electrónico. Un pago puede ponerte en peligro incluso con una tarjeta extranjera.',
  riskMail:
    'No dejes aquí un correo electrónico. Mejor guarda la fecha en tu calendario: se queda en tu dispositivo o en el calendario que uses.',
  mailNotOffered:
    'Desde aquí no enviamos recordatorios por correo. Mejor guarda la fecha en tu calendario: el archivo no necesita ninguna dirección.',
  returnRefused:
    'No conocemos la página de la que vienes y no podremos llevarte de vuelta a ella. Pulsa otra vez «Continuar» para seguir sin eso.',

  reviewTitle: 'Antes de pagar',
  review_once: 'Das {amount} una sola vez.',
  review_monthly: 'Das {amount} al mes.',
  review_annual: 'Das {amount} al año.',
  reviewFee: 'Unos {fee} de esa cantidad se van en la comisión de la tarjeta.',
  cover_once: 'Añadir {added}, para que la redacción reciba {amount} completos.',
  cover_monthly: 'Añadir {added} cada mes, para que la redacción reciba {amount} completos.',
  cover_annual: 'Añadir {added} cada año, para que la redacción reciba {amount} completos.',
  covered_once: 'Si lo marcas, pagas {total} una sola vez.',
  covered_monthly: 'Si lo marcas, pagas {total} hoy y después {total} cada mes.',
  covered_annual: 'Si lo marcas, pagas {total} hoy y después {total} cada año.',
  coverTooLarge:
    'No se puede añadir la comisión a esta cantidad: {amount} con ella serían más de lo que aceptamos aquí.',
  reviewChange: 'Cambiar la cantidad',
  reviewMoney:
    'Todavía no se te ha cobrado nada. Verás la cantidad otra vez en la página de Stripe, donde se hace el pago.',

  leaveTitle: 'Se abre la página de pago',
  leaveBody: 'Vas a la página de Stripe, donde se hace el pago. Todavía no se te ha cobrado nada.',
  leaveLink: 'Ir a la página de pago',

  thanksHeading: 'Gracias. Es una ayuda de verdad.',
  paidOnce: 'Tu pago ha llegado. Se dedica al trabajo de la redacción.',
  paidMonthly: 'Tu primer pago mensual ha llegado. Se dedica al trabajo de la redacción.',
  paidAnnual: 'Tu primer pago anual ha llegado. Se dedica al trabajo de la redacción.',
  processingHeading: 'Gracias. Tu banco todavía lo está tramitando.',
  processingBody:
    'El pago está en camino y aún no se ha confirmado. No tienes que hacer nada; por favor, no pagues otra vez.',
  unknownHeading: 'Gracias por pasar por aquí',
  unknownBody:
    'Esta página muestra un pago solo durante un rato, así que ya no sabe qué ha sido del tuyo. Si pagaste, lo verás en la página de pago o en el extracto del banco.',
  yourSupport: 'Tu apoyo',
  rhythmOnce: 'una sola vez',
  rhythmMonthly: 'cada mes, hasta que lo dejes',
  rhythmAnnual: 'cada año, hasta que lo dejes',
  nextPayment: 'Próximo pago',
  onStatement: 'En el extracto',
  backToArticle: 'Volver al artículo',
  backToSite: 'Volver a {name}',
  changeOrCancel: 'Cambiar o cancelar',
  keepHeading: 'Guarda la referencia',
  keepBody: 'Es la forma más rápida de encontrar tu pago y no dice nada de ti.',
  quietHeading: 'Dejamos de pedir',
  quietOnce:
    'Vuelve con el botón de arriba y el recuadro no aparecerá en este navegador durante tres meses. En él solo se guarda una fecha.',
  quietPlan:
    'Vuelve con el botón de arriba y el recuadro no aparecerá en este navegador durante ocho meses. En él solo se guarda una fecha.',
  wrongHeading: '¿Algo no está bien?',
  wrongBody: 'Escribe a [{mail}] con la referencia de arriba.',
  sharedDevice:
    '¿Compartes este dispositivo? Cierra la pestaña. Esta dirección deja de mostrar el pago al cabo de {time}.',

  badRequestHeading: 'No hemos podido leer esta petición',
  badRequestBody: 'Algo en la dirección o en el formulario no está bien. Vuelve atrás e inténtalo de nuevo.',
  notFoundHeading: 'No hay nada en esta dirección',
  notFoundBody: 'Puede que la dirección esté mal escrita o que la página ya no exista.',
  goneHeading: 'Este enlace ya no funciona',
  goneBody: 'Ya se usó, ha caducado o estaba incompleto. Puedes pedir otro.',
  invalidHeading: 'Así no se puede hacer',
  invalidBody:
    'Falta algo en el formulario o algo no está bien. Vuelve atrás, corrígelo e inténtalo de nuevo.',
  conflictHeading: 'Este formulario ya se envió con otra elección',
  conflictBody: 'Abre de nuevo el formulario para que valga tu elección de ahora y nada se haga dos veces.',
  stoppedHeading: 'Aquí no aceptamos un pago tuyo',
  stoppedBody: 'Pagar desde donde estás puede ponerte en peligro, así que esta página no sigue adelante.',
  limitedHeading: 'Espera un momento, por favor',
  limitedBody: 'Ha habido demasiados intentos desde tu red. Podrás continuar dentro de {wait}.',
  failedHeading: 'Algo ha fallado por nuestra parte',
  failedBody: 'No es culpa tuya y el fallo ha quedado registrado. Inténtalo de nuevo dentro de un rato.',
  unavailableHeading: 'El servicio de pago no responde',
  unavailableBody: 'Inténtalo de nuevo dentro de {wait}.',
  downHeading: 'Esta página no funciona en este momento',
  downBody: 'Uno de nuestros sistemas no responde. Inténtalo de nuevo dentro de {wait}.',
  moneyUntouched: 'No se te ha cobrado nada: solo se cobra en la página de pago.',
  moneyElsewhere: 'Esta página no ha cobrado nada. Un pago que ya hayas hecho no se ve afectado.',
  onward: 'Abrir el formulario',
  tryAgain: 'Intentarlo de nuevo',
  requestReference: 'Referencia {id}',

  remindTitle: 'Recordármelo más adelante',
  whenHeading: 'En tu calendario',
  whenBody:
    'Elige un día para guardar un archivo en tu propio calendario. No dejas ninguna dirección y aquí no se guarda nada.',
  saveDay: 'Guardar este día',
  mailHeading: 'O por correo',
  otherWay: 'Volver al formulario',
  inboxTitle: 'Mira tu correo',
  inboxBody:
    'Abre antes de 48 horas el enlace que te enviamos y te escribiremos el día que elegiste. Si no haces nada, borramos la dirección.',
  confirmTitle: 'Confirma el recordatorio',
  confirmBody: 'Escribiremos una vez, el {day}. Después borramos tu dirección.',
  confirmButton: 'Sí, escribidme ese día',
  confirmNot:
    'Si no lo has pedido tú, cierra la página: sin confirmación, la dirección se borra antes de 48 horas.',
  confirmedTitle: 'Hecho. Escribiremos el {day}.',
  confirmedBody: 'Será un solo correo. En cuanto salga, borramos tu dirección.',
  manageTitle: 'Tu recordatorio',
  manageBody: 'Hay un recordatorio para el {day}.',
  sentTitle: 'Tu recordatorio',
  sentBody:
    'Hemos escrito como pediste y tu dirección ya no está guardada aquí. Solo está en los enlaces de aquel correo.',
  laterButton: 'Mejor dentro de un mes',
  laterTitle: 'Hecho. Volveremos a escribir el {day}.',
  laterBody:
    'Tu dirección viene del enlace de tu correo. La guardamos cifrada hasta ese día y la borramos en cuanto sale el correo.',
  cancelButton: 'Cancelar el recordatorio',
  stopButton: 'No escribirme más',
  stoppedTitle: 'Hecho. No escribiremos más.',
  stoppedBodyDone: 'No se enviará nada a esta dirección y ya no está guardada aquí.',
  undoButton: 'Deshacer',
  stopTitle: '¿No escribir más?',
  stopBody: 'Pulsa el botón y no se enviará nada más a esta dirección.',
  postponeTitle: '¿Mejor dentro de un mes?',
  postponeBody: 'Escribiremos una vez más, el {day}. Hasta entonces guardamos la dirección sellada.',
  cancelledTitle: 'El recordatorio está cancelado.',
  cancelledBody: 'No se enviará, y la dirección a la que iba está borrada aquí.',
  neverTitle: '¿Nunca más?',
  neverBody:
    'Si otros escriben aquí tu dirección una y otra vez, podemos rechazarla para siempre. Durante dos años guardamos entonces no la dirección, sino una huella cifrada: solo sirve para reconocerla y no enviar nada.',
  neverButton: 'No escribir nunca a esta dirección',
  suppressedTitle: 'Hecho. Nunca más.',
  suppressedBody: 'Pida lo que pida quien sea, durante dos años no se enviará nada a esta dirección.',
  expiredTitle: 'Este enlace ya no funciona.',
  expiredBody: 'Puedes pedir otro.',
  askAgain: 'Pedir otro enlace',
};

export const article: ArticleTexts = {
  paper: 'El Diario Ejemplo',
  sections: ['Noticias', 'Clima', 'Cultura'],
  sectionsLabel: 'Secciones',
  kicker: 'Clima',
  headline: 'El pueblo que midió su propio río, y lo que encontró',
  byline: 'Por Ana Muestra · 22 de noviembre de 2026 · 6 minutos de lectura',
  before: [
    'Durante tres años, un grupo de ingenieros jubilados fue cada domingo al mismo recodo, bajó un cubo con una cuerda y apuntó lo que subía. Nadie se lo había pedido. La semana pasada, los cuadernos se convirtieron en prueba.',
    'La delegación regional había informado cada trimestre de que el agua estaba limpia. Los cuadernos, revisados para este artículo por dos laboratorios independientes, cuentan otra cosa desde la primavera del segundo año.',
    '«Limpia» resultó querer decir medida aguas arriba de la fábrica. En el recodo de más abajo se superó el límite en diecinueve semanas de treinta, siempre en los días después de la lluvia.',
  ],
  after: [
    'El primer dato que les preocupó llegó en abril. «Pensamos que el aparato estaba roto —cuenta el químico del grupo—. Así que compramos otro. Entonces nos preocupaban dos aparatos».',
  ],
  fallback: 'Apoyar nuestro trabajo',
  heading: 'Este reportaje llevó cuatro meses. Lo han pagado quienes nos leen.',
  spending: [
    'Dos tercios pagan a reporteros, editores y verificadores.',
    'Una quinta parte paga abogados, solicitudes de documentos y viajes.',
    'El resto paga los servidores y la contabilidad.',
  ],
};
