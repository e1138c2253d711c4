import type { BoxTexts, FaultTexts, MoreTexts, ReminderTexts } from '../texts.ts';

// German words of the box; see en.ts for the marks in them.

export const box: BoxTexts = {
  eyebrow: 'Aus der Redaktion',
  heading: 'Unsere Arbeit bezahlen Leserinnen und Leser.',
  message:
    'Wir müssen keinem Eigentümer gefallen, und niemand schreibt uns vor, was wir weglassen. Wenn Ihnen unsere Arbeit nützt, unterstützen Sie uns bitte monatlich, **schon mit {min}**. Es dauert eine Minute, und Sie können jederzeit aufhören.',
  frequencyLegend: 'Wie oft möchten Sie geben?',
  once: 'Einmalig',
  monthly: 'Monatlich',
  annual: 'Jährlich',
  chooseAmount: 'Wählen Sie einen Betrag',
  currency: 'Währung',
  amount_once: 'Einmaliger Betrag',
  amount_monthly: 'Betrag pro Monat',
  amount_annual: 'Betrag pro Jahr',
  other: 'Anderer',
  other_once: 'Ihr Betrag',
  other_monthly: 'Ihr Betrag pro Monat',
  other_annual: 'Ihr Betrag pro Jahr',
  per_monthly: 'pro Monat',
  per_annual: 'pro Jahr',
  range: 'Von {min} bis {max}',
  go: 'Weiter',
  terms_once: '**{amount}, einmalig.**',
  terms_monthly: '**Heute {amount}, danach jeden Monat {amount}.** Sie können jederzeit aufhören.',
  terms_annual: '**Heute {amount}, danach jedes Jahr {amount}.** Sie können jederzeit aufhören.',
  marks: 'Zahlungsarten auf der nächsten Seite',
  secure: 'Sie zahlen auf der Seite von Stripe. Ihre Kartendaten sehen wir nicht.',
  later: 'Heute noch nicht? [Erinnern Sie mich später.]',
  print: 'Unterstützen Sie uns: {url}',
  busy: 'Die Zahlungsseite wird geöffnet',
  away: '**Das ließ sich nicht laden.** Es wurde nichts abgebucht. Versuchen Sie es noch einmal, oder [öffnen Sie die Seite in einem neuen Tab].',
};

export const fault: FaultTexts = {
  retry: 'Noch einmal versuchen',
  offline:
    '**Die Zahlungsseite ist nicht erreichbar.** Es wurde nichts abgebucht. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal, oder [öffnen Sie die Seite in einem neuen Tab].',
  faultEmpty: 'Geben Sie einen Betrag ein.',
  faultFormat: 'Bitte nur Ziffern, zum Beispiel {example}.',
  faultDecimals: '{currency} hat keine kleinere Einheit. Geben Sie eine ganze Zahl ein.',
  faultRefused: 'Dieser Betrag lässt sich hier nicht zahlen. Wählen Sie einen anderen.',
  tooSmall_once: 'Der kleinste Betrag ist {min}.',
  tooSmall_monthly: 'Der kleinste Monatsbetrag ist {min}.',
  tooSmall_annual: 'Der kleinste Jahresbetrag ist {min}.',
  tooLarge_once: 'Der größte Betrag ist {max}.',
  tooLarge_monthly: 'Der größte Monatsbetrag ist {max}.',
  tooLarge_annual: 'Der größte Jahresbetrag ist {max}.',
  giveMore: 'Wenn Sie mehr geben möchten, schreiben Sie an {mail}.',
  limited:
    '**Bitte warten Sie einen Moment.** Aus Ihrem Netz kamen zu viele Versuche. In {wait} geht es weiter.',
  limitedOver: 'Sie können jetzt weitermachen.',
  goIn: 'Weiter in {clock}',
};

export const reminder: ReminderTexts = {
  remindEyebrow: 'Später erinnern',
  remindHeading: 'Welcher Tag passt Ihnen?',
  remindMessage:
    'Speichern Sie den Tag im eigenen Kalender, oder lassen Sie sich eine kurze E-Mail schicken. In beiden steht weder unser Name noch ein Wort über Geld.',
  remindMessageCalendar:
    'Speichern Sie den Tag im eigenen Kalender. Im Eintrag steht weder unser Name noch ein Wort über Geld.',
  whenLegend: 'Wann',
  soon: 'In ein paar Wochen',
  threeMonths: 'In drei Monaten',
  anotherDay: 'An einem anderen Tag',
  pickDay: 'Das Datum wählen Sie',
  date: 'Datum',
  calendar: 'Im Kalender speichern',
  calendarHint: 'Sie hinterlassen keine Adresse, und wir speichern nichts.',
  calendarSaved: '**Öffnen Sie die Datei, um den Tag in Ihren Kalender einzutragen.**',
  calendarQuiet: 'Dieser Kasten bleibt auf diesem Gerät bis zum {day} unsichtbar.',
  emailLabel: 'E-Mail-Adresse',
  emailHint:
    'Zuerst schicken wir einen Link zur Bestätigung. Ihre Adresse liegt verschlüsselt bei uns, nur für diese eine E-Mail, und wird hier gelöscht, sobald sie verschickt ist. Danach steht sie nur noch in den Links der E-Mail selbst.',
  setReminder: 'E-Mail schicken',
  sending: 'Wird gesendet',
  toAmounts: 'Zurück',
  faultEmail: 'Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.org.',
  faultDate: 'Wählen Sie einen Tag von morgen bis zum {max}.',
  faultMailService:
    'Diesen Maildienst können Behörden in Russland mitlesen. Speichern Sie das Datum lieber im Kalender.',
  remindOffline:
    '**Unser Server ist nicht erreichbar.** Es wurde nichts gespeichert. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
  remindLimited:
    '**Bitte warten Sie einen Moment.** Aus Ihrem Netz kamen zu viele Versuche. Versuchen Sie es später noch einmal.',
  inboxEyebrow: 'Fast fertig',
  inboxHeading: 'Sehen Sie in Ihr Postfach',
  inboxMessage:
    'Öffnen Sie innerhalb von 48 Stunden den Link, den wir an {address} schicken. Dann schreiben wir am {day}. Wenn Sie nichts tun, löschen wir die Adresse.',
  changeDate: 'Datum ändern',
  close: 'Schließen',
};

export const more: MoreTexts = {
  back: '**Es wurde nichts abgebucht.** Ihre Auswahl ist noch da.',
  thanks: '**Danke für Ihre Unterstützung.**',
  thanksManage: '**Danke für Ihre Unterstützung.** [Ändern oder beenden]',
  again: 'Eine Zeit lang haben wir Sie nicht gefragt. Heute fragen wir wieder.',
  hide: 'Ausblenden',
  nudge:
    'Bei {amount} einmal im Jahr fällt die Zahlungsgebühr einmal an statt zwölfmal. [Einmal im Jahr zahlen.]',
  goal_month: 'Leserinnen und Leser haben {percent} der {target} für diesen Monat gegeben, Stand {day}.',
  goal_year: 'Leserinnen und Leser haben {percent} der {target} für dieses Jahr gegeben, Stand {day}.',
};
