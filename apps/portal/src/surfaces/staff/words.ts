import type { AbsenceOutcome, AnswerOutcome, AppointmentChange, AssignOutcome, CancelFeeOutcome, CaseChange, CaseState, CloseOutcome, DecideCaseOutcome, HandOverBasis, HandOverOutcome, InvolveOutcome, Involvement, KeepOutcome, PostCaseOutcome, SettleOutcome, Traffic } from "#modules/casework";
import type { BadgeKind } from "#ui/badge";
import type { DecisionState, Evidence, Way } from "#modules/answers";

export const stateBadges: Readonly<Record<CaseState, BadgeKind | undefined>> = { open: "info", taken: undefined, waiting: "warning", decided: "success", closed: undefined };
export const trafficNames: Readonly<Record<Traffic, string>> = { calm: "im Plan", soon: "bald fällig", late: "überfällig" };
export const trafficBadges: Readonly<Record<Traffic, BadgeKind>> = { calm: "success", soon: "warning", late: "danger" };

export const changeNames: Readonly<Record<CaseChange, string>> = {
  received: "eingegangen", taken: "übernommen", assigned: "zugewiesen", "handed-back": "zurückgegeben", "passed-on": "an ein anderes Amt gegeben", involved: "ein anderes Amt beteiligt", "handed-over": "an eine andere Stadt abgegeben", resubmission: "Wiedervorlage geändert",
  question: "eine Frage gestellt", "documents-requested": "Unterlagen nachgefordert", message: "eine Nachricht geschrieben", status: "den Stand geändert", decided: "entschieden", posted: "den Postausgang eingetragen",
  closed: "abgeschlossen", reopened: "wieder aufgenommen", reply: "eine Antwort ist eingegangen", "document-shared": "die Person hat ein Dokument freigegeben", "appointment-cancelled": "ein Termin wurde abgesagt", "appointment-moved": "ein Termin wurde verlegt", "fee-cancelled": "eine Gebühr gestrichen", "file-added": "eine Datei ist eingegangen", withdrawn: "der Antrag wurde zurückgezogen", paid: "die Zahlung ist eingegangen",
  lapsed: "der Bescheid wurde nicht abgerufen", notified: "der Bescheid ist bekannt gegeben", "granted-automatically": "automatisch bewilligt", "consent-told": "eine Mitteilung von Hand weitergegeben",
};

export const involvementNames: Readonly<Record<Involvement, string | undefined>> = { own: undefined, joint: "Ihr Amt entscheidet mit", information: "nur zur Kenntnis" };
export const basisNames: Readonly<Record<HandOverBasis, string>> = { consent: "Einwilligung der Person", "sgb1-16": "§ 16 Abs. 2 SGB I (Antrag auf eine Sozialleistung)", other: "eine andere Vorschrift" };

export const wayNames: Readonly<Record<Way, string>> = { "own-mailbox": "Postfach im Portal", "account-mailbox": "Postfach des Bundes", post: "Post" };

export const decisionStateNames: Readonly<Record<DecisionState, string>> = {
  "to-post": "gedruckt, noch nicht zur Post gegeben", posted: "zur Post gegeben", provided: "zum Abruf bereitgestellt", notified: "bekannt gegeben", lapsed: "nicht bekannt gegeben: innerhalb der Frist nicht abgerufen", replaced: "durch einen neuen Bescheid ersetzt",
};

export const evidenceNames: Readonly<Record<Evidence["kind"], string>> = {
  provided: "Bereitgestellt", noticed: "Benachrichtigung abgesandt", retrieved: "Abgerufen", printed: "Gedruckt", posted: "Zur Post gegeben", notified: "Bekannt gegeben", lapsed: "Bereitstellung beendet, nicht bekannt gegeben",
  "not-noticed": "Benachrichtigung nicht zustellbar", "not-received": "Nicht zugegangen", replaced: "Ersetzt",
};

