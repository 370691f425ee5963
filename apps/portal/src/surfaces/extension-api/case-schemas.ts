import { z } from "zod";
import { component, means } from "./component.ts";
import { at, attachment, day, decision, exampleIds, id, office, slug } from "./schemas.ts";

export const submissionRequest = component("SubmissionRequest", z.strictObject({
  service: means(slug(), "Kurzname der Online-Leistung.", "Short name of the online service."),
  language: means(z.enum(["de", "en"]), "Sprache, in der die Person gelesen hat, was sie erklärt. Ohne Angabe `de`.", "Language in which the person read what they declare. `de` when absent.").optional(),
  answers: means(z.record(z.string().max(80), z.unknown()), "Angaben nach dem JSON-Schema der neuesten Formularfassung. Dateien kommen mit `attachments`.", "Answers by the JSON Schema of the newest form version. Files come with `attachments`."),
  handover: means(z.string().regex(/^[\w-]{20,100}$/), "Token einer Übergabe (`access_token` des OpenID-Anbieters der Kommune); braucht zusätzlich das Recht `personen.uebernehmen`.", "Token of a hand-over (`access_token` of the municipality’s OpenID provider); also needs the scope `personen.uebernehmen`.").optional(),
  attachments: means(z.array(z.strictObject({ upload: id(), path: means(z.string().regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/).max(200), "Upload-Feld des Formulars, mit Nummern bei Wiederholungen: `hunde.0.foto`.", "Upload field of the form, with numbers for repetitions: `hunde.0.foto`.") })).max(50), "Mit `addUpload` abgelegte Dateien und die Felder, zu denen sie gehören; braucht zusätzlich `dateien.senden`.", "Files sent with `addUpload` and the fields they belong to; also needs `dateien.senden`.").optional(),
  paymentWay: means(z.enum(["online", "transfer", "counter"]), "Wie die Person eine Gebühr zahlt, die zuerst fällig ist. Ohne Angabe der erste Weg, den Leistung und Kommune zulassen.", "How the person pays a fee that comes first. The first way that service and municipality admit when absent.").optional(),
  confirmed: means(z.literal(true), "Die Person hat auf Ihrer Seite erklärt, dass der Antrag verbindlich ist.", "The person declared on your page that the application is binding."),
}), {
  service: "maengelmelder", language: "de", confirmed: true,
  answers: { mangel: { art: "schlagloch", ort: { words: "Lindenweg 7" }, beschreibung: "Tiefes Schlagloch vor der Einfahrt." } },
});

export const message = component("CaseMessage", z.object({
  id: id(), at: at(), kind: means(z.string().max(60), "Art des Ereignisses, zum Beispiel `message`, `question`, `documents-requested`, `reply`.", "Kind of event, for example `message`, `question`, `documents-requested`, `reply`."),
  from: means(z.enum(["citizen", "visitor", "staff", "extension", "system"]), "Wer es geschrieben hat; `visitor` ist die Person ohne Konto.", "Who wrote it; `visitor` is the person without account."),
  text: z.string(), office: office().optional(), request: means(id(), "Frage oder Nachforderung, zu der es gehört.", "Question or request it belongs to.").optional(),
  attachments: means(z.array(attachment.schema), "Dateien, die mit der Nachricht an die Person gingen; abrufbar mit `getAttachment`.", "Files that went to the person with the message; to be fetched with `getAttachment`.").optional(),
}), { id: exampleIds.event, at: "2026-03-02T09:00:07.000Z", kind: "question", from: "extension", text: "Seit wann halten Sie den Hund?", office: "steueramt", request: exampleIds.decision });
export const messageList = component("CaseMessageList", z.object({ items: z.array(message.schema) }), { items: [message.example] });

