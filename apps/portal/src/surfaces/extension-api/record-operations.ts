import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { presentDecision } from "#modules/extensions";
import { z } from "zod";
import { answersXml } from "./answers-xml.ts";
import { component, means } from "./component.ts";
import { json, operation } from "./operation.ts";
import { answerable, at, decision, exampleIds, id, office, reached, readable } from "./schemas.ts";

const params = () => z.strictObject({ id: id() });
const decisionParams = () => z.strictObject({ id: id(), decision: id() });
const none = () => z.strictObject({});

const hubDelivery = component("HubDelivery", z.object({
  id: id(), destination: means(z.string(), "Name des Ziels bei der Kommune.", "Name of the destination in the municipality."), office: office(), message: means(z.string(), "Anlass, zum Beispiel `application.submitted`.", "Occasion, for example `application.submitted`."),
  state: means(z.enum(["queued", "paused", "sent", "received", "accepted", "rejected", "dead", "declined", "replaced"]), "`received`: beim Vermittler, der Empfänger hat noch nicht geantwortet; `dead`: aufgegeben, der Betreiber weiß davon; `declined`: eine spätere Mitteilung, die das Fachverfahren nicht annimmt, das Amt gibt sie von Hand weiter.", "`received`: an intermediary has it, the receiver has not answered; `dead`: given up, the operator knows; `declined`: a later message that the office system does not take, the office passes it on by hand."),
  attempts: z.int().min(0), queuedAt: at(), finishedAt: at().optional(), receipt: means(z.string(), "Quittung des Empfängers.", "The receiver’s receipt.").optional(), reason: means(z.string(), "Code des letzten Fehlschlags.", "Code of the last failure.").optional(),
}), { id: exampleIds.webhook, destination: "Steuerverfahren", office: "steueramt", message: "application.submitted", state: "accepted", attempts: 1, queuedAt: "2026-03-02T09:00:01.000Z", finishedAt: "2026-03-02T09:00:02.000Z", receipt: "Q-4711" });
const hubDeliveryList = component("HubDeliveryList", z.object({ items: z.array(hubDelivery.schema) }), { items: [hubDelivery.example] });

const evidence = component("DecisionEvidence", z.object({
  kind: means(z.string(), "Was belegt ist: `provided`, `noticed`, `not-noticed`, `retrieved`, `printed`, `posted`, `notified`, `lapsed`, `not-received`, `replaced`.", "What is proved: `provided`, `noticed`, `not-noticed`, `retrieved`, `printed`, `posted`, `notified`, `lapsed`, `not-received`, `replaced`."),
  at: at(), contentSha256: z.string(), pdfSha256: z.string(),
}), { kind: "provided", at: "2026-03-02T09:00:08.000Z", contentSha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", pdfSha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" });
const decisionDetails = component("DecisionDetails", z.object({ ...decision.schema.shape, evidence: z.array(evidence.schema) }), { ...decision.example, evidence: [evidence.example] });

const mailbox = component("MailboxWay", z.object({
  arrives: means(z.enum(["mailbox", "status-page"]), "Wo Nachrichten ankommen: im Postfach, oder ohne Konto bei der Statusabfrage.", "Where messages arrive: in the mailbox, or without an account at the status page."),
  notice: means(z.boolean(), "Eine E-Mail ohne Inhalt sagt der Person, dass etwas da ist.", "A mail without content tells the person that something is there."),
  reached: reached(), readable: readable(), answerable: answerable(),
}), { arrives: "mailbox", notice: true, reached: true, readable: true, answerable: true });