/** Titles of the timeline by the type of the event; an unknown one is shown as »Ereignis«. */
const eventTitles: Readonly<Record<string, string>> = {
  submitted: "Eingegangen", sealed: "Versiegelt, wartet auf Zahlung", "status-changed": "Stand geändert", question: "Frage gestellt", "documents-requested": "Unterlagen nachgefordert", message: "Nachricht an die Person",
  reply: "Antwort der Person", "file-added": "Datei nachgereicht", decision: "Bescheid", "decision-posted": "Bescheid zur Post gegeben", "decision-notified": "Bescheid bekannt gegeben", "decision-lapsed": "Bescheid nicht abgerufen",
  "case-taken": "Übernommen", "case-assigned": "Zugewiesen", "case-handed-back": "Zurückgegeben", "case-passed-on": "An ein anderes Amt gegeben", "office-involved": "Ein anderes Amt beteiligt", "handed-over": "Von einer anderen Stadt übernommen", paid: "Bezahlt", withdrawn: "Zurückgezogen", closed: "Abgeschlossen", rendered: "Dokument erstellt", "delivery-received": "Vom Vermittler des Fachverfahrens übernommen", "delivery-accepted": "Angekommen im Fachverfahren", "delivery-rejected": "Vom Fachverfahren zurückgewiesen", "delivery-dead": "Zustellung an das Fachverfahren aufgegeben", "delivery-declined": "Mitteilung nicht angenommen", "consent-told": "Mitteilung von Hand weitergegeben", "data-conflict": "PDF und Daten widersprechen sich", "delivery-not-addressed": "Zuständige Stelle noch nicht elektronisch erreichbar", "reply-refused": "Antwort des Fachverfahrens zurückgegeben", "electronic-decisions-wanted": "Die Person möchte Bescheide elektronisch", "electronic-decisions-declined": "Die Person möchte Bescheide nicht mehr elektronisch",
  "document-shared": "Die Person hat ein Dokument freigegeben", "document-unshared": "Die Person hat eine Freigabe beendet", "document-share-expired": "Eine Freigabe ist abgelaufen", "appointment-booked": "Termin vereinbart", "appointment-moved": "Termin verlegt", "appointment-missed": "Gewählter Termin war schon vergeben", "appointment-cancelled": "Termin abgesagt", "fee-cancelled": "Gebühr gestrichen",
};
export const statusNames: Readonly<Record<string, string>> = {
  payment: "Wartet auf Zahlung", submitted: "Eingegangen", "in-progress": "In Bearbeitung", waiting: "Wartet auf die Person", decided: "Entschieden", refused: "Abgelehnt", withdrawn: "Zurückgezogen", closed: "Abgeschlossen",
};

export function eventTitle(type: string, data: Readonly<Record<string, unknown>>): string {
  const title = eventTitles[type] ?? "Ereignis";
  const status = data["status"];
  const name = data["name"];
  if (type.startsWith("delivery-") && typeof name === "string") return `${title}: ${name}`;
  return type === "status-changed" && typeof status === "string" ? `${title}: ${statusNames[status] ?? status}` : title;
}

/** Time in words: »3 Tage«, »5 Stunden«. */
export function lasted(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 60) return minutes === 1 ? "1 Minute" : `${minutes} Minuten`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return hours === 1 ? "1 Stunde" : `${hours} Stunden`;
  return `${Math.round(hours / 24)} Tage`;
}

type Outcomes = AbsenceOutcome | AnswerOutcome | AppointmentChange | AssignOutcome | CancelFeeOutcome | CloseOutcome | DecideCaseOutcome | HandOverOutcome | InvolveOutcome | KeepOutcome | PostCaseOutcome | SettleOutcome;
/** Refusals of the rooms that are told in one sentence; the others have a page or a list of their own. */
export type Refusal = Exclude<Extract<Outcomes, { readonly ok: false }>["why"], "changed-meanwhile" | "incomplete" | "post-needed">;

