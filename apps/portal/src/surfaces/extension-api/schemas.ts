import { eventTypes, scopes } from "#modules/extensions";
import { statuses } from "#modules/applications";
import { z } from "zod";
import { component, means } from "./component.ts";
import { problemCodes } from "./problems.ts";

export const id = () => z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
export const at = () => z.iso.datetime();
export const day = () => z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const slug = () => z.string().regex(/^[a-z0-9-]{1,80}$/);
export const cursor = () => z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);
export const office = () => means(z.string().regex(/^[a-z][a-z0-9-]{0,63}$/), "Rolle des Amtes, zum Beispiel `steueramt`.", "Role of the office, for example `steueramt`.");
export const eventType = () => z.enum(eventTypes);
/** Statuses that a program can see: before the submission there is nothing for it. */
export const seenStatus = () => z.enum(statuses).exclude(["payment"]);

const ids = { application: "01890a5d-ac96-774b-bcce-b302099a8057", file: "01890a5d-ac96-774b-bcce-b302099a8058", event: "01890a5d-ac96-774b-bcce-b302099a8059", webhook: "01890a5d-ac96-774b-bcce-b302099a8060", decision: "01890a5d-ac96-774b-bcce-b302099a8061" } as const;
export const exampleIds = ids;

const summaryShape = {
  id: id(),
  reference: means(z.string().max(40), "Vorgangsnummer, wie die Person sie kennt.", "Case number as the person knows it."),
  service: means(slug(), "Kurzname der Online-Leistung.", "Short name of the online service."),
  leikaKey: means(z.string().regex(/^99\d{12}$/), "Schlüssel der Leistung im Leistungskatalog (LeiKa).", "Key of the service in the national catalogue (LeiKa).").optional(),
  formVersion: z.string().max(40),
  status: seenStatus(),
  statusSince: at(),
  channel: means(z.enum(["online", "counter", "paper"]), "Wie der Antrag gestellt wurde.", "How the application was made."),
  trustLevel: means(z.literal([0, 1, 3, 4]), "Vertrauensniveau der Anmeldung: 0 keine, 1 Basisregistrierung, 3 substanziell, 4 hoch.", "Trust level of the sign-in: 0 none, 1 basic, 3 substantial, 4 high."),
  submittedAt: means(at(), "Wann der Antrag aufgenommen wurde.", "When the application was taken in."),
  receivedOn: means(day(), "Tag, an dem das Papier eingegangen ist; nur bei `channel: paper`. Fristen zählen ab ihm, sonst ab `submittedAt`.", "Day on which the paper arrived; only with `channel: paper`. Deadlines count from it, otherwise from `submittedAt`.").optional(),
  closedAt: at().optional(),
  revision: means(z.int().min(0), "Wächst mit jedem Ereignis des Vorgangs.", "Grows with every event of the application."),
};

export const applicationSummary = component("ApplicationSummary", z.object(summaryShape), {
  id: ids.application, reference: "MUS-2026-7KQ4-X", service: "hund-anmelden", leikaKey: "99110009104000", formVersion: "1.0.0", status: "submitted", statusSince: "2026-03-02T09:00:00.000Z",
  channel: "online", trustLevel: 3, submittedAt: "2026-03-02T09:00:00.000Z", revision: 1,
});

const pageShape = {
  next: means(cursor(), "Fortsetzungspunkt: Fragen Sie damit weiter, auch später. Was inzwischen geschieht, steht dahinter.", "Cursor: ask on with it, also later. What happens meanwhile comes after it."),
  more: means(z.boolean(), "Es gibt jetzt schon mehr.", "There is more right now."),
};

export const applicationPage = component("ApplicationPage", z.object({ items: z.array(applicationSummary.schema), ...pageShape }), { items: [applicationSummary.example], next: "MTox", more: false });

