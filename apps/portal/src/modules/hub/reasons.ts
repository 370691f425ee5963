import { legalDateTime } from "#platform/clock";

interface Words { readonly de: string; readonly en: string }

/** What happened, in words for people in offices and operations, with what to do where there is something to do. */
const words: Readonly<Record<string, Words>> = {
  "connection-refused": { de: "Das Fachverfahren nimmt keine Verbindung an.", en: "The office system does not accept connections." },
  "unknown-host": { de: "Der Name in der Adresse ist nicht bekannt. Prüfen Sie die Adresse des Ziels.", en: "The name in the address is unknown. Check the destination's address." },
  tls: { de: "Die Verschlüsselung kam nicht zustande: Das Zertifikat passt nicht oder ist abgelaufen.", en: "Encryption failed: the certificate does not match or has expired." },
  timeout: { de: "Das Fachverfahren hat nicht rechtzeitig geantwortet.", en: "The office system did not answer in time." },
  "connection-lost": { de: "Die Verbindung brach ab, bevor eine Antwort kam.", en: "The connection broke before an answer came." },
  "server-error": { de: "Das Fachverfahren meldet einen inneren Fehler.", en: "The office system reports an internal error." },
  gateway: { de: "Ein Vermittler vor dem Fachverfahren erreicht es nicht.", en: "A gateway in front of the office system cannot reach it." },
  busy: { de: "Das Fachverfahren ist vorübergehend nicht bereit.", en: "The office system is temporarily not ready." },
  "not-understood": { de: "Die Antwort ist keine Quittung, die sich lesen lässt.", en: "The answer is not a receipt that can be read." },
  "not-authorised": { de: "Das Fachverfahren erkennt die Unterschrift nicht an. Prüfen Sie den geheimen Schlüssel des Ziels.", en: "The office system does not accept the signature. Check the destination's secret." },
  "no-such-address": { de: "Unter der Adresse nimmt niemand Zustellungen an. Prüfen Sie die Adresse des Ziels.", en: "Nobody accepts deliveries at the address. Check the destination's address." },
  redirected: { de: "Die Adresse leitet weiter. Aus Sicherheitsgründen wird dem nicht gefolgt; tragen Sie die neue Adresse ein.", en: "The address redirects. For security this is not followed; enter the new address." },
  "address-refused": { de: "Die Adresse liegt in einem privaten Netz oder ist nicht verschlüsselt; dorthin wird nicht gesendet.", en: "The address lies in a private network or is unencrypted; nothing is sent there." },
  "answer-too-large": { de: "Die Antwort ist größer als erlaubt.", en: "The answer is larger than allowed." },
  "not-prepared": { de: "Die Nachricht ließ sich nicht zusammenstellen. Der Fehler steht im Protokoll der Anwendung.", en: "The message could not be put together. The fault is in the application's log." },
  "document-missing": { de: "Das PDF des Antrags wird noch erstellt.", en: "The PDF of the application is still being made." },
  untrusted: { de: "Die Schlüssel oder Unterschriften der Gegenseite lassen sich nicht prüfen. Es wird nichts gesendet und nichts geglaubt.", en: "The keys or signatures of the other side cannot be verified. Nothing is sent and nothing is believed." },
  "destination-inactive": { de: "Der Zustellpunkt ist nicht aktiv.", en: "The destination is not active." },
  "service-not-offered": { de: "Der Zustellpunkt nimmt diese Leistung nicht an.", en: "The destination does not take this service." },
  "region-not-offered": { de: "Der Zustellpunkt ist für diesen Ort nicht zuständig.", en: "The destination is not responsible for this place." },
  "schema-not-offered": { de: "Der Zustellpunkt nimmt dieses Datenschema nicht an.", en: "The destination does not take this data schema." },
  "no-case": { de: "Beim Fachverfahren gibt es zu diesem Antrag keinen Vorgang, in den die Nachricht gehört.", en: "The office system has no case for this application in which the message belongs." },
  "no-service-key": { de: "Zur Leistung fehlt der LeiKa-Schlüssel; ohne ihn nimmt FIT-Connect nichts an.", en: "The service has no LeiKa key; without it FIT-Connect takes nothing." },
  "no-receiver": { de: "Am Ort des Antrags nimmt noch keine Stelle diese Leistung über FIT-Connect an. Es wird weiter gesucht; der Antrag liegt im Eingang.", en: "Nobody takes this service by FIT-Connect at the application's place yet. The search goes on; the application is in the inbox." },
  "place-missing": { de: "Im Antrag fehlt der Ort, nach dem sich die zuständige Stelle richtet. Prüfen Sie beim Ziel, welche Antwort ihn nennt, oder leiten Sie den Antrag an ein festes Ziel.", en: "The application lacks the place by which the authority is found. Check at the destination which answer names it, or send the application to a fixed destination." },
  "place-unknown": { de: "Der Ort im Antrag ist unbekannt oder nicht eindeutig. Fragen Sie nach und leiten Sie den Antrag an ein festes Ziel.", en: "The place in the application is unknown or not unique. Ask, and send the application to a fixed destination." },
  "several-receivers": { de: "Für Leistung und Ort nehmen mehrere Stellen an; welche, muss ein Mensch entscheiden. Leiten Sie den Antrag an ein festes Ziel.", en: "Several authorities take this service at the place; a person has to decide. Send the application to a fixed destination." },
  "post-needed": { de: "Der Bescheid muss mit der Post gehen; elektronisch ist er nicht zulässig.", en: "The decision has to go by post; electronic provision is not allowed." },
  "files-not-taken": { de: "Die Antwort enthält Dateien, die sich so nicht zustellen lassen (nur ein PDF zu einem Bescheid).", en: "The reply holds files that cannot be provided (only one PDF with a decision)." },
  "missing-reasons": { de: "Dem Bescheid fehlt die Begründung (§ 39 VwVfG NRW).", en: "The decision lacks reasons." },
  "missing-signatory": { de: "Dem Bescheid fehlt, wer ihn verantwortet (§ 37 Abs. 3 VwVfG NRW).", en: "The decision lacks a responsible person." },
  "missing-remedy-kind": { de: "Dem Bescheid fehlt der Rechtsbehelf (§ 37 Abs. 6 VwVfG NRW).", en: "The decision lacks the legal remedy." },
  "missing-remedy-where": { de: "Dem Bescheid fehlt, wo der Rechtsbehelf einzulegen ist.", en: "The decision lacks where the remedy is to be lodged." },
  "missing-remedy-deadline": { de: "Dem Bescheid fehlt die Frist des Rechtsbehelfs.", en: "The decision lacks the deadline of the remedy." },
  "not-allowed": { de: "Der Antrag steht so, dass dieser Schritt nicht möglich ist.", en: "The application stands so that this step is not possible." },
  "encryption-issue": { de: "Die Antwort lässt sich nicht entschlüsseln.", en: "The reply cannot be decrypted." },
  "other-author": { de: "Die Antwort kam von einem anderen Absender als dem Amt. Antwortet das Amt aus einem anderen Postfach, tragen Sie es beim Ziel ein.", en: "The reply came from another sender than the office. If the office answers from another mailbox, enter it at the destination." },
  "metadata-changed": { de: "Die Angaben um die Antwort sind nicht die, die ihr Verfasser mit verschlüsselt hat: Sie wurde unterwegs verändert.", en: "The metadata around the reply are not those that its author enclosed: it was changed on its way." },
  "metadata-not-enclosed": { de: "Die Metadaten der Antwort sind nicht mit verschlüsselt, wie es mit dem Fachverfahren vereinbart ist.", en: "The reply does not enclose its metadata as agreed with the office system." },
  "missing-data": { de: "Die Antwort ist leer.", en: "The reply is empty." },
  "schema-violation": { de: "Die Antwort entspricht nicht dem vereinbarten Schema.", en: "The reply does not follow the agreed schema." },
  "unsupported-schema": { de: "Die Antwort steht in einem Datenschema, das dieses Portal nicht liest. Verabreden Sie mit der Stelle das Schema »Antwort 1.0.0« (FIT-Connect nennt es bei jeder Einreichung als Rückkanal).", en: "The reply is written in a data schema that this portal does not read. Agree with the authority on the schema \"antwort 1.0.0\" (every submission names it in its reply channel)." },
  "syntax-violation": { de: "Die Antwort ist kein gültiges JSON oder XML.", en: "The reply is no valid JSON or XML." },
  "hash-mismatch": { de: "Die Prüfsumme der Antwort stimmt nicht.", en: "The reply's hash does not match." },
  "incorrect-authentication-tag": { de: "Die Antwort ist nicht die, die im Ereignisprotokoll steht.", en: "The reply is not the one in the event log." },
  "invalid-event-log": { de: "Das Ereignisprotokoll der Antwort lässt sich nicht prüfen.", en: "The reply's event log cannot be verified." },
  "no-answer": { de: "Übergeben, aber das Fachverfahren hat auch nach drei Wochen nicht geantwortet.", en: "Handed over, but the office system has not answered in three weeks." },
  received: { de: "Übergeben; die Antwort des Fachverfahrens steht aus.", en: "Handed over; the office system has not answered yet." },
  "message-refused": { de: "Das Fachverfahren nimmt diese Nachricht grundsätzlich nicht an.", en: "The office system does not take this message at all." },
  "message-too-large": { de: "Die Nachricht ist größer, als dieser Weg erlaubt.", en: "The message is larger than this way allows." },
  "content-gone": { de: "Der Antrag ist nicht mehr vorhanden; seine Aufbewahrungsfrist ist vorbei.", en: "The application is no longer there; its retention term is over." },
  "destination-retired": { de: "Das Ziel ist stillgelegt. Leiten Sie den Antrag an ein anderes Ziel, oder vermerken Sie, dass das Amt ihn im Eingang bearbeitet.", en: "The destination is retired. Lead the application to another destination, or note that the office works on it in its inbox." },
  "gave-up": { de: "Nach vielen Versuchen ohne Antwort aufgegeben.", en: "Given up after many tries without an answer." },
  "no-permission": { de: "Das Programm darf in dieser Stadt keine Vorgänge lesen und quittieren. Die Stadt gibt ihm die Erlaubnis unter »Erweiterungen«.", en: "The program may not read and acknowledge cases in this town. The town gives it permission under extensions." },
  "mail-not-set-up": { de: "Für dieses Portal ist kein Mailserver eingerichtet.", en: "No mail server is set up for this portal." },
  "mail-refused": { de: "Der Mailserver nimmt diese Adresse nicht an. Prüfen Sie die Adresse des Ziels.", en: "The mail server does not take this address. Check the destination's address." },
  "folder-refused": { de: "Der Server lässt in diesem Ordner nichts ablegen. Prüfen Sie Ordner und Rechte des Benutzers.", en: "The server lets nothing be put into this folder. Check folder and rights of the user." },
  "not-stored": { de: "Der Server hat die Datei nicht ganz gespeichert, zum Beispiel weil sein Speicher voll ist.", en: "The server did not store the file completely, for example because its disk is full." },
  "handed-over": { de: "Der Antrag wurde an eine andere Stadt abgegeben.", en: "The application was handed over to another town." },
  rejected: { de: "Das Fachverfahren hat die Nachricht geprüft und zurückgewiesen.", en: "The office system examined the message and rejected it." },
  accepted: { de: "Angekommen und quittiert.", en: "Arrived and acknowledged." },
  lost: { de: "Der sendende Prozess endete, bevor er das Ergebnis festhalten konnte.", en: "The sending process ended before it could write down the outcome." },
};

