import type { MailTexts } from '../texts.ts';

// Spanish words of the reminder mails; see en.ts for what may not stand in them.

export const mail: MailTexts = {
  confirmSubject: 'Confirma tu nota',
  confirmAsked: 'Alguien, probablemente tú, ha pedido una nota para el {day}.',
  confirmLink: 'Confirmar',
  confirmNot: 'Si no has sido tú, no hagas nada: en 48 horas borramos esta dirección.',
  noteSubject: 'La nota que pediste',
  noteAsked: 'Nos pediste que escribiéramos hoy.',
  noteErased: 'Hemos borrado esta dirección. Ya solo la conocen los enlaces de este correo.',
  openLink: 'Abrir la página',
  laterLink: 'Mejor dentro de un mes',
  stopLink: 'No escribirme más',
  calendarEntry: 'Lista de lecturas',
};

export const loud =
  'donat donar donac donaci regal apoy aport dinero pago pagar pagas paga cobr cuota contribu socio socia suscri ' +
  'miembro tarjeta banco bancari cantidad importe noticia periód period diario prensa medios redacc editor lector revista';