export const attachment = component("Attachment", z.object({
  id: id(), name: z.string().max(255), type: z.string().max(100), size: means(z.int().min(0), "Bytes.", "Bytes."),
  sha256: means(z.string().regex(/^[0-9a-f]{64}$/), "Prüfsumme, hexadezimal.", "Checksum, hexadecimal."),
  kind: means(z.enum(["upload", "reply", "sent"]), "Mit dem Antrag gesendet, nachgereicht, oder mit einer Nachricht an die Person gesendet.", "Sent with the application, later, or to the person with a message."),
  scan: means(z.enum(["clean", "unchecked", "held", "found"]), "`clean` geprüft, `unchecked` ohne Prüfung (nur Vorführung), `held` Prüfung steht aus, `found` wegen Schadsoftware gelöscht.", "`clean` checked, `unchecked` not checked (demonstration only), `held` check pending, `found` deleted because of malware."),
  receivedAt: at(),
}), { id: ids.file, name: "haftpflicht.pdf", type: "application/pdf", size: 48213, sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", kind: "upload", scan: "clean", receivedAt: "2026-03-02T08:59:00.000Z" });

export const application = component("Application", z.object({
  ...summaryShape,
  form: z.object({ service: slug(), version: z.string().max(40) }),
  language: z.enum(["de", "en"]),
  declaredOn: means(day(), "Rechtlicher Tag der Erklärung.", "Legal day of the declaration."),
  parts: means(z.array(z.object({
    part: means(z.string().max(80), "`whole`, wenn die Erlaubnis den ganzen Antrag umfasst.", "`whole` when the permission covers the whole application."),
    office: office().optional(),
    data: means(z.record(z.string(), z.unknown()), "Angaben nach dem Schema der Formularfassung.", "Answers by the schema of the form version."),
  })).min(1), "Die verbindlichen strukturierten Daten, je Amt nur sein Teil.", "The binding structured data, for each office its part only."),
  attachments: z.array(attachment.schema),
  summary: means(z.boolean(), "Die PDF-Zusammenfassung kann abgerufen werden.", "The PDF summary can be fetched."),
  acknowledgement: z.object({ acknowledgedAt: at(), externalReference: z.string().optional() }).optional(),
}), {
  ...applicationSummary.example, form: { service: "hund-anmelden", version: "1.0.0" }, language: "de", declaredOn: "2026-03-02",
  parts: [{ part: "whole", data: { halter: { vorname: "Erika", nachname: "Beispiel" }, hunde: [{ name: "Bella", rasse: "Dackel" }] } }], attachments: [attachment.example], summary: true,
});

export const acknowledgementRequest = component("AcknowledgementRequest", z.strictObject({
  externalReference: means(z.string().regex(/^[\p{L}\p{N} ._:/#-]{1,100}$/u), "Ihr eigenes Aktenzeichen (Ordnungsziffer); kein Personenbezug.", "Your own file number; nothing personal.").optional(),
}), { externalReference: "HST-2026-000123" });

export const acknowledgement = component("Acknowledgement", z.object({ application: id(), acknowledgedAt: at(), externalReference: z.string().optional() }),
  { application: ids.application, acknowledgedAt: "2026-03-02T09:00:05.000Z", externalReference: "HST-2026-000123" });

const text = () => z.string().max(10_000);

export const statusRequest = component("StatusRequest", z.strictObject({
  status: means(z.enum(["in-progress", "waiting", "closed"]), "Neuer Stand. Entschieden wird mit einem Bescheid.", "New status. Deciding is done with a decision."),
  text: means(text(), "Für die Person, in Klartext; braucht zusätzlich `nachrichten.senden`.", "For the person, plain text; also needs `nachrichten.senden`.").optional(),
  office: office().optional(),
}), { status: "in-progress", text: "Ihre Anmeldung wird bearbeitet." });

/** Whether words get to anybody, in the same words wherever a program speaks to a person. */
export const reached = () => means(z.boolean(), "`false`: Niemand erfährt hier davon. Die Person hat ihr Konto gelöscht, mit dem der Antrag gestellt war. Schreiben Sie mit der Post.", "`false`: nobody learns of it here. The person has deleted the account with which it was sent. Write by post.").optional();
export const readable = () => means(z.boolean(), "Die Person liest den Wortlaut dort. `false`: ohne Konto und mit einmaliger Anmeldung; die Statusabfrage zeigt dann nur, dass es eine Nachricht gibt. Schreiben Sie außerdem mit der Post.", "The person reads the wording there. `false`: without account and signed in once; the status page then shows only that there is a message. Write by post too.").optional();
export const answerable = () => means(z.boolean(), "Die Person kann im Portal antworten. `false`: Die Statusabfrage nimmt keine Antwort an; nennen Sie in der Frage, wie sie das Amt erreicht.", "The person can answer at the portal. `false`: the status page takes no answer; say in the question how they reach the office.").optional();

export const statusAnswer = component("StatusChange", z.object({ application: id(), status: z.enum(["in-progress", "waiting", "closed"]), event: id(), at: at(), reached: reached(), readable: readable() }),
  { application: ids.application, status: "in-progress", event: ids.event, at: "2026-03-02T09:00:06.000Z", reached: true, readable: true });

export const messageRequest = component("MessageRequest", z.strictObject({
  kind: means(z.enum(["information", "question", "documents"]), "`question` und `documents` lassen den Vorgang auf die Person warten.", "`question` and `documents` make the application wait for the person."),
  text: text(),
  documents: means(z.array(z.string().trim().min(1).max(200)).max(20), "Was nachgereicht werden soll, für `documents`.", "What is to be sent in, for `documents`.").optional(),
  dueOn: means(day(), "Letzter Tag für die Antwort; endet die Frist an einem freien Tag, gilt der nächste Werktag.", "Last day for the answer; a deadline on a day off moves to the next working day.").optional(),
  office: office().optional(),
  attachments: means(z.array(id()).max(10), "Abgelegte Dateien (`addUpload`), die mit in das Postfach gehen; braucht zusätzlich `dateien.senden`.", "Uploads (`addUpload`) that go to the mailbox too; also needs `dateien.senden`.").optional(),
}), { kind: "documents", text: "Bitte senden Sie uns den Nachweis der Haftpflichtversicherung.", documents: ["Nachweis der Haftpflichtversicherung"], dueOn: "2026-03-20" });

export const messageAnswer = component("Message", z.object({ application: id(), kind: z.enum(["information", "question", "documents"]), at: at(), event: id().optional(), request: id().optional(), dueOn: day().optional(), reached: reached(), readable: readable(), answerable: answerable() }),
  { application: ids.application, kind: "documents", at: "2026-03-02T09:00:07.000Z", request: ids.event, dueOn: "2026-03-20", reached: true, readable: true, answerable: true });

const line = () => z.string().trim().min(1).max(200);
const paragraphs = () => z.array(z.string().max(5_000)).max(50);

export const decisionRequest = component("DecisionRequest", z.strictObject({
  kind: means(z.enum(["grant", "partial", "refusal", "information", "fee"]), "Bewilligung, teilweise Bewilligung, Ablehnung, Mitteilung, Gebührenbescheid.", "Grant, partial grant, refusal, information, fee notice."),
  subject: z.string().max(300),
  salutation: z.string().max(200).optional(),
  paragraphs: means(paragraphs(), "Was entschieden wird.", "What is decided."),
  amounts: z.array(z.strictObject({ label: line(), cents: means(z.int().min(0).max(100_000_000), "Ganze Cent.", "Whole cents.") })).max(50).optional(),
  conditions: means(paragraphs(), "Nebenbestimmungen (§ 36 VwVfG NRW).", "Conditions (§ 36 VwVfG NRW).").optional(),
  reasons: means(paragraphs(), "Begründung; Pflicht, sobald die Person sich wehren kann.", "Reasons; mandatory as soon as the person may object.").optional(),
  remedy: means(z.strictObject({ kind: z.enum(["klage", "widerspruch"]), where: z.string().max(500), months: z.int().min(1).max(12) }), "Rechtsbehelf mit Stelle und Frist.", "Legal remedy with addressee and deadline.").optional(),
  signatory: means(z.strictObject({ name: line(), role: line() }), "Wer die Entscheidung verantwortet (§ 37 Abs. 3 VwVfG NRW).", "Who is responsible for the decision (§ 37 (3) VwVfG NRW)."),
  way: means(z.enum(["mailbox", "post"]), "Elektronisch nur mit Einwilligung der Person, sonst mit der Post.", "Electronically only with the person’s consent, otherwise by post."),
  addressee: means(z.array(line()).min(1).max(8), "Anschrift in Zeilen, für die Post.", "Address in lines, for the post.").optional(),
  minimumLevel: z.literal([1, 3, 4]).optional(),
  letter: means(id(), "Eigenes PDF statt des Briefs, vorher mit `addUpload` abgelegt; braucht zusätzlich `dateien.senden`.", "A PDF of your own instead of the letter, sent before with `addUpload`; also needs `dateien.senden`.").optional(),
  office: office().optional(),
}), {
  kind: "grant", subject: "Ihr Hund ist angemeldet", paragraphs: ["Wir haben Ihren Hund angemeldet. Die Hundesteuermarke hat die Nummer 4711."], signatory: { name: "Sabine Steuer", role: "Steueramt" }, way: "mailbox",
});

export const decision = component("Decision", z.object({
  id: id(), application: id(), office: office(), kind: z.enum(["grant", "partial", "refusal", "information", "fee"]), way: z.enum(["mailbox", "post"]),
  authority: means(z.string(), "Die Behörde, die entschieden hat, wo der Dienst für Behörden anderer Orte läuft; `office` hat den Vorgang hier. Fehlt sie, hat das Amt selbst entschieden.", "The authority that decided, where the service is run for authorities elsewhere; `office` has the case here. Absent: the office itself decided.").optional(),
  state: z.enum(["to-post", "posted", "provided", "notified", "lapsed", "replaced"]), appealable: z.boolean(), decidedAt: at(), retrievedAt: at().optional(),
  notifiedOn: means(day(), "Tag der Bekanntgabe, sobald er feststeht.", "Day of notification as soon as it is known.").optional(), remedyUntil: means(day(), "Letzter Tag für den Rechtsbehelf.", "Last day for the legal remedy.").optional(),
}), { id: ids.decision, application: ids.application, office: "steueramt", kind: "grant", way: "mailbox", state: "provided", appealable: false, decidedAt: "2026-03-02T09:00:08.000Z" });

export const event = component("Event", z.object({
  id: id(), type: eventType(), at: at(), application: id(), service: slug(), reference: z.string().optional(), cursor: cursor(),
  data: means(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])), "Kennungen und Codes, nie Inhalte.", "Ids and codes, never content."),
}), { id: ids.event, type: "application.submitted", at: "2026-03-02T09:00:00.000Z", application: ids.application, service: "hund-anmelden", reference: "MUS-2026-7KQ4-X", cursor: "MTox", data: { by: "citizen" } });

export const eventPage = component("EventPage", z.object({ items: z.array(event.schema), ...pageShape }), { items: [event.example], next: "MTox", more: false });

const webhookShape = { id: id(), url: z.string(), types: z.array(eventType()).optional(), createdAt: at(), failures: means(z.int().min(0), "Fehlgeschlagene Zustellungen in Folge.", "Failed calls in a row."), heldUntil: at().optional() };
export const webhook = component("Webhook", z.object(webhookShape), { id: ids.webhook, url: "https://fachverfahren.musterstadt.example/webhook", types: ["application.submitted"], createdAt: "2026-03-02T08:00:00.000Z", failures: 0 });
export const webhookList = component("WebhookList", z.object({ items: z.array(webhook.schema) }), { items: [webhook.example] });
const secret = () => means(z.string().regex(/^whsec_/), "Nur in dieser Antwort; bewahren Sie es sicher auf.", "In this answer only; keep it safe.");
/** Shown as a pattern, not as something a secret scanner would take for real. */
const secretExample = "whsec_…";
export const newWebhook = component("NewWebhook", z.object({ ...webhookShape, secret: secret() }), { ...webhook.example, secret: secretExample });
export const webhookRequest = component("WebhookRequest", z.strictObject({ url: means(z.string().max(500), "Öffentliche https-Adresse.", "Public https address."), types: means(z.array(eventType()).min(1).max(eventTypes.length), "Ohne Angabe alle.", "All when absent.").optional() }),
  { url: "https://fachverfahren.musterstadt.example/webhook", types: ["application.submitted"] });
export const webhookSecret = component("WebhookSecret", z.object({ secret: secret(), earlierSecretUntil: at() }), { secret: secretExample, earlierSecretUntil: "2026-03-03T09:00:00.000Z" });
export const replayRequest = component("ReplayRequest", z.strictObject({ delivery: means(id(), "Eine einzelne Nachricht (`webhook-id`).", "A single message (`webhook-id`).").optional(), after: means(cursor(), "Alles nach diesem Punkt des Ereignisstroms, höchstens 1.000.", "Everything after this point of the event feed, at most 1,000.").optional() })
  .refine((given) => (given.delivery === undefined) !== (given.after === undefined), { message: "exactly one of delivery and after" }), { after: "MTox" });
export const replayAnswer = component("Replay", z.object({ queued: z.int().min(0) }), { queued: 3 });
export const delivery = component("Delivery", z.object({
  id: id(), event: id(), type: eventType(), application: id(), state: z.enum(["queued", "delivered", "dead", "cancelled"]), attempts: z.int().min(0), nextAt: at().optional(), finishedAt: at().optional(),
  last: z.object({ at: at(), status: z.int().optional(), fault: z.string().optional() }).optional(),
}), { id: ids.webhook, event: ids.event, type: "application.submitted", application: ids.application, state: "delivered", attempts: 1, finishedAt: "2026-03-02T09:00:01.000Z", last: { at: "2026-03-02T09:00:01.000Z", status: 204 } });
export const attempt = component("Attempt", z.object({ number: z.int().min(1), at: at(), status: means(z.int(), "HTTP-Status der Antwort.", "HTTP status of the answer.").optional(), fault: means(z.string(), "Warum es keine Antwort gab: `no-connection`, `certificate` (nicht gültig für diesen Namen, abgelaufen oder von unbekannter Stelle), `timeout`, `address-refused` (führt in ein inneres Netz), `answer-too-large`.", "Why there was no answer: `no-connection`, `certificate` (not valid for this name, expired, or of an unknown authority), `timeout`, `address-refused` (leads into an inner network), `answer-too-large`.").optional(), milliseconds: z.int().min(0).optional() }),
  { number: 1, at: "2026-03-02T09:00:01.000Z", status: 204, milliseconds: 38 });
export const attemptList = component("AttemptList", z.object({ items: z.array(attempt.schema) }), { items: [attempt.example] });
export const deliveryList = component("DeliveryList", z.object({ items: z.array(delivery.schema) }), { items: [delivery.example] });

export const tenant = component("Tenant", z.object({
  slug: slug(), name: z.string(), officialName: z.string(), kind: z.enum(["municipality", "district"]), ars: means(z.string().regex(/^\d{12}$/), "Amtlicher Regionalschlüssel.", "Official regional key."), portal: z.url(),
  permission: z.object({ client: z.string(), scopes: z.array(z.enum(scopes)), services: means(z.array(slug()), "Fehlt bei Erlaubnis für alle.", "Absent when all are permitted.").optional(), offices: means(z.array(z.string()), "Fehlt bei Erlaubnis für ganze Anträge.", "Absent when whole applications are permitted.").optional(), tokenExpiresAt: at() }),
}), {
  slug: "musterstadt", name: "Musterstadt", officialName: "Musterstadt, Stadt", kind: "municipality", ars: "059990001001", portal: "https://musterstadt.portal.example",
  permission: { client: "hundesteuer", scopes: ["vorgaenge.lesen", "vorgaenge.quittieren"], services: ["hund-anmelden"], tokenExpiresAt: "2026-03-02T09:15:00.000Z" },
});

export const service = component("Service", z.object({ slug: slug(), leikaKey: z.string(), title: z.object({ de: z.string(), en: z.string().optional() }), version: z.string(), schema: means(z.string(), "Adresse des JSON-Schemas der Angaben.", "Address of the JSON Schema of the answers.") }),
  { slug: "hund-anmelden", leikaKey: "99110009104000", title: { de: "Hund anmelden", en: "Register a dog" }, version: "1.0.0", schema: "/api/v1/services/hund-anmelden/schemas/1.0.0" });
export const serviceList = component("ServiceList", z.object({ items: z.array(service.schema) }), { items: [service.example] });
export const answerSchema = component("AnswerSchema", z.record(z.string(), z.unknown()), { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object" });

export const problem = component("Problem", z.object({
  type: means(z.string(), "Seite, die den Fehler erklärt.", "Page that explains the problem."), title: z.string(), status: z.int(), code: z.enum(problemCodes),
  detail: z.string().optional(), instance: means(z.string(), "Nummer dieser Anfrage.", "Number of this request.").optional(),
  errors: z.array(z.object({ pointer: means(z.string(), "JSON Pointer oder Name des Filters.", "JSON Pointer or name of the filter."), message: z.string() })).optional(),
}).catchall(z.unknown()), { type: "https://portal.example/entwicklung/fehler/scope-missing", title: "The permission for this is missing", status: 403, code: "scope-missing", scope: "bescheide.zustellen" });