/** A code of the hub in words; an unknown code is shown as it is. */
export function reasonText(code: string, lang: "de" | "en" = "de"): string {
  return words[code]?.[lang] ?? code;
}

/** What the applicant reads in the timeline. */
export function arrivedText(lang: "de" | "en", name: string, at: Date): string {
  const [day = "", time = ""] = legalDateTime(at).split(" ");
  const [year = "", month = "", date = ""] = day.split("-");
  return lang === "de"
    ? `Angekommen im Fachverfahren »${name}« am ${date}.${month}.${year} um ${time} Uhr.`
    : `Arrived in the office system "${name}" on ${date}/${month}/${year} at ${time}.`;
}

/** What the applicant reads where the authority of the place cannot be reached this way (yet). */
export const notAddressedText: Readonly<Record<"de" | "en", string>> = {
  de: "Die zuständige Behörde für den Ort in Ihrem Antrag ist noch nicht elektronisch erreichbar. Ihr Antrag ist bei uns eingegangen und wird aufbewahrt. Wir kümmern uns darum, dass er dort ankommt, und melden uns, wenn wir etwas von Ihnen brauchen.",
  en: "The authority for the place in your application cannot be reached electronically yet. Your application has arrived here and is kept. We see to it that it gets there, and will contact you if we need anything from you.",
};

