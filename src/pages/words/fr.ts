import type { ArticleTexts, PageTexts } from '../texts.ts';

// French words of the server's pages; see en.ts for the marks in them. Spaces before high punctuation do not break.

export const page: PageTexts = {
  skip: 'Aller au contenu',
  languages: 'Langue',
  links: 'À propos de cette page',
  privacy: 'Vie privée',
  spending: 'À quoi sert l’argent',
  reference: 'Référence',

  giveTitle: 'Soutenir {name}',
  changeCurrency: 'Changer de devise',
  plainOnce: 'Une fois : vous payez le montant choisi une seule fois.',
  plainMonthly:
    'Par mois : vous payez le montant choisi aujourd’hui, puis chaque mois. Vous arrêtez quand vous voulez.',
  plainAnnual:
    'Par an : vous payez le montant choisi aujourd’hui, puis chaque année. Vous arrêtez quand vous voulez.',
  errorTitle: 'Erreur : {title}',
  errorHeading: 'Quelque chose manque ou est inexact dans le formulaire',
  errorMoney: 'Rien n’a été débité.',
  closedHeading: 'Nous n’acceptons pas de paiement en ce moment',
  closedBody: 'Merci de vouloir nous aider. Revenez un autre jour. Rien n’a été débité.',

  riskTitle: 'Êtes-vous en Russie ou au Bélarus ?',
  riskPay:
    'Ne payez pas et ne laissez pas d’adresse e-mail ici. Un paiement peut vous mettre en danger, même avec une carte étrangère.',
  riskMail:
    'Ne laissez pas d’adresse e-mail ici. Enregistrez plutôt la date dans votre agenda : elle reste sur votre appareil, ou dans l’agenda que vous utilisez.',
  mailNotOffered:
    'Nous n’envoyons pas de rappel par e-mail d’ici. Enregistrez plutôt la date dans votre agenda : le fichier ne demande aucune adresse.',
  returnRefused:
    'Nous ne connaissons pas la page d’où vous venez et ne pourrons pas vous y ramener. Appuyez de nouveau sur « Continuer » pour poursuivre sans cela.',

  reviewTitle: 'Avant de payer',
  review_once: 'Vous donnez {amount} une fois.',
  review_monthly: 'Vous donnez {amount} par mois.',
  review_annual: 'Vous donnez {amount} par an.',
  reviewFee: 'Les frais de carte en prennent environ {fee}.',
  cover_once: 'Ajouter {added}, pour que la rédaction reçoive {amount} en entier.',
  cover_monthly: 'Ajouter {added} chaque mois, pour que la rédaction reçoive {amount} en entier.',
  cover_annual: 'Ajouter {added} chaque année, pour que la rédaction reçoive {amount} en entier.',
  covered_once: 'Si vous cochez, vous payez {total} une seule fois.',
  covered_monthly: 'Si vous cochez, vous payez {total} aujourd’hui, puis {total} chaque mois.',
  covered_annual: 'Si vous cochez, vous payez {total} aujourd’hui, puis {total} chaque année.',
  coverTooLarge:
    'Les frais ne peuvent pas être ajoutés à ce montant : {amount} avec eux dépasseraient ce que nous acceptons ici.',
  reviewChange: 'Changer le montant',
  reviewMoney:
    'Rien n’a encore été débité. Vous reverrez le montant sur la page de Stripe, où se fait le paiement.',

  leaveTitle: 'La page de paiement s’ouvre',
  leaveBody: 'Vous allez sur la page de Stripe, où se fait le paiement. Rien n’a encore été débité.',
  leaveLink: 'Aller à la page de paiement',

  thanksHeading: 'Merci. Votre aide compte vraiment.',
  paidOnce: 'Votre paiement est passé. Il finance notre travail d’enquête.',
  paidMonthly: 'Votre premier paiement mensuel est passé. Il finance notre travail d’enquête.',
  paidAnnual: 'Votre premier paiement annuel est passé. Il finance notre travail d’enquête.',
  processingHeading: 'Merci. Votre banque traite encore le paiement.',
  processingBody:
    'Le paiement est en route, il n’est pas encore confirmé. Vous n’avez rien à faire, et surtout ne payez pas une seconde fois.',
  unknownHeading: 'Merci de votre visite',
  unknownBody:
    'Cette page ne montre un paiement que peu de temps et ne peut donc plus rien dire du vôtre. Si vous avez payé, la page de paiement ou votre relevé bancaire l’indique.',
  yourSupport: 'Votre soutien',
  rhythmOnce: 'une seule fois',
  rhythmMonthly: 'chaque mois, jusqu’à ce que vous arrêtiez',
  rhythmAnnual: 'chaque année, jusqu’à ce que vous arrêtiez',
  nextPayment: 'Prochain paiement',
  onStatement: 'Sur votre relevé',
  backToArticle: 'Retour à l’article',
  backToSite: 'Retour au site : {name}',
  changeOrCancel: 'Modifier ou arrêter',
  keepHeading: 'Conservez la référence',
  keepBody: 'C’est le moyen le plus rapide de retrouver votre paiement, et elle ne dit rien de vous.',
  quietHeading: 'Nous cessons de demander',
  quietOnce:
    'Revenez par le bouton ci-dessus et l’encadré ne paraîtra plus dans ce navigateur pendant trois mois. Seule une date y est conservée.',
  quietPlan:
    'Revenez par le bouton ci-dessus et l’encadré ne paraîtra plus dans ce navigateur pendant huit mois. Seule une date y est conservée.',
  wrongHeading: 'Quelque chose ne va pas ?',
  wrongBody: 'Écrivez à [{mail}] en indiquant la référence ci-dessus.',
  sharedDevice:
    'Cet appareil est partagé ? Fermez l’onglet. Cette adresse cesse de montrer le paiement au bout de {time}.',

  badRequestHeading: 'Cette demande n’a pas pu être lue',
  badRequestBody:
    'Quelque chose dans l’adresse ou le formulaire ne convient pas. Revenez en arrière et réessayez.',
  notFoundHeading: 'Il n’y a rien à cette adresse',
  notFoundBody: 'L’adresse est peut-être mal saisie, ou la page n’existe plus.',
  goneHeading: 'Ce lien ne fonctionne plus',
  goneBody: 'Il a déjà servi, il a expiré ou il était incomplet. Vous pouvez en demander un autre.',
  invalidHeading: 'Cela ne peut pas se faire ainsi',
  invalidBody:
    'Quelque chose manque ou est inexact dans le formulaire. Revenez en arrière, corrigez et réessayez.',
  conflictHeading: 'Ce formulaire a déjà été envoyé avec un autre choix',
  conflictBody:
    'Rouvrez le formulaire, pour que votre choix actuel compte et que rien ne soit fait deux fois.',
  stoppedHeading: 'Nous n’acceptons pas de paiement de votre part ici',
  stoppedBody:
    'Payer depuis l’endroit où vous êtes peut vous mettre en danger : cette page ne va donc pas plus loin.',
  limitedHeading: 'Un instant, s’il vous plaît',
  limitedBody: 'Trop d’essais sont venus de votre réseau. Vous pourrez continuer dans {wait}.',
  failedHeading: 'Une erreur est survenue de notre côté',
  failedBody: 'Vous n’y êtes pour rien, et l’erreur a été enregistrée. Réessayez un peu plus tard.',
  unavailableHeading: 'Le service de paiement est injoignable',
  unavailableBody: 'Réessayez dans {wait}.',
  downHeading: 'Cette page ne fonctionne pas en ce moment',
  downBody: 'L’un de nos systèmes ne répond pas. Réessayez dans {wait}.',
  moneyUntouched: 'Rien n’a été débité : cela ne se fait que sur la page de paiement.',
  moneyElsewhere: 'Cette page n’a rien débité. Un paiement déjà effectué n’est pas concerné.',
  onward: 'Ouvrir le formulaire',
  tryAgain: 'Réessayer',
  requestReference: 'Référence {id}',

  remindTitle: 'Me le rappeler plus tard',
  whenHeading: 'Dans votre agenda',
  whenBody:
    'Choisissez un jour pour enregistrer un fichier destiné à votre agenda. Vous ne laissez aucune adresse, et rien n’est conservé ici.',
  saveDay: 'Enregistrer ce jour',
  mailHeading: 'Ou par e-mail',
  otherWay: 'Retour au formulaire',
  inboxTitle: 'Consultez votre messagerie',
  inboxBody:
    'Ouvrez dans les 48 heures le lien que nous vous envoyons, et nous vous écrirons le jour choisi. Si vous ne faites rien, nous effaçons l’adresse.',
  confirmTitle: 'Confirmez le rappel',
  confirmBody: 'Nous écrirons une fois, le {day}. Ensuite nous effaçons votre adresse.',
  confirmButton: 'Oui, écrivez-moi ce jour-là',
  confirmNot:
    'Si vous n’avez rien demandé, fermez cette page : sans confirmation, l’adresse est effacée dans les 48 heures.',
  confirmedTitle: 'C’est fait. Nous écrirons le {day}.',
  confirmedBody: 'Ce sera un seul e-mail. Dès qu’il est parti, nous effaçons votre adresse.',
  manageTitle: 'Votre rappel',
  manageBody: 'Un rappel est prévu pour le {day}.',
  sentTitle: 'Votre rappel',
  sentBody:
    'Nous avons écrit comme convenu, et votre adresse n’est plus conservée ici. Elle n’existe plus que dans les liens de cet e-mail.',
  laterButton: 'Plutôt dans un mois',
  laterTitle: 'C’est fait. Nous écrirons de nouveau le {day}.',
  laterBody:
    'Votre adresse vient du lien de votre e-mail. Nous la gardons chiffrée jusqu’à ce jour et l’effaçons dès que l’e-mail est parti.',
  cancelButton: 'Annuler le rappel',
  stopButton: 'Ne plus m’écrire',
  stoppedTitle: 'C’est fait. Nous n’écrirons plus.',
  stoppedBodyDone: 'Rien ne sera envoyé à cette adresse, et elle n’est plus conservée ici.',
  undoButton: 'Revenir en arrière',
  stopTitle: 'Ne plus écrire ?',
  stopBody: 'Appuyez sur le bouton, et plus rien ne partira vers cette adresse.',
  postponeTitle: 'Plutôt dans un mois ?',
  postponeBody:
    'Nous écrirons encore une fois, le {day}. D’ici là, l’adresse est conservée ici sous scellés.',
  cancelledTitle: 'Le rappel est annulé.',
  cancelledBody: 'Il ne sera pas envoyé, et son adresse est effacée ici.',
  neverTitle: 'Plus jamais ?',
  neverBody:
    'Si d’autres saisissent sans cesse votre adresse ici, nous pouvons la refuser pour de bon. Nous gardons alors pendant deux ans non pas l’adresse, mais son empreinte chiffrée : elle sert seulement à la reconnaître et à ne rien envoyer.',
  neverButton: 'Ne jamais écrire à cette adresse',
  suppressedTitle: 'C’est fait. Plus jamais.',
  suppressedBody: 'Quoi que l’on demande ici, rien ne sera envoyé à cette adresse pendant deux ans.',
  expiredTitle: 'Ce lien ne fonctionne plus.',
  expiredBody: 'Vous pouvez en demander un autre.',
  askAgain: 'Demander un autre lien',
};

