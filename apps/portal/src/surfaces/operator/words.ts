import type { Component } from "#modules/disturbances";
import type { PassageStep } from "#modules/gateway";
import type { Alarm, Attempt, ChannelKind, Delivery, DeliveryState, KeptReceipt } from "#modules/hub";
import type { BadgeKind } from "#ui/badge";

export const stateWords: Readonly<Record<DeliveryState, { readonly text: string; readonly kind?: BadgeKind }>> = {
  queued: { text: "wartet" },
  paused: { text: "angehalten", kind: "warning" },
  sent: { text: "unterwegs", kind: "info" },
  received: { text: "übergeben, Antwort steht aus", kind: "info" },
  accepted: { text: "angekommen", kind: "success" },
  rejected: { text: "zurückgewiesen", kind: "danger" },
  dead: { text: "aufgegeben", kind: "danger" },
  declined: { text: "Mitteilung nicht angenommen", kind: "warning" },
  replaced: { text: "ersetzt" },
};

const resultWords: Readonly<Record<NonNullable<Attempt["result"]>, string>> = {
  received: "übergeben", accepted: "angekommen", rejected: "zurückgewiesen", unreachable: "keine Antwort", refused: "nicht angenommen", lost: "Ergebnis unbekannt",
};
/** What holds a delivery back here, before anybody is asked: no receiver kept silent. */
const heldBack: ReadonlySet<string | undefined> = new Set(["document-missing", "no-receiver"]);

/** How an attempt ended. Who answered »503« was not silent. */
export function attemptWords({ result, reason, status }: Pick<Attempt, "result" | "reason" | "status">): string {
  if (result === undefined) return "unterwegs";
  if (result !== "unreachable") return resultWords[result];
  return heldBack.has(reason) ? "noch nicht gesendet" : status === undefined ? resultWords.unreachable : "noch nicht angenommen";
}

export const alarmWords: Readonly<Record<Alarm["kind"], { readonly title: string; readonly advice: string }>> = {
  "dead-letters": { title: "Unzustellbar", advice: "Lesen Sie den Grund; dann wiederholen oder korrigieren. Im Eingang der Sachbearbeitung liegen die Anträge trotzdem; bearbeitet das Amt sie dort, vermerken Sie sie als erledigt." },
  "queue-too-old": { title: "Zustellungen warten zu lange", advice: "Sehen Sie nach, warum das Ziel nicht antwortet und ob der Worker läuft." },
  "destination-failing": { title: "Ziel antwortet nicht", advice: "Nichts geht verloren: Es wird aufbewahrt und nachgeliefert. Sprechen Sie mit dem Betrieb des Fachverfahrens." },
  "destination-paused": { title: "Angehaltenes Ziel mit wartenden Zustellungen", advice: "Setzen Sie es fort, sobald der Grund der Pause vorbei ist." },
  "no-answer": { title: "Antwort eines Fachverfahrens steht aus", advice: "Der Vermittler hat die Anträge; das Fachverfahren hat sie noch nicht angenommen oder zurückgewiesen. Fragen Sie dort nach." },
  "certificate-ending": { title: "Zertifikat läuft bald ab", advice: "Erneuern Sie es rechtzeitig und tragen Sie das neue beim Ziel ein; danach nimmt das Fachverfahren nichts mehr an." },
  "no-route": { title: "Kein Weg zum Fachverfahren", advice: "Die Stadt hat für diese Leistung ein Fachverfahren gewählt, aber kein Weg führt dorthin. Die Anträge liegen nur im Eingang." },
  "no-receiver": { title: "Am Ort des Antrags nimmt keine Stelle an", advice: "Es wird weiter gesucht, und die antragstellende Person weiß es. Fragen Sie die zuständige Behörde nach ihrem Zustellpunkt oder bringen Sie den Antrag auf anderem Weg dorthin." },
};