export const citizenRequest = component("CitizenRequest", z.object({
  id: id(), kind: z.enum(["question", "documents"]), office: office(), askedAt: at(), dueOn: day().optional(), answeredAt: at().optional(), open: means(z.boolean(), "Noch nicht beantwortet und nicht erledigt.", "Neither answered nor settled."),
}), { id: exampleIds.decision, kind: "documents", office: "steueramt", askedAt: "2026-03-02T09:00:07.000Z", dueOn: "2026-03-20", open: true });
export const citizenRequestList = component("CitizenRequestList", z.object({ items: z.array(citizenRequest.schema) }), { items: [citizenRequest.example] });

export const decisionList = component("DecisionList", z.object({ items: z.array(decision.schema) }), { items: [decision.example] });

export const decisionWay = component("DecisionWayCheck", z.object({
  electronic: means(z.boolean(), "Der Bescheid darf jetzt elektronisch hinaus.", "The decision may leave electronically now."),
  reasons: means(z.array(z.enum(["no-account", "no-consent", "consent-withdrawn", "level-unreachable", "no-notice-address"])), "Was dagegen steht (§ 41 Abs. 2a VwVfG NRW).", "What stands against it (§ 41 (2a) VwVfG NRW)."),
}), { electronic: false, reasons: ["no-consent"] });

export const payment = component("Payment", z.object({
  id: id(), cents: means(z.int().min(0), "Verlangt, in ganzen Cent.", "Asked for, in whole cents."), receivedCents: means(z.int().min(0), "Eingegangen, in ganzen Cent.", "Received, in whole cents."),
  way: means(z.enum(["online", "transfer", "counter"]), "Online, Überweisung oder an der Kasse.", "Online, transfer or at the counter."), reference: means(z.string(), "Kassenzeichen.", "Payment reference (Kassenzeichen)."),
  state: means(z.enum(["open", "paid", "ended"]), "`ended`: Es wird nichts mehr verlangt.", "`ended`: nothing is asked for any more."), endedWhy: z.enum(["withdrawn", "refused", "reopened", "unpaid", "handed-over", "cancelled"]).optional(),
  createdAt: at(), dueDay: means(day(), "Bis wann eine Überweisung erbeten ist.", "Until when a transfer is asked for."), paidAt: at().optional(),
}), { id: exampleIds.decision, cents: 1250, receivedCents: 1250, way: "online", reference: "4711000000123", state: "paid", createdAt: "2026-03-02T09:00:00.000Z", dueDay: "2026-03-16", paidAt: "2026-03-02T09:03:00.000Z" });
export const paymentList = component("PaymentList", z.object({ items: z.array(payment.schema) }), { items: [payment.example] });

export const submission = component("Submission", z.object({
  id: id(), state: means(z.enum(["payment", "submitted", "ended"]), "`payment`: gespeichert, die Person muss erst zahlen, das Amt sieht noch nichts; `submitted`: eingegangen; `ended`: nicht mehr da, zum Beispiel nicht bezahlt oder zum Ändern zurückgeholt.", "`payment`: stored, the person has to pay first, the office sees nothing yet; `submitted`: received; `ended`: not there any more, for example unpaid or taken back to be changed."),
  reference: means(z.string(), "Vorgangsnummer, sobald der Antrag eingegangen ist. Zeigen Sie sie der Person.", "Case number, as soon as the application is received. Show it to the person.").optional(),
  url: means(z.url(), "Dorthin führen Sie die Person: zum Bezahlen, zu ihrem Vorgang im Konto, ohne Konto zur Statusabfrage.", "Where to lead the person: to pay, to their case in the account, without account to the status page."),
  payments: means(z.array(payment.schema), "Was mit dem Antrag zu zahlen ist und was davon eingegangen ist.", "What is to be paid with the application, and what of it was received."),
  lookupCode: means(z.string(), "Abrufcode für die Statusabfrage, nur in der Antwort auf `submitApplication`. Er ist nur für die Person: zeigen, nicht speichern.", "Look-up code for the status page, in the answer of `submitApplication` only. It is for the person only: show it, do not keep it.").optional(),
}), { id: exampleIds.application, state: "submitted", reference: "MUS-2026-7KQ4-X", url: "https://musterstadt.portal.example/status", payments: [], lookupCode: "7KQ4-M2XP-9TRC" });