export const article: ArticleTexts = {
  paper: 'Le Quotidien Exemple',
  sections: ['Actualités', 'Climat', 'Société'],
  sectionsLabel: 'Rubriques',
  kicker: 'Climat',
  headline: 'La petite ville qui a mesuré sa rivière, et ce qu’elle y a trouvé',
  byline: 'Par Anne Modèle · 22 novembre 2026 · 6 min de lecture',
  before: [
    'Pendant trois ans, un groupe d’ingénieurs retraités est allé chaque dimanche au même méandre, a descendu un seau au bout d’une corde et a noté ce qui remontait. Personne ne le leur avait demandé. La semaine dernière, les carnets sont devenus des preuves.',
    'Les services de la région avaient annoncé chaque trimestre une eau propre. Les carnets, vérifiés pour cet article par deux laboratoires indépendants, racontent autre chose à partir du printemps de la deuxième année.',
    '« Propre » voulait dire, en fait, mesurée en amont de l’usine. Au méandre, en aval, le seuil a été dépassé dix-neuf semaines sur trente, chaque fois dans les jours qui suivent la pluie.',
  ],
  after: [
    'Le premier relevé inquiétant date d’avril. « Nous avons cru que l’appareil était cassé, raconte le chimiste du groupe. Alors nous en avons acheté un second. Après, nous avions deux appareils inquiétants. »',
  ],
  fallback: 'Soutenir notre travail',
  heading: 'Cet article a demandé quatre mois de travail. Celles et ceux qui nous lisent l’ont payé.',
  spending: [
    'Deux tiers paient les reporters, l’édition et la vérification des faits.',
    'Un cinquième paie les avocats, les demandes de documents et les déplacements.',
    'Le reste paie les serveurs et la comptabilité.',
  ],
};