/** Entries of an application's log. */
export const eventWords: Readonly<Record<string, string | undefined>> = {
  submitted: "Eingegangen", sealed: "Versiegelt, wartet auf Zahlung", paid: "Bezahlt", rendered: "Dokument erstellt", "status-changed": "Stand geändert", withdrawn: "Zurückgezogen", closed: "Abgeschlossen", message: "Nachricht des Amts", question: "Frage des Amts",
  "documents-requested": "Unterlagen nachgefordert", reply: "Antwort der Person", "file-added": "Datei nachgereicht", "file-removed": "Datei entfernt", decision: "Bescheid", "decision-posted": "Bescheid zur Post gegeben", "decision-notified": "Bescheid bekannt gegeben",
  "decision-lapsed": "Bescheid nicht abgerufen", "case-taken": "Vom Amt übernommen", "case-assigned": "Zugewiesen", "case-handed-back": "Zurückgegeben", "case-passed-on": "An ein anderes Amt gegeben", "office-involved": "Ein anderes Amt beteiligt",
  "handed-over": "An eine andere Stadt abgegeben", "delivery-received": "Vom Vermittler übernommen", "delivery-accepted": "Angekommen im Fachverfahren", "delivery-rejected": "Vom Fachverfahren zurückgewiesen", "delivery-dead": "Zustellung aufgegeben", "delivery-declined": "Mitteilung nicht angenommen, dem Amt gesagt", "consent-told": "Vom Amt von Hand mitgeteilt", "data-conflict": "PDF und Daten widersprechen sich", "delivery-not-addressed": "Zuständige Stelle noch nicht elektronisch erreichbar", "reply-refused": "Antwort des Fachverfahrens zurückgegeben", "electronic-decisions-wanted": "Bescheide elektronisch gewünscht", "electronic-decisions-declined": "Bescheide nicht mehr elektronisch gewünscht", "archive-offered": "Dem Archiv angeboten", acknowledged: "Von angebundener Software übernommen",
  "document-shared": "Dokument freigegeben", "document-unshared": "Freigabe eines Dokuments beendet", "document-share-expired": "Freigabe eines Dokuments abgelaufen", "appointment-booked": "Termin vereinbart", "appointment-moved": "Termin verlegt", "appointment-missed": "Gewählter Termin war schon vergeben", "appointment-cancelled": "Termin abgesagt", "fee-cancelled": "Gebühr gestrichen",
};
export const actorWords: Readonly<Record<string, string | undefined>> = { citizen: "Person", visitor: "Person ohne Konto", staff: "Amt", extension: "angebundene Software", system: "Portal" };

export const componentWords: Readonly<Record<Component, string>> = {
  portal: "Portal", bundid: "BundID", payment: "Bezahlung", fachverfahren: "Fachverfahren", mail: "E-Mail-Hinweise", uploads: "Hochladen von Dateien",
};

export const messageWords: Readonly<Record<Delivery["message"], string>> = { "application.submitted": "Antrag", "application.withdrawn": "Rücknahme", "application.handed-over": "Abgabe an eine andere Stadt", "application.replied": "Antwort der Person", "application.consent-changed": "Wunsch nach elektronischen Bescheiden" };

/** What passes between here and a service elsewhere. */
export const passageWords: Readonly<Record<PassageStep["what"], string>> = {
  "application-arrived": "Aus dem Dienst eines anderen Landes angekommen", "answer-arrived": "Antwort aus dem anderen Dienst angekommen", accepted: "Dem anderen Dienst gesagt: angenommen", rejected: "Dem anderen Dienst gesagt: abgelehnt",
  "reply-sent": "Wort des Amts an den anderen Dienst gesendet", "reply-taken": "Wort des Amts beim anderen Dienst angekommen", "reply-given-up": "Wort des Amts beim anderen Dienst nicht angekommen",
};
export const receiptWords: Readonly<Record<KeptReceipt["what"], string>> = {
  "handed-over": "an den Vermittler übergeben", notified: "dem Fachverfahren gemeldet", forwarded: "weitergeleitet oder abgeholt", accepted: "vom Fachverfahren angenommen", rejected: "vom Fachverfahren zurückgewiesen",
};
export const channelWords: Readonly<Record<ChannelKind, string>> = { webhook: "Webhook", "fit-connect": "FIT-Connect", xta: "XTA 2", sftp: "SFTP", pull: "Abholung durch ein Programm (Extension-API)", mail: "E-Mail mit Link, ohne Inhalt" };

/** How long, in the two largest units that a person needs. */
export function duration(seconds: number): string {
  if (seconds < 1) return "unter 1 Sekunde";
  if (seconds < 90) return Math.round(seconds) === 1 ? "1 Sekunde" : `${Math.round(seconds)} Sekunden`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} Minuten`;
  if (seconds < 36 * 3600) return `${(seconds / 3600).toFixed(1).replace(".", ",")} Stunden`;
  return `${(seconds / 86_400).toFixed(1).replace(".", ",")} Tage`;
}

export function since(at: Date, now: Date): string {
  const seconds = (now.getTime() - at.getTime()) / 1000;
  return seconds < 1 ? "gerade eben" : `vor ${dative(duration(seconds))}`;
}

/** Of what still lasts. */
export function lasting(from: Date, now: Date): string {
  return `seit ${dative(duration((now.getTime() - from.getTime()) / 1000))}`;
}

export function until(at: Date, now: Date): string {
  return `in ${dative(duration((at.getTime() - now.getTime()) / 1000))}`;
}

function dative(span: string): string {
  return span.replace(/Tage$/, "Tagen");
}
