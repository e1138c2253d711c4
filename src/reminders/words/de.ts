import type { MailTexts } from '../texts.ts';

// German words of the reminder mails; see en.ts for what may not stand in them.

export const mail: MailTexts = {
  confirmSubject: 'Bitte bestätigen Sie Ihre Notiz',
  confirmAsked: 'Jemand, vermutlich Sie, hat um eine Notiz am {day} gebeten.',
  confirmLink: 'Bestätigen',
  confirmNot: 'Wenn Sie es nicht waren, tun Sie nichts: In 48 Stunden löschen wir diese Adresse.',
  noteSubject: 'Die Notiz, um die Sie gebeten haben',
  noteAsked: 'Sie haben uns gebeten, heute zu schreiben.',
  noteErased: 'Wir haben diese Adresse gelöscht. Nur die Links in dieser E-Mail kennen sie noch.',
  openLink: 'Seite öffnen',
  laterLink: 'Lieber in einem Monat',
  stopLink: 'Nicht mehr schreiben',
  calendarEntry: 'Leseliste',
};

export const loud =
  'spend unterstütz förder geld zahl bezahl gezahlt überweis beitrag beiträg betrag beträg gabe schenk geschenk ' +
  'abonn mitglied karte kredit bank konto nachricht zeitung presse medien redaktion verlag leser sponsor gönner';