/** Why something was not done, in words that say what to do. A refusal without its line does not compile. */
const refusalTexts: Readonly<Record<Refusal, string>> = {
  finished: "Dieser Vorgang ist schon entschieden oder abgeschlossen.",
  "taken-by-another": "Diesen Vorgang bearbeitet schon jemand anderes. Bitten Sie die Person, ihn zu übergeben, oder wenden Sie sich an die Leitung.",
  "not-in-office": "Diese Person darf Vorgänge dieses Amts nicht bearbeiten. Wählen Sie eine andere.",
  "unknown-office": "Wählen Sie das Amt, das den Vorgang bekommen soll.",
  "same-office": "Der Vorgang liegt schon bei diesem Amt.",
  "already-there": "Dieses Amt ist an diesem Vorgang schon beteiligt.",
  "only-for-information": "Ihr Amt hat diesen Vorgang nur zur Kenntnis. Sie können ihn lesen, eine Notiz schreiben und ihn abschließen.",
  "unknown-town": "Wählen Sie die Stadt, die zuständig ist.",
  "not-offered-there": "Diese Stadt bietet diesen Online-Dienst hier nicht an und kann den Antrag nicht übernehmen.",
  "no-office-there": "Im Verzeichnis dieser Stadt steht kein Amt, das diesen Antrag bearbeiten könnte. Rufen Sie dort an.",
  "other-offices-work": "An diesem Antrag arbeiten auch Ämter, die Sie nicht vertreten. Bitten Sie die Leitung, ihn abzugeben.",
  "decided-already": "Zu diesem Antrag gibt es schon einen Bescheid. Er kann nicht mehr abgegeben werden.",
  "delivery-under-way": "Der Antrag wird in diesem Moment an ein Fachverfahren übermittelt. Versuchen Sie es in einer Minute noch einmal.",
  "basis-missing": "Wählen Sie die Grundlage der Abgabe.",
  "basis-words-missing": "Schreiben Sie zur Grundlage dazu, wann und wie die Person eingewilligt hat oder welche andere Vorschrift gilt.",
  "basis-words-too-long": "Die Angaben zur Grundlage sind zu lang. Kürzen Sie sie.",
  "not-allowed": "Das ist beim jetzigen Stand des Antrags nicht möglich.",
  "text-missing": "Schreiben Sie einen Text.",
  "text-too-long": "Der Text ist zu lang. Kürzen Sie ihn.",
  "due-day-wrong": "Geben Sie einen Tag innerhalb des nächsten Jahres an.",
  "due-day-passed": "Die Frist muss in der Zukunft liegen.",
  "nothing-asked": "Nennen Sie mindestens eine Unterlage, höchstens 20, je Zeile eine mit höchstens 200 Zeichen.",
  "day-wrong": "Geben Sie einen Tag an, der möglich ist.",
  "appointment-unknown": "Wählen Sie den Termin.",
  "appointment-over": "Dieser Termin ist schon abgesagt oder hat begonnen.",
  "slot-taken": "Wählen Sie eine freie Zeit. Vielleicht hat sie inzwischen jemand anderes bekommen.",
  "not-notified": "Ein Bescheid ist noch nicht bekannt gegeben. Schließen Sie den Vorgang danach ab.",
  "not-waiting-for-post": "Für diesen Bescheid ist der Postausgang schon eingetragen.",
  "fee-differs": "Ein wiederholter Bescheid setzt denselben Betrag fest wie der erste, denn der ist schon gefordert und vielleicht bezahlt. Für einen anderen Betrag schreiben Sie einen neuen Bescheid.",
  "fee-cancelled": "Die Gebühr aus diesem Bescheid ist gestrichen. Er wird nicht wiederholt: Schreiben Sie einen neuen Bescheid.",
  "fee-unknown": "Wählen Sie die Gebühr.",
  "fee-paid": "Diese Gebühr ist schon bezahlt. Ist sie zu hoch, schreiben Sie einen neuen Bescheid; was zu viel ist, erstattet die Kasse.",
  "fee-ended": "Diese Gebühr ist schon gestrichen.",
  "fee-with-application": "Diese Gebühr gehört zum Antrag und folgt aus seinen Angaben. Sie lässt sich nicht streichen.",
  "fee-by-decision": "Diesen Betrag setzt ein Bescheid fest. Lassen Sie das Feld leer, und schreiben Sie danach einen neuen Bescheid mit dem richtigen Betrag.",
  "amount-wrong": "Geben Sie den richtigen Betrag in Euro an, zum Beispiel 30,00, oder lassen Sie das Feld leer. Der bisherige Betrag kann es nicht sein.",
  "nothing-to-settle": "Diese Aufgabe ist schon erledigt.",
  "not-lapsed": "Dieser Bescheid kann nicht wiederholt werden.",
  "no-permit": "Aus den Angaben lässt sich kein Ausweis erstellen. Erlassen Sie den Bescheid ohne ihn.",
  "automatic-refusal": "Eine Ablehnung trifft nur ein Mensch.",
  "pdf-empty": "Die Datei ist leer.",
  "pdf-not-a-pdf": "Die Datei ist kein PDF. Laden Sie ein PDF hoch.",
  "pdf-too-large": "Die Datei ist größer als 20 MB. Verkleinern Sie sie.",
  "pdf-malware": "Die Datei enthält Schadsoftware und wurde nicht angenommen.",
  "pdf-cannot-be-checked": "Die Datei konnte nicht auf Schadsoftware geprüft werden. Versuchen Sie es später noch einmal.",
  "pdf-no-room": "Der Speicher ist voll. Wenden Sie sich an den Betrieb.",
  "days-wrong": "Der letzte Tag muss heute oder später und nicht vor dem ersten liegen.",
  "deputy-wrong": "Die Vertretung muss jemand anderes sein und in demselben Amt arbeiten.",
  "not-found": "Diesen Vorgang gibt es nicht, oder er liegt nicht bei Ihrem Amt.",
};

export function refusalText(why: Refusal): string {
  return refusalTexts[why];
}

/** Why one of many was left as it is. */
export function refusalTextOf(why: string): string {
  const known = Object.entries(refusalTexts).find(([name]) => name === why);
  return known?.[1] ?? "Inzwischen hat jemand diesen Vorgang geändert. Sehen Sie ihn sich an, und führen Sie es dann noch einmal aus.";
}