export const recordOperations = [
  operation({
    id: "getAnswersXml", method: "GET", path: "/applications/{id}/answers.xml", tag: "applications", scope: "vorgaenge.lesen", since: "1.1", stability: "beta", writes: false,
    summary: { de: "Angaben als XML abrufen", en: "Fetch the answers as XML" },
    description: {
      de: "Dieselben Angaben wie `getApplication`, als XML. `format=xfall` gibt sie in den Worten des XDatenfelder-Schemas, aus dem das Formular stammt; das geht nur bei einem solchen Formular und bei Erlaubnis für ganze Anträge. Der Abruf wird festgehalten.",
      en: "The same answers as `getApplication`, as XML. `format=xfall` gives them in the words of the XDatenfelder schema that the form came from; only for such a form and with permission for whole applications. The access is recorded.",
    },
    params: params(), query: z.strictObject({ format: means(z.enum(["portal", "xfall"]), "Ohne Angabe `portal`.", "`portal` when absent.").prefault("portal") }), success: { status: 200, content: "application/xml" }, problems: ["not-found", "query-invalid", "format-unavailable"],
    async handle({ bearer, params: given, query }, { extensions }) {
      const outcome = await extensions.dataForXml(bearer, { application: given.id, format: query.format });
      if (!outcome.ok) return outcome;
      const bytes = Buffer.from(outcome.value.kind === "xfall" ? outcome.value.xml : answersXml(outcome.value.read));
      return { ok: true, value: { kind: "file", content: Readable.from([bytes]), name: `${given.id}.xml`, type: "application/xml; charset=utf-8", size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") } };
    },
  }),
  operation({
    id: "listHubDeliveries", method: "GET", path: "/applications/{id}/deliveries", tag: "applications", scope: "vorgaenge.lesen", since: "1.1", stability: "beta", writes: false,
    summary: { de: "Zustellungen und Quittungen ansehen", en: "See deliveries and receipts" },
    description: { de: "Wohin die Datendrehscheibe den Antrag gegeben hat und was die Empfänger quittiert haben.", en: "Where the hub has taken the application and what the receivers acknowledged." },
    params: params(), query: none(), success: { status: 200, content: hubDeliveryList }, problems: ["not-found"],
    async handle({ bearer, params: given }, { extensions }) {
      return json(await extensions.hubDeliveries(bearer, given.id), (items) => ({ items: items.map((one) => ({
        id: one.id, destination: one.destinationName, office: one.office, message: one.message, state: one.state, attempts: one.attempts, queuedAt: one.queuedAt.toISOString(),
        ...(one.finishedAt ? { finishedAt: one.finishedAt.toISOString() } : {}), ...(one.receipt === undefined ? {} : { receipt: one.receipt }), ...(one.reason === undefined ? {} : { reason: one.reason }),
      })) }));
    },
  }),
  operation({
    id: "getMailboxWay", method: "GET", path: "/applications/{id}/mailbox", tag: "answers", scope: "nachrichten.senden", since: "1.1", stability: "beta", writes: false,
    summary: { de: "Sehen, wo Nachrichten ankommen", en: "See where messages arrive" },
    description: { de: "Ob die Person ein Postfach hat und benachrichtigt wird. Zugestellt wird mit `sendMessage` und `provideDecision`; ob sie gelesen hat, erfährt das Amt nur bei Bescheiden.", en: "Whether the person has a mailbox and is told by mail. Delivery is by `sendMessage` and `provideDecision`; whether they have read it the office learns for decisions only." },
    params: params(), query: none(), success: { status: 200, content: mailbox }, problems: ["not-found"],
    async handle({ bearer, params: given }, { extensions }) { return json(await extensions.mailboxWay(bearer, given.id), (way) => way); },
  }),
  operation({
    id: "getDecision", method: "GET", path: "/applications/{id}/decisions/{decision}", tag: "answers", scope: "vorgaenge.lesen", since: "1.1", stability: "beta", writes: false,
    summary: { de: "Bescheid mit Nachweisen abrufen", en: "Get a decision with its evidence" },
    description: { de: "Stand, Fristen und jeder Nachweis: bereitgestellt, benachrichtigt, abgerufen, bekannt gegeben, mit den Prüfsummen dessen, was hinausging.", en: "State, deadlines and each piece of evidence: provided, noticed, retrieved, notified, with the checksums of what left." },
    params: decisionParams(), query: none(), success: { status: 200, content: decisionDetails }, problems: ["not-found"],
    async handle({ bearer, params: given }, { extensions }) {
      return json(await extensions.decision(bearer, { application: given.id, decision: given.decision }), ({ decision: one, evidence: proofs }) => ({ ...presentDecision(one), evidence: proofs.map(({ kind, at: time, contentSha256, pdfSha256 }) => ({ kind, at: time.toISOString(), contentSha256, pdfSha256 })) }));
    },
  }),
  operation({
    id: "getDecisionLetter", method: "GET", path: "/applications/{id}/decisions/{decision}/letter.pdf", tag: "answers", scope: "vorgaenge.lesen", since: "1.1", stability: "beta", writes: false,
    summary: { de: "Brief des Bescheids herunterladen", en: "Download the letter of a decision" },
    description: { de: "Das PDF, wie es hinausging, für Ihre Akte. Der Abruf wird festgehalten.", en: "The PDF as it left, for your file. The access is recorded." },
    params: decisionParams(), query: none(), success: { status: 200, content: "application/pdf" }, problems: ["not-found"],
    async handle({ bearer, params: given }, { extensions }) {
      const opened = await extensions.decisionLetter(bearer, { application: given.id, decision: given.decision });
      return opened.ok ? { ok: true, value: { kind: "file", ...opened.value, type: "application/pdf", size: undefined } } : opened;
    },
  }),
];
