export const scopes = ["vorgaenge.lesen", "vorgaenge.stellen", "dateien.senden", "vorgaenge.quittieren", "status.schreiben", "nachrichten.senden", "bescheide.zustellen", "dokumente.lesen", "dokumente.ablegen", "termine.fuehren", "zahlungen.lesen", "zahlungen.verlangen", "kennzahlen.lesen", "formulare.vorschlagen", "ereignisse.empfangen", "formulare.ergaenzen", "kacheln.zeigen", "anmeldung.einfach", "personen.uebernehmen"] as const;
export type Scope = (typeof scopes)[number];

export interface ScopeText {
  readonly title: string;
  /** What the program can do with it, and with whose data: for the person who grants it. */
  readonly means: string;
}

/** In words that a data-protection officer understands; these stand on the page where a town grants them and in the developers' reference. */
export const scopeTexts: Readonly<Record<Scope, Readonly<Record<"de" | "en", ScopeText>>>> = {
  "vorgaenge.lesen": {
    de: { title: "Anträge lesen", means: "Die Erweiterung ruft eingegangene Anträge mit allen Angaben und Anlagen ab. Das sind personenbezogene Daten der Antragstellenden. Jeder Abruf wird festgehalten und ist für die Person in ihrem Vorgang sichtbar." },
    en: { title: "Read applications", means: "The extension fetches received applications with all answers and attachments. This is personal data of the applicants. Each access is recorded and the person sees it in their case." },
  },
  "vorgaenge.stellen": {
    de: { title: "Anträge stellen", means: "Die Erweiterung reicht Anträge ein, die Menschen auf ihren eigenen Seiten ausgefüllt und verbindlich erklärt haben. Sie kennt deren Angaben. Leistungen mit Anmeldung oder Gebühr gehen nur für eine Person, die das Portal übergeben hat; sie zahlt im Portal. Die Person bekommt die Vorgangsnummer, ohne Konto auch einen Abrufcode." },
    en: { title: "Submit applications", means: "The extension submits applications that people have filled in and declared binding on its own pages. It knows their answers. Services with sign-in or fee only for a person whom the portal has handed over; they pay at the portal. The person gets the case number, without account also a look-up code." },
  },
  "dateien.senden": {
    de: { title: "Dateien mitsenden", means: "Die Erweiterung legt Dateien ab, um sie mit einem Antrag, einer Nachricht oder einem Bescheid zu verwenden; das Recht dazu braucht sie außerdem. Jede Datei wird auf Schadsoftware geprüft. Was nicht verwendet wird, löscht das Portal nach einem Tag." },
    en: { title: "Send files along", means: "The extension puts files down to use them with an application, a message or a decision; it needs the permission for that besides. Each file is checked for malware. What is not used is deleted by the portal after a day." },
  },
  "vorgaenge.quittieren": {
    de: { title: "Empfang bestätigen", means: "Die Erweiterung vermerkt, dass sie einen Antrag übernommen hat, und kann ihr eigenes Aktenzeichen dazu hinterlegen. Sie ändert nichts am Antrag." },
    en: { title: "Confirm receipt", means: "The extension notes that it has taken over an application and may leave its own file number. It changes nothing in the application." },
  },
  "status.schreiben": {
    de: { title: "Bearbeitungsstand ändern", means: "Die Erweiterung setzt den Stand eines Antrags, zum Beispiel auf »in Bearbeitung« oder »abgeschlossen«. Die Person sieht den neuen Stand." },
    en: { title: "Change the status", means: "The extension sets the status of an application, for example to “in progress” or “closed”. The person sees the new status." },
  },
  "nachrichten.senden": {
    de: { title: "Nachrichten an Antragstellende senden", means: "Die Erweiterung schreibt im Namen des Amtes Nachrichten, Rückfragen und Nachforderungen in das Postfach der Person." },
    en: { title: "Send messages to applicants", means: "The extension writes messages, questions and requests for documents to the person’s mailbox on behalf of the office." },
  },
  "bescheide.zustellen": {
    de: { title: "Bescheide bekannt geben", means: "Die Erweiterung gibt im Namen des Amtes Bescheide bekannt, die Rechtsfolgen und Fristen auslösen. Ohne Einwilligung der Person geht kein Bescheid elektronisch heraus; Begründung und Rechtsbehelfsbelehrung sind Pflicht." },
    en: { title: "Issue decisions", means: "The extension issues decisions on behalf of the office; they have legal effect and start deadlines. No decision leaves electronically without the person’s consent; reasons and information on legal remedies are mandatory." },
  },
  "dokumente.lesen": {
    de: { title: "Freigegebene Dokumente lesen", means: "Die Erweiterung ruft Dokumente ab, die eine Person aus ihrem Dokumentensafe für genau diesen Vorgang freigegeben hat. Die Person beendet die Freigabe jederzeit; danach ist nichts mehr zu sehen. Jeder Abruf wird festgehalten und ist für sie sichtbar." },
    en: { title: "Read released documents", means: "The extension fetches documents that a person has released from their document safe for this very case. The person ends it at any time; from then on nothing is to be seen. Each access is recorded and visible to them." },
  },
  "dokumente.ablegen": {
    de: { title: "Bescheide in den Dokumentensafe legen", means: "Die Erweiterung legt bekannt gegebene Bescheide in den Dokumentensafe der Person, wenn diese für den Vorgang zugestimmt hat. Was sonst im Safe liegt, sieht sie nicht." },
    en: { title: "Put decisions into the document safe", means: "The extension puts decisions that were notified into the person’s document safe where they agreed to it for the case. What else lies in the safe it does not see." },
  },
  "termine.fuehren": {
    de: { title: "Termine führen", means: "Die Erweiterung bietet freie Zeiten eines Amtes an und bucht, verlegt oder sagt Termine zu Vorgängen ab. Die Person erfährt jedes davon in ihrem Vorgang. Angaben aus dem Antrag sieht die Erweiterung damit nicht." },
    en: { title: "Keep appointments", means: "The extension offers free times of an office and books, moves or cancels appointments of cases. The person is told of each in their case. Answers of the application it does not see with this." },
  },
  "zahlungen.lesen": {
    de: { title: "Zahlungen ansehen", means: "Die Erweiterung sieht zu einem Antrag, welche Gebühr verlangt und ob sie bezahlt ist, mit dem Kassenzeichen. Kontodaten der Person sind nicht dabei. Jeder Abruf wird festgehalten." },
    en: { title: "See payments", means: "The extension sees for an application which fee is asked for and whether it is paid, with the payment reference. No bank details of the person are included. Each access is recorded." },
  },
  "zahlungen.verlangen": {
    de: { title: "Gebühren verlangen und Erstattungen anfragen", means: "Die Erweiterung verlangt im Namen des Amtes eine Gebühr für einen Antrag, die die Person dann schuldet, streicht eine unbezahlte wieder, wenn sie falsch war, und bittet die Kasse, Eingegangenes zu erstatten. Ob erstattet wird, entscheidet die Kasse. Bezahlt wird nur im Portal oder mit dem Kassenzeichen." },
    en: { title: "Ask for fees and for refunds", means: "The extension asks in the name of the office for a fee for an application, which the person then owes, cancels one that was wrong and is not paid, and asks the cash office to give back what came in. Whether it does is decided by the cash office. People pay only at the portal or with the payment reference." },
  },
  "kennzahlen.lesen": {
    de: { title: "Kennzahlen ansehen", means: "Die Erweiterung sieht, wie viele Anträge je Leistung gestellt, beantwortet und entschieden wurden und wie lange es gedauert hat. Das sind Summen ohne Bezug zu Personen und Vorgängen." },
    en: { title: "See figures", means: "The extension sees how many applications per service were submitted, answered and decided and how long it took. These are sums without reference to persons or cases." },
  },
  "formulare.vorschlagen": {
    de: { title: "Eigene Online-Dienste vorschlagen", means: "Die Erweiterung legt der Kommune Online-Dienste mit eigenen Formularen vor. Veröffentlicht wird erst, wenn jemand in der Kommune den Dienst geprüft und freigegeben hat. Daten von Personen sind nicht beteiligt." },
    en: { title: "Propose online services of its own", means: "The extension puts online services with forms of its own before the municipality. They are published only after somebody in the municipality has reviewed and released them. No data of persons is involved." },
  },
  "ereignisse.empfangen": {
    de: { title: "Über Ereignisse benachrichtigt werden", means: "Die Erweiterung erfährt, dass zu einem Antrag etwas geschehen ist: Art des Ereignisses, Zeitpunkt, Vorgangsnummer. Namen und Inhalte sind nicht dabei." },
    en: { title: "Be told of events", means: "The extension learns that something happened to an application: kind of event, time, case number. No names and no content." },
  },
  "formulare.ergaenzen": {
    de: { title: "Angaben in Formularen ergänzen", means: "Die Erweiterung bekommt, während eine Person ein Formular ausfüllt, die Felder, die das Formular für sie nennt, und gibt Werte für die genannten Felder zurück, zum Beispiel einen Termin. Andere Angaben sieht sie nicht. Die Person sieht vorher, was übergeben wird, und kann es selbst ausfüllen." },
    en: { title: "Complete answers in forms", means: "While a person fills in a form, the extension gets the fields that the form names for it and gives back values for the fields named, for example an appointment. It sees no other answers. The person sees beforehand what is handed over, and may fill it in without the extension." },
  },
  "kacheln.zeigen": {
    de: { title: "Kacheln auf Seiten der Kommune zeigen", means: "Die Erweiterung zeigt eigene Inhalte in einem abgeschlossenen Rahmen. Sie erfährt nichts über die Person und nichts von der Seite; wie bei jedem Aufruf einer Webseite sieht ihr Betreiber die Internetadresse (IP) des Geräts." },
    en: { title: "Show tiles on pages of the municipality", means: "The extension shows content of its own in a closed frame. It learns nothing of the person and nothing of the page; as with every call of a web page its operator sees the internet address (IP) of the device." },
  },
  "anmeldung.einfach": {
    de: { title: "Mit Mandantennummer und Schlüssel anmelden", means: "Ältere Programme können sich nur so anmelden: Der Schlüssel geht bei jeder Anfrage über die Leitung. Die übrigen Rechte gelten unverändert. Erlauben Sie es nur, wenn das Programm nichts Besseres kann." },
    en: { title: "Sign in with tenant number and key", means: "Older programs know no other way: the key travels with every request. The other scopes hold unchanged. Grant it only if the program can do nothing better." },
  },
  "personen.uebernehmen": {
    de: { title: "Angemeldete Personen übernehmen", means: "Wer im Portal mit der BundID angemeldet ist, kann zu den Seiten der Erweiterung wechseln. Vorher sieht die Person jede Angabe, die übergeben wird, und stimmt zu. Die Erweiterung bekommt das Vertrauensniveau, die bestätigten Angaben und ein Kennzeichen, das nur sie kennt. Jede Übergabe ist im Konto der Person sichtbar; sie kann sie dort widerrufen." },
    en: { title: "Take over people who are signed in", means: "Whoever is signed in to the portal with BundID can go on to the pages of the extension. Before that the person sees each value that is handed over, and agrees. The extension gets the trust level, the confirmed values and a key that only it knows. Each hand-over is visible in the person’s account and can be withdrawn there." },
  },
};

export function isScope(text: string): text is Scope {
  return scopes.some((scope) => scope === text);
}
