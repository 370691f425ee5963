export const eventTypes = [
  "application.submitted", "application.status-changed", "application.withdrawn", "application.closed", "application.paid", "application.summary-ready", "application.handed-over", "application.taken-over",
  "message.sent", "message.received", "question.asked", "documents.requested", "documents.received", "documents.shared", "documents.unshared",
  "decision.made", "decision.posted", "decision.retrieved", "decision.notified", "decision.lapsed",
  "appointment.booked", "appointment.moved", "appointment.cancelled", "payment.cancelled",
] as const;
export type EventType = (typeof eventTypes)[number];

/**
 * From the application's own log to the names that programs rely on: the log may get new words, these stay. What is not here is the
 * office's own business and nobody is told.
 */
const published: Readonly<Record<string, EventType>> = {
  submitted: "application.submitted", "status-changed": "application.status-changed", withdrawn: "application.withdrawn", closed: "application.closed", "handed-over": "application.taken-over", paid: "application.paid",
  rendered: "application.summary-ready", message: "message.sent", reply: "message.received", question: "question.asked", "documents-requested": "documents.requested", "file-added": "documents.received", "document-shared": "documents.shared", "document-unshared": "documents.unshared", "document-share-expired": "documents.unshared",
  decision: "decision.made", "decision-posted": "decision.posted", "decision-notified": "decision.notified", "decision-lapsed": "decision.lapsed",
  "appointment-booked": "appointment.booked", "appointment-moved": "appointment.moved", "appointment-cancelled": "appointment.cancelled", "fee-cancelled": "payment.cancelled",
};

export function publishedType(logged: string): EventType | undefined {
  return Object.hasOwn(published, logged) ? published[logged] : undefined;
}

/** Events of the rooms to the left after which the log has something new. */
export const heardEvents: readonly string[] = Object.keys(published).map((type) => `application.${type}`);

export function isEventType(text: string): text is EventType {
  return eventTypes.some((type) => type === text);
}

/** Codes that are told; everything else in an event's data stays inside. */
const toldCodes: ReadonlySet<string> = new Set(["status", "from", "to", "office", "decision", "kind", "way", "request", "dueOn", "day", "notifiedOn", "remedyUntil", "file", "document", "lastDay", "appointment", "payment", "instead"]);

export function toldData(data: Readonly<Record<string, string | number | boolean>>): Record<string, string | number | boolean> {
  return Object.fromEntries(Object.entries(data).filter(([code]) => toldCodes.has(code)));
}

export const eventTexts: Readonly<Record<EventType, Readonly<Record<"de" | "en", string>>>> = {
  "application.submitted": { de: "Ein Antrag ist verbindlich eingegangen.", en: "An application has been submitted." },
  "application.status-changed": { de: "Der Bearbeitungsstand hat sich geändert; `status` und `from` nennen neu und alt.", en: "The status changed; `status` and `from` name new and old." },
  "application.withdrawn": { de: "Die Person hat den Antrag zurückgenommen.", en: "The person withdrew the application." },
  "application.closed": { de: "Der Vorgang ist abgeschlossen.", en: "The case is closed." },
  "application.paid": { de: "Die Gebühr ist bezahlt.", en: "The fee is paid." },
  "application.summary-ready": { de: "Die PDF-Zusammenfassung kann abgerufen werden.", en: "The PDF summary can be fetched." },
  "application.handed-over": { de: "Der Antrag wurde an eine andere Kommune abgegeben (`to`, ihr Kürzel); hier lässt sich nichts mehr von ihm lesen oder schreiben. Erfährt, wer hier schon von ihm erfahren hat.", en: "The application was handed over to another municipality (`to`, its slug); here nothing of it can be read or written any more. Told to those who were told of it here before." },
  "application.taken-over": { de: "Der Antrag kam von einer anderen Kommune (`from`, ihr Kürzel) hierher; sein ganzer Verlauf steht davor.", en: "The application came here from another municipality (`from`, its slug); its whole log stands before this." },
  "message.sent": { de: "Das Amt oder eine Erweiterung hat der Person geschrieben.", en: "The office or an extension wrote to the person." },
  "message.received": { de: "Die Person hat geantwortet.", en: "The person replied." },
  "question.asked": { de: "Der Person wurde eine Frage gestellt.", en: "The person was asked a question." },
  "documents.requested": { de: "Unterlagen wurden nachgefordert; `dueOn` nennt die Frist.", en: "Documents were requested; `dueOn` names the deadline." },
  "documents.received": { de: "Die Person hat eine Unterlage nachgereicht.", en: "The person sent a document later." },
  "documents.shared": { de: "Die Person hat ein Dokument aus ihrem Dokumentensafe für den Vorgang freigegeben; `document` nennt es, `lastDay` den letzten Tag. Wählt sie später einen anderen Tag, kommt das Ereignis noch einmal.", en: "The person released a document from their safe for the case; `document` names it, `lastDay` its last day. When they choose another day later the event comes again." },
  "documents.unshared": { de: "Die Person hat eine Freigabe beendet, oder ihr letzter Tag ist vorbei (`by: system`); `document` nennt sie. Das Dokument lässt sich nicht mehr abrufen; was davon bei Ihnen liegt und nicht zur Akte gehört, löschen Sie.", en: "The person ended a release, or its last day is over (`by: system`); `document` names it. The document cannot be fetched any more; delete what you hold of it and what is not part of the file." },
  "decision.made": { de: "Ein Bescheid ist ergangen; `kind` und `way` nennen Art und Weg.", en: "A decision was made; `kind` and `way` name kind and way." },
  "decision.posted": { de: "Der Bescheid wurde zur Post gegeben.", en: "The decision was posted." },
  "decision.retrieved": { de: "Die Person hat den Bescheid geöffnet.", en: "The person opened the decision." },
  "decision.notified": { de: "Der Bescheid gilt als bekannt gegeben; `day` nennt den Tag.", en: "The decision counts as notified; `day` names the day." },
  "decision.lapsed": { de: "Der Bescheid wurde nicht abgerufen und gilt nicht als bekannt gegeben.", en: "The decision was not retrieved and does not count as notified." },
  "appointment.booked": { de: "Zu dem Vorgang wurde ein Termin vereinbart; `appointment` nennt ihn.", en: "An appointment was made for the case; `appointment` names it." },
  "appointment.moved": { de: "Ein Termin des Vorgangs wurde verlegt; `by` nennt, von wem: `staff` ist das Amt selbst.", en: "An appointment of the case was moved; `by` says by whom: `staff` is the office itself." },
  "appointment.cancelled": { de: "Ein Termin des Vorgangs wurde abgesagt; `by` nennt, von wem: `citizen` ist die Person selbst, `staff` das Amt, `system` das Portal, weil der Antrag zurückgenommen oder abgegeben ist.", en: "An appointment of the case was cancelled; `by` says by whom: `citizen` is the person, `staff` the office, `system` the portal because the application was withdrawn or handed over." },
  "payment.cancelled": { de: "Das Amt oder eine Erweiterung hat eine Gebühr gestrichen, die noch nicht bezahlt war; `payment` nennt sie, `instead` die, die an ihre Stelle getreten ist. Was dafür eingeht, gibt die Kasse zurück.", en: "The office or an extension cancelled a fee that was not paid yet; `payment` names it, `instead` the one that took its place. What comes in for it is refunded by the cash office." },
};
