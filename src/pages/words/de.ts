import type { ArticleTexts, PageTexts } from '../texts.ts';

// German words of the server's pages; see en.ts for the marks in them.

export const page: PageTexts = {
  skip: 'Zum Inhalt springen',
  languages: 'Sprache',
  links: 'Über diese Seite',
  privacy: 'Datenschutz',
  spending: 'Wofür das Geld ausgegeben wird',
  reference: 'Nummer',

  giveTitle: '{name} unterstützen',
  changeCurrency: 'Währung wechseln',
  plainOnce: 'Einmalig: Sie zahlen den gewählten Betrag ein einziges Mal.',
  plainMonthly:
    'Monatlich: Sie zahlen den gewählten Betrag heute und danach jeden Monat. Sie können jederzeit aufhören.',
  plainAnnual:
    'Jährlich: Sie zahlen den gewählten Betrag heute und danach jedes Jahr. Sie können jederzeit aufhören.',
  errorTitle: 'Fehler: {title}',
  errorHeading: 'Im Formular fehlt etwas, oder etwas stimmt nicht',
  errorMoney: 'Es wurde nichts abgebucht.',
  closedHeading: 'Wir nehmen zurzeit keine Zahlungen an',
  closedBody:
    'Danke, dass Sie helfen möchten. Kommen Sie bitte an einem anderen Tag wieder. Es wurde nichts abgebucht.',

  riskTitle: 'Sind Sie in Russland oder Belarus?',
  riskPay:
    'Zahlen Sie nicht und hinterlassen Sie hier keine E-Mail-Adresse. Eine Zahlung kann Sie auch mit einer ausländischen Karte in Gefahr bringen.',
  riskMail:
    'Hinterlassen Sie hier keine E-Mail-Adresse. Speichern Sie das Datum lieber im Kalender: Es bleibt auf Ihrem Gerät oder bei dem Kalender, den Sie nutzen.',
  mailNotOffered:
    'Von hier aus schicken wir keine Erinnerungen per E-Mail. Speichern Sie das Datum lieber im Kalender: Die Kalenderdatei braucht keine Adresse.',
  returnRefused:
    'Wir kennen die Seite nicht, von der Sie kommen, und können Sie nicht dorthin zurückführen. Drücken Sie noch einmal auf „Weiter“, um ohne sie fortzufahren.',

  reviewTitle: 'Bevor Sie zahlen',
  review_once: 'Sie geben {amount} einmalig.',
  review_monthly: 'Sie geben {amount} im Monat.',
  review_annual: 'Sie geben {amount} im Jahr.',
  reviewFee: 'Davon gehen etwa {fee} als Kartengebühr ab.',
  cover_once: '{added} dazugeben, damit die Redaktion die ganzen {amount} bekommt.',
  cover_monthly: 'Jeden Monat {added} dazugeben, damit die Redaktion die ganzen {amount} bekommt.',
  cover_annual: 'Jedes Jahr {added} dazugeben, damit die Redaktion die ganzen {amount} bekommt.',
  covered_once: 'Wenn Sie dies ankreuzen, zahlen Sie einmalig {total}.',
  covered_monthly: 'Wenn Sie dies ankreuzen, zahlen Sie heute {total} und danach jeden Monat {total}.',
  covered_annual: 'Wenn Sie dies ankreuzen, zahlen Sie heute {total} und danach jedes Jahr {total}.',
  coverTooLarge:
    'Zu diesem Betrag lässt sich die Gebühr nicht dazugeben: {amount} wären damit mehr, als wir hier annehmen.',
  reviewChange: 'Betrag ändern',
  reviewMoney:
    'Bisher wurde nichts abgebucht. Sie sehen den Betrag noch einmal auf der Seite von Stripe, wo Sie zahlen.',

  leaveTitle: 'Die Zahlungsseite wird geöffnet',
  leaveBody: 'Sie werden zur Seite von Stripe geleitet und zahlen dort. Bisher wurde nichts abgebucht.',
  leaveLink: 'Zur Zahlungsseite',

  thanksHeading: 'Danke. Das hilft wirklich.',
  paidOnce: 'Ihre Zahlung ist angekommen. Sie fließt in unsere Recherchen.',
  paidMonthly: 'Ihre erste Monatszahlung ist angekommen. Sie fließt in unsere Recherchen.',
  paidAnnual: 'Ihre erste Jahreszahlung ist angekommen. Sie fließt in unsere Recherchen.',
  processingHeading: 'Danke. Ihre Bank arbeitet noch daran.',
  processingBody:
    'Die Zahlung ist unterwegs und noch nicht bestätigt. Sie müssen nichts tun, und bitte zahlen Sie kein zweites Mal.',
  unknownHeading: 'Danke, dass Sie vorbeischauen',
  unknownBody:
    'Diese Seite zeigt eine Zahlung nur kurze Zeit und kann deshalb nicht sagen, wie Ihre ausging. Wenn Sie gezahlt haben, steht es auf der Zahlungsseite oder auf Ihrem Kontoauszug.',
  yourSupport: 'Ihre Unterstützung',
  rhythmOnce: 'einmalig',
  rhythmMonthly: 'jeden Monat, bis Sie aufhören',
  rhythmAnnual: 'jedes Jahr, bis Sie aufhören',
  nextPayment: 'Nächste Zahlung',
  onStatement: 'Auf dem Kontoauszug',
  backToArticle: 'Zurück zum Artikel',
  backToSite: 'Zurück zu {name}',
  changeOrCancel: 'Ändern oder beenden',
  keepHeading: 'Bewahren Sie die Nummer auf',
  keepBody: 'Mit ihr lässt sich Ihre Zahlung am schnellsten wiederfinden, und über Sie sagt sie nichts.',
  quietHeading: 'Wir fragen vorerst nicht mehr',
  quietOnce:
    'Gehen Sie über den Knopf oben zurück, dann bleibt der Kasten in diesem Browser drei Monate lang weg. Gespeichert wird darin nur ein Datum.',
  quietPlan:
    'Gehen Sie über den Knopf oben zurück, dann bleibt der Kasten in diesem Browser acht Monate lang weg. Gespeichert wird darin nur ein Datum.',
  wrongHeading: 'Stimmt etwas nicht?',
  wrongBody: 'Schreiben Sie an [{mail}] und nennen Sie die Nummer von oben.',
  sharedDevice:
    'Teilen Sie dieses Gerät mit anderen? Schließen Sie den Tab. Nach {time} zeigt diese Adresse die Zahlung nicht mehr.',

  badRequestHeading: 'Diese Anfrage war nicht lesbar',
  badRequestBody:
    'In der Adresse oder im Formular stimmt etwas nicht. Gehen Sie zurück und versuchen Sie es noch einmal.',
  notFoundHeading: 'Unter dieser Adresse gibt es nichts',
  notFoundBody: 'Vielleicht ist die Adresse vertippt, oder die Seite gibt es nicht mehr.',
  goneHeading: 'Dieser Link gilt nicht mehr',
  goneBody:
    'Er wurde schon benutzt, ist abgelaufen oder war unvollständig. Sie können einen neuen anfordern.',
  invalidHeading: 'So lässt es sich nicht machen',
  invalidBody:
    'Im Formular fehlt etwas, oder etwas stimmt nicht. Gehen Sie zurück, ändern Sie es und versuchen Sie es noch einmal.',
  conflictHeading: 'Dieses Formular wurde schon mit einer anderen Auswahl abgeschickt',
  conflictBody: 'Öffnen Sie das Formular neu, damit Ihre jetzige Auswahl gilt und nichts doppelt geschieht.',
  stoppedHeading: 'Wir nehmen hier keine Zahlung von Ihnen an',
  stoppedBody:
    'Von dort aus zu zahlen, wo Sie sind, kann Sie in Gefahr bringen. Deshalb geht es hier nicht weiter.',
  limitedHeading: 'Bitte warten Sie einen Moment',
  limitedBody: 'Aus Ihrem Netz kamen zu viele Versuche. In {wait} geht es weiter.',
  failedHeading: 'Bei uns ist etwas schiefgegangen',
  failedBody:
    'Es liegt nicht an Ihnen, und der Fehler ist vermerkt. Bitte versuchen Sie es später noch einmal.',
  unavailableHeading: 'Der Zahlungsdienst ist nicht erreichbar',
  unavailableBody: 'Bitte versuchen Sie es in {wait} noch einmal.',
  downHeading: 'Diese Seite funktioniert gerade nicht',
  downBody: 'Eines unserer Systeme antwortet nicht. Bitte versuchen Sie es in {wait} noch einmal.',
  moneyUntouched: 'Es wurde nichts abgebucht: Das geschieht nur auf der Zahlungsseite.',
  moneyElsewhere:
    'Diese Seite hat nichts abgebucht. Eine Zahlung, die Sie schon geleistet haben, ist davon nicht berührt.',
  onward: 'Formular öffnen',
  tryAgain: 'Noch einmal versuchen',
  requestReference: 'Nummer {id}',

  remindTitle: 'Später erinnern',
  whenHeading: 'Im Kalender',
  whenBody:
    'Wählen Sie einen Tag, um eine Datei für Ihren eigenen Kalender zu speichern. Sie hinterlassen keine Adresse, und hier wird nichts gespeichert.',
  saveDay: 'Diesen Tag speichern',
  mailHeading: 'Oder per E-Mail',
  otherWay: 'Zurück zum Formular',
  inboxTitle: 'Sehen Sie in Ihr Postfach',
  inboxBody:
    'Öffnen Sie innerhalb von 48 Stunden den Link, den wir Ihnen schicken. Dann schreiben wir an dem Tag, den Sie gewählt haben. Wenn Sie nichts tun, löschen wir die Adresse.',
  confirmTitle: 'Bestätigen Sie die Erinnerung',
  confirmBody: 'Wir schreiben einmal, am {day}. Danach löschen wir Ihre Adresse.',
  confirmButton: 'Ja, schreiben Sie an diesem Tag',
  confirmNot:
    'Wenn Sie nicht darum gebeten haben, schließen Sie die Seite: Ohne Bestätigung wird die Adresse innerhalb von 48 Stunden gelöscht.',
  confirmedTitle: 'Fertig. Wir schreiben am {day}.',
  confirmedBody: 'Es ist eine einzige E-Mail. Sobald sie verschickt ist, löschen wir Ihre Adresse.',
  manageTitle: 'Ihre Erinnerung',
  manageBody: 'Die Erinnerung ist für den {day} eingerichtet.',
  sentTitle: 'Ihre Erinnerung',
  sentBody:
    'Wir haben wie gewünscht geschrieben, und Ihre Adresse ist hier nicht mehr gespeichert. Sie steht nur noch in den Links jener E-Mail.',
  laterButton: 'Lieber in einem Monat',
  laterTitle: 'Fertig. Wir schreiben wieder am {day}.',
  laterBody:
    'Die Adresse stammt aus dem Link in Ihrer E-Mail. Bis zu jenem Tag liegt sie verschlüsselt bei uns, und sobald die E-Mail verschickt ist, löschen wir sie.',
  cancelButton: 'Erinnerung abbestellen',
  stopButton: 'Nicht mehr schreiben',
  stoppedTitle: 'Fertig. Wir schreiben nicht mehr.',
  stoppedBodyDone: 'An diese Adresse wird nichts geschickt, und sie ist hier nicht mehr gespeichert.',
  undoButton: 'Rückgängig machen',
  stopTitle: 'Nicht mehr schreiben?',
  stopBody: 'Drücken Sie auf die Schaltfläche, und an diese Adresse geht nichts mehr.',
  postponeTitle: 'Lieber in einem Monat?',
  postponeBody: 'Wir schreiben noch einmal, am {day}. Bis dahin liegt die Adresse versiegelt bei uns.',
  cancelledTitle: 'Die Erinnerung ist abbestellt.',
  cancelledBody: 'Sie wird nicht verschickt, und ihre Adresse ist hier gelöscht.',
  neverTitle: 'Nie wieder?',
  neverBody:
    'Wenn andere hier immer wieder Ihre Adresse eingeben, können wir sie dauerhaft ablehnen. Zwei Jahre lang bewahren wir dann nicht die Adresse auf, sondern einen verschlüsselten Fingerabdruck von ihr: Er dient nur dazu, sie zu erkennen und nichts zu schicken.',
  neverButton: 'Nie an diese Adresse schreiben',
  suppressedTitle: 'Fertig. Nie wieder.',
  suppressedBody:
    'Worum auch immer hier jemand bittet: Zwei Jahre lang wird an diese Adresse nichts geschickt.',
  expiredTitle: 'Dieser Link gilt nicht mehr.',
  expiredBody: 'Sie können einen neuen anfordern.',
  askAgain: 'Einen neuen anfordern',
};

