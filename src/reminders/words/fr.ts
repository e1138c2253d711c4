import type { MailTexts } from '../texts.ts';

// French words of the reminder mails; see en.ts for what may not stand in them.

export const mail: MailTexts = {
  confirmSubject: 'Merci de confirmer votre mémo',
  confirmAsked: 'Quelqu’un, sans doute vous, a demandé un mémo pour le {day}.',
  confirmLink: 'Confirmer',
  confirmNot: 'Si ce n’était pas vous, ne faites rien : nous supprimons cette adresse dans 48 heures.',
  noteSubject: 'Le mémo que vous avez demandé',
  noteAsked: 'Vous nous avez demandé d’écrire aujourd’hui.',
  noteErased: 'Nous avons supprimé cette adresse. Seuls les liens de cet e-mail la connaissent encore.',
  openLink: 'Ouvrir la page',
  laterLink: 'Plutôt dans un mois',
  stopLink: 'Ne plus m’écrire',
  calendarEntry: 'Liste de lecture',
};

export const loud =
  'dons donat donn offr soutien souten argent pai pay verse cotis contribu abonn adhé adhér membre carte ' +
  'banque bancaire montant somme actualit info journal presse média rédac éditeur lecteur lectric mécén cagnotte';
