import type { BoxTexts, FaultTexts, MoreTexts, ReminderTexts } from '../texts.ts';

// French words of the box; see en.ts for the marks in them. Spaces before high punctuation do not break.

export const box: BoxTexts = {
  eyebrow: 'Un mot de la rédaction',
  heading: 'Notre travail est payé par celles et ceux qui nous lisent.',
  message:
    'Nous n’avons pas d’actionnaire à ménager, et personne ne nous dicte ce qu’il faudrait taire. Si notre travail vous est utile, soutenez-nous chaque mois, **{min} suffisent**. Cela prend une minute, et vous pouvez arrêter quand vous voulez.',
  frequencyLegend: 'À quel rythme souhaitez-vous donner ?',
  once: 'Une fois',
  monthly: 'Par mois',
  annual: 'Par an',
  chooseAmount: 'Choisissez un montant',
  currency: 'Devise',
  amount_once: 'Montant, une seule fois',
  amount_monthly: 'Montant par mois',
  amount_annual: 'Montant par an',
  other: 'Autre',
  other_once: 'Votre montant',
  other_monthly: 'Votre montant par mois',
  other_annual: 'Votre montant par an',
  per_monthly: 'par mois',
  per_annual: 'par an',
  range: 'De {min} à {max}',
  go: 'Continuer',
  terms_once: '**{amount}, une seule fois.**',
  terms_monthly: '**{amount} aujourd’hui, puis {amount} chaque mois.** Vous arrêtez quand vous voulez.',
  terms_annual: '**{amount} aujourd’hui, puis {amount} chaque année.** Vous arrêtez quand vous voulez.',
  marks: 'Moyens de paiement sur la page suivante',
  secure: 'Vous payez sur la page de Stripe. Nous ne voyons jamais votre carte.',
  later: 'Pas aujourd’hui ? [Rappelez-le-moi plus tard.]',
  print: 'Pour nous soutenir : {url}',
  busy: 'Ouverture de la page de paiement',
  away: '**Le chargement a échoué.** Rien n’a été débité. Réessayez, ou [ouvrez la page dans un nouvel onglet].',
};

export const fault: FaultTexts = {
  retry: 'Réessayer',
  offline:
    '**La page de paiement est injoignable.** Rien n’a été débité. Vérifiez votre connexion et réessayez, ou [ouvrez-la dans un nouvel onglet].',
  faultEmpty: 'Indiquez un montant.',
  faultFormat: 'Des chiffres uniquement, par exemple {example}.',
  faultDecimals: 'La devise {currency} n’a pas de centimes. Indiquez un nombre entier.',
  faultRefused: 'Ce montant ne peut pas être payé ici. Choisissez-en un autre.',
  tooSmall_once: 'Le montant minimal est de {min}.',
  tooSmall_monthly: 'Le montant minimal par mois est de {min}.',
  tooSmall_annual: 'Le montant minimal par an est de {min}.',
  tooLarge_once: 'Le montant maximal est de {max}.',
  tooLarge_monthly: 'Le montant maximal par mois est de {max}.',
  tooLarge_annual: 'Le montant maximal par an est de {max}.',
  giveMore: 'Pour donner davantage, écrivez à {mail}.',
  limited:
    '**Un instant, s’il vous plaît.** Trop d’essais sont venus de votre réseau. Vous pourrez continuer dans {wait}.',
  limitedOver: 'Vous pouvez continuer.',
  goIn: 'Continuer dans {clock}',
};

export const reminder: ReminderTexts = {
  remindEyebrow: 'Me le rappeler plus tard',
  remindHeading: 'Quel jour vous convient ?',
  remindMessage:
    'Enregistrez le jour dans votre agenda, ou recevez un court e-mail. Ni l’un ni l’autre ne donnera notre nom ni ne parlera d’argent.',
  remindMessageCalendar:
    'Enregistrez le jour dans votre agenda. L’entrée ne donnera pas notre nom et ne parlera pas d’argent.',
  whenLegend: 'Quand',
  soon: 'Dans quelques semaines',
  threeMonths: 'Dans trois mois',
  anotherDay: 'Un autre jour',
  pickDay: 'Vous choisissez la date',
  date: 'Date du rappel',
  calendar: 'Enregistrer dans l’agenda',
  calendarHint: 'Vous ne laissez aucune adresse, et nous ne conservons rien.',
  calendarSaved: '**Ouvrez le fichier pour ajouter le jour à votre calendrier.**',
  calendarQuiet: 'Cet encadré ne s’affichera plus sur cet appareil jusqu’au {day}.',
  emailLabel: 'Adresse e-mail',
  emailHint:
    'Nous envoyons d’abord un lien de confirmation. Votre adresse est conservée chiffrée pour ce seul e-mail et effacée ici dès qu’il est parti ; ensuite, elle n’existe plus que dans les liens de cet e-mail.',
  setReminder: 'M’envoyer un e-mail',
  sending: 'Envoi en cours',
  toAmounts: 'Retour',
  faultEmail: 'Indiquez une adresse e-mail, par exemple name@example.org.',
  faultDate: 'Choisissez un jour entre demain et le {max}.',
  faultMailService:
    'Les autorités russes peuvent lire cette messagerie. Enregistrez plutôt la date dans votre agenda.',
  remindOffline:
    '**Notre serveur est injoignable.** Rien n’a été enregistré. Vérifiez votre connexion et réessayez.',
  remindLimited:
    '**Un instant, s’il vous plaît.** Trop d’essais sont venus de votre réseau. Réessayez plus tard.',
  inboxEyebrow: 'C’est presque fait',
  inboxHeading: 'Consultez votre messagerie',
  inboxMessage:
    'Ouvrez dans les 48 heures le lien que nous envoyons à {address}, et nous vous écrirons le {day}. Si vous ne faites rien, nous effaçons l’adresse.',
  changeDate: 'Changer la date',
  close: 'Fermer',
};

export const more: MoreTexts = {
  back: '**Rien n’a été débité.** Votre choix est toujours là.',
  thanks: '**Merci de votre soutien.**',
  thanksManage: '**Merci de votre soutien.** [Modifier ou arrêter]',
  again: 'Pendant quelque temps, nous ne vous avons rien demandé. Aujourd’hui, nous demandons à nouveau.',
  hide: 'Masquer',
  nudge:
    'Avec {amount} une fois par an, les frais de paiement sont prélevés une fois au lieu de douze. [Passer à une fois par an.]',
  goal_month: 'Les lecteurs ont donné {percent} des {target} de ce mois, au {day}.',
  goal_year: 'Les lecteurs ont donné {percent} des {target} de cette année, au {day}.',
};