export const article: ArticleTexts = {
  paper: 'Beispiel-Zeitung',
  sections: ['Nachrichten', 'Klima', 'Kultur'],
  sectionsLabel: 'Ressorts',
  kicker: 'Klima',
  headline: 'Eine Kleinstadt misst ihren Fluss selbst – und wird fündig',
  byline: 'Von Anna Muster · 22. November 2026 · 6 Minuten Lesezeit',
  before: [
    'Drei Jahre lang ging eine Gruppe pensionierter Ingenieure jeden Sonntag zu derselben Flussbiegung, ließ einen Eimer am Seil hinab und schrieb auf, was heraufkam. Niemand hatte sie darum gebeten. Vergangene Woche wurden die Hefte zum Beweismittel.',
    'Die Bezirksbehörde hatte jedes Quartal sauberes Wasser gemeldet. Die Hefte, für diesen Artikel von zwei unabhängigen Laboren geprüft, erzählen vom Frühjahr des zweiten Jahres an etwas anderes.',
    '„Sauber“ hieß, wie sich zeigte: oberhalb des Werks gemessen. An der Biegung darunter war der Grenzwert in neunzehn von dreißig Wochen überschritten, jedes Mal nach Regen.',
  ],
  after: [
    'Der erste Messwert, der sie beunruhigte, kam im April. „Wir dachten, das Gerät sei kaputt“, sagt der Chemiker der Gruppe. „Also kauften wir ein zweites. Danach beunruhigten uns zwei Geräte.“',
  ],
  fallback: 'Unsere Arbeit unterstützen',
  heading: 'Vier Monate Arbeit stecken in diesem Text. Bezahlt haben sie Leserinnen und Leser.',
  spending: [
    'Zwei Drittel gehen an Reporterinnen, Redakteure und Faktenprüfer.',
    'Ein Fünftel geht an Anwälte, in Aktenanfragen und Reisen.',
    'Der Rest bezahlt Server und Buchhaltung.',
  ],
};