const oneText = (reasons: readonly string[]): string => reasons.filter((reason) => reason.trim() !== "").join(" ");

/** What the office reads where its system refused a message, or it could not be delivered. Reasons are the other side's words, however many. */
export function undeliveredText(how: "rejected" | "dead", name: string, reasons: readonly string[]): string {
  const said = oneText(reasons).slice(0, 2_000);
  const what = how === "rejected" ? `»${name}« hat die Zustellung zurückgewiesen. ${said === "" ? "Gründe hat es nicht genannt." : `Genannt wird: ${said}`}` : `Die Zustellung an »${name}« ist aufgegeben.${said === "" ? "" : ` ${said}`}`;
  return `${what} Alles, was die Person geschickt hat, liegt in diesem Vorgang; Sie können ihn hier bearbeiten. Der Betrieb sieht die Zustellung auch und kann sie noch einmal senden.`;
}

/** What the office reads where its system, or who receives for it, did not take what the person said about electronic decisions. */
export function declinedText(name: string, reasons: readonly string[]): string {
  const said = oneText(reasons);
  return `»${name}« hat die Mitteilung nicht angenommen, ob die Person Bescheide elektronisch möchte.${said === "" ? "" : ` Genannt wird: ${said}`} Bitte sorgen Sie dafür, dass es dort vermerkt wird. In diesem Portal gilt es schon.`;
}
