import { type CaseMessage, presentDecision, presentPayment } from "#modules/extensions";
import type { Answers } from "@kommunalportal/form-engine";
import { z } from "zod";
import { citizenRequestList, decisionList, decisionWay, messageList, paymentList, submission, submissionRequest } from "./case-schemas.ts";
import { presentAttachment } from "./application-operations.ts";
import { means } from "./component.ts";
import { json, operation, written } from "./operation.ts";
import { id } from "./schemas.ts";

const params = () => z.strictObject({ id: id() });
const none = () => z.strictObject({});

export const caseOperations = [
  operation({
    id: "submitApplication", method: "POST", path: "/applications", tag: "applications", scope: "vorgaenge.stellen", since: "1.0", stability: "beta", writes: true,
    summary: { de: "Antrag stellen", en: "Submit an application" },
    description: {
      de: "Reicht ein, was eine Person auf Ihrer Seite ausgefüllt und verbindlich erklärt hat. Das Formular prüft die Angaben wie im Portal; `errors` nennt jede Stelle mit Worten für die Person. Nach 201 ist der Antrag dauerhaft gespeichert. Mit `handover`, dem Token einer Übergabe, gehört er der angemeldeten Person und steht unter »Meine Vorgänge«; `url` führt sie dorthin zurück. Ist eine Gebühr zuerst fällig, führt `url` zum Bezahlen ins Portal; eingegangen ist der Antrag, wenn bezahlt ist (`getSubmission`, `application.submitted`). Ohne Übergabe gehen nur Leistungen, die weder Anmeldung noch Zahlung vorab verlangen.",
      en: "Hands in what a person has filled in and declared binding on your page. The form checks the answers as it does in the portal; `errors` names each place with words for the person. After 201 the application is stored durably. With `handover`, the token of a hand-over, it is the signed-in person’s own and stands under “My cases”; `url` leads them back there. Where a fee comes first `url` leads to the payment at the portal; the application is received when it is paid (`getSubmission`, `application.submitted`). Without a hand-over only services that ask for neither sign-in nor payment first.",
    },
    params: none(), query: none(), body: submissionRequest, success: { status: 201, content: submission }, problems: ["not-found", "body-invalid", "answers-invalid", "portal-needed", "handover-invalid", "too-many-submissions", "upload-unknown", "upload-not-now"],
    async handle({ bearer, body, write }, { extensions }) {
      // Whatever JSON holds has the shape of answers; the form checks each value, type first.
      return written(await extensions.submitForPerson(bearer, { service: body.service, language: body.language ?? "de", answers: body.answers as Answers, attachments: body.attachments ?? [], ...(body.paymentWay === undefined ? {} : { paymentWay: body.paymentWay }), ...(body.handover === undefined ? {} : { handover: body.handover }) }, write));
    },
  }),
  operation({
    id: "listMessages", method: "GET", path: "/applications/{id}/messages", tag: "answers", scope: "vorgaenge.lesen", since: "1.0", stability: "stable", writes: false,
    summary: { de: "Nachrichten eines Vorgangs abrufen", en: "Read the messages of an application" },
    description: { de: "Was Ämter und Person einander geschrieben haben, das Älteste zuerst, soweit die Erlaubnis reicht. Der Abruf wird festgehalten.", en: "What offices and person wrote to each other, oldest first, as far as the permission goes. The access is recorded." },
    params: params(), query: none(), success: { status: 200, content: messageList }, problems: ["not-found"],
    async handle({ bearer, params: given }, { extensions }) { return json(await extensions.messages(bearer, given.id), (items) => ({ items: items.map(presentMessage) })); },
  }),
  operation({
    id: "listRequests", method: "GET", path: "/applications/{id}/requests", tag: "answers", scope: "vorgaenge.lesen", since: "1.0", stability: "stable", writes: false,
    summary: { de: "Rückfragen und Nachforderungen auflisten", en: "List questions and requests for documents" },
    description: { de: "Worum die Person gebeten wurde, bis wann, und ob sie geantwortet hat.", en: "What the person was asked for, until when, and whether they answered." },
    params: params(), query: none(), success: { status: 200, content: citizenRequestList }, problems: ["not-found"],
    async handle({ bearer, params: given }, { extensions }) {
      return json(await extensions.requests(bearer, given.id), (items) => ({ items: items.map(({ id: request, kind, office, askedAt, dueOn, answeredAt, open }) => ({ id: request, kind, office, askedAt: askedAt.toISOString(), ...(dueOn === undefined ? {} : { dueOn }), ...(answeredAt ? { answeredAt: answeredAt.toISOString() } : {}), open })) }));
    },
  }),
  operation({
    id: "listDecisions", method: "GET", path: "/applications/{id}/decisions", tag: "answers", scope: "vorgaenge.lesen", since: "1.0", stability: "stable", writes: false,
    summary: { de: "Bescheide eines Vorgangs auflisten", en: "List the decisions of an application" },
    description: { de: "Weg, Stand, Tag der Bekanntgabe und Ende der Rechtsbehelfsfrist, ohne den Wortlaut.", en: "Way, state, day of notification and end of the time for legal remedies, without the words." },
    params: params(), query: none(), success: { status: 200, content: decisionList }, problems: ["not-found"],
    async handle({ bearer, params: given }, { extensions }) { return json(await extensions.decisions(bearer, given.id), (items) => ({ items: items.map(presentDecision) })); },
  }),
  operation({
    id: "getDecisionWay", method: "GET", path: "/applications/{id}/decision-way", tag: "answers", scope: "bescheide.zustellen", since: "1.0", stability: "stable", writes: false,
    summary: { de: "Prüfen, ob ein Bescheid elektronisch gehen darf", en: "Check whether a decision may go electronically" },
    description: { de: "Einwilligung, Vertrauensniveau und Benachrichtigung, bevor Sie den Bescheid schreiben. Entschieden wird erst bei der Bekanntgabe.", en: "Consent, trust level and notice, before you write the decision. What counts is the moment of issue." },
    params: params(), query: z.strictObject({ minimumLevel: means(z.enum(["1", "3", "4"]), "Vertrauensniveau, das der Bescheid verlangt; ohne Angabe das des Antrags.", "Trust level that the decision asks for; that of the application when absent.").optional() }),
    success: { status: 200, content: decisionWay }, problems: ["not-found", "query-invalid"],
    async handle({ bearer, params: given, query }, { extensions }) {
      const minimumLevel = query.minimumLevel === undefined ? undefined : ({ 1: 1, 3: 3, 4: 4 } as const)[query.minimumLevel];
      return json(await extensions.decisionWay(bearer, { application: given.id, minimumLevel }), (reasons) => ({ electronic: reasons.length === 0, reasons }));
    },
  }),
  operation({
    id: "listPayments", method: "GET", path: "/applications/{id}/payments", tag: "payments", scope: "zahlungen.lesen", since: "1.0", stability: "stable", writes: false,
    summary: { de: "Zahlungen eines Vorgangs auflisten", en: "List the payments of an application" },
    description: { de: "Gebühren mit Kassenzeichen und was davon eingegangen ist. Nur bei Erlaubnis für ganze Anträge; sonst ist die Liste leer. Der Abruf wird festgehalten.", en: "Fees with their payment reference and what of it was received. Only with permission for whole applications; otherwise the list is empty. The access is recorded." },
    params: params(), query: none(), success: { status: 200, content: paymentList }, problems: ["not-found"],
    async handle({ bearer, params: given }, { extensions }) {
      return json(await extensions.payments(bearer, given.id), (items) => ({ items: items.map(presentPayment) }));
    },
  }),
];

function presentMessage({ id: event, at, type, actor, text, data, files }: CaseMessage): object {
  const { office, request } = data;
  return { id: event, at: at.toISOString(), kind: type, from: actor.kind, text: text ?? "", ...(typeof office === "string" ? { office } : {}), ...(typeof request === "string" ? { request } : {}), ...(files.length > 0 ? { attachments: files.map(presentAttachment) } : {}) };
}
