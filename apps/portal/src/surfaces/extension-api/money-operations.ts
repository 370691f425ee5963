import { presentRefund } from "#modules/extensions";
import { z } from "zod";
import { payment } from "./case-schemas.ts";
import { component, means } from "./component.ts";
import { json, operation, written } from "./operation.ts";
import { at, day, exampleIds, id, office } from "./schemas.ts";

const params = () => z.strictObject({ id: id() });
const paymentParams = () => z.strictObject({ id: id(), payment: id() });
const none = () => z.strictObject({});
const cents = () => means(z.int().min(1).max(99_999_900), "Ganze Cent.", "Whole cents.");

const paymentRequest = component("PaymentRequest", z.strictObject({
  cents: cents(), text: means(z.string().max(9_000), "Für die Person: wofür die Gebühr verlangt wird und nach welcher Vorschrift.", "For the person: what the fee is for and by which rule."), office: office().optional(),
}), { cents: 500, text: "Für die Ersatzmarke verlangen wir nach unserer Hundesteuersatzung eine Gebühr.", office: "steueramt" });

const cancellation = component("PaymentCancellationRequest", z.strictObject({
  text: means(z.string().max(2_000), "Für die Person: warum die Gebühr gestrichen wird.", "For the person: why the fee is cancelled."),
  instead: means(z.int().min(1).max(99_999_900), "Was stattdessen zu zahlen ist, in ganzen Cent. Ohne Angabe: nichts. Nicht bei Gebühren aus einem Bescheid: Die ändert nur ein neuer Bescheid.", "What is owed instead, in whole cents. Nothing when absent. Not for fees that a decision set: only another decision changes these.").optional(),
  office: office().optional(),
}), { text: "Für die Ersatzmarke gilt seit diesem Jahr ein kleinerer Betrag.", instead: 300, office: "steueramt" });
const cancelled = component("PaymentCancellation", z.object({ payment: payment.schema, instead: means(payment.schema, "Die Gebühr, die an ihre Stelle tritt.", "The fee that stands in its place.").optional() }), {
  payment: { id: exampleIds.decision, cents: 500, receivedCents: 0, way: "transfer", reference: "4711000000123", state: "ended", endedWhy: "cancelled", createdAt: "2026-03-02T09:00:00.000Z", dueDay: "2026-03-16" },
  instead: { id: exampleIds.event, cents: 300, receivedCents: 0, way: "transfer", reference: "4711000000131", state: "open", createdAt: "2026-03-03T09:00:00.000Z", dueDay: "2026-03-17" },
});

const refundRequest = component("RefundRequest", z.strictObject({ cents: cents() }), { cents: 500 });
const refund = component("Refund", z.object({
  id: id(), cents: z.int().min(0), reason: means(z.string(), "`requested`: vom Amt oder einer Erweiterung angefragt; sonst, wodurch zu viel Geld da ist.", "`requested`: asked for by the office or an extension; otherwise why there is too much money."), requestedAt: at(),
  outcome: means(z.enum(["refunded", "kept", "resolved"]), "Was die Kasse entschieden hat; fehlt, solange sie es nicht hat.", "What the cash office decided; absent until it has.").optional(), closedAt: at().optional(),
}), { id: exampleIds.event, cents: 500, reason: "requested", requestedAt: "2026-03-10T09:00:00.000Z" });
const refundList = component("RefundList", z.object({ items: z.array(refund.schema) }), { items: [refund.example] });

const receipt = component("Receipt", z.object({
  id: id(), cents: z.int().min(1), way: z.enum(["online", "transfer", "counter"]), day: means(day(), "Tag des Eingangs.", "Day on which it arrived."),
  voucher: means(z.string(), "Beleg der Kasse oder Kennung beim Zahlungsanbieter.", "Number of the cash office’s record, or the provider’s reference.").optional(),
}), { id: exampleIds.event, cents: 500, way: "counter", day: "2026-03-05", voucher: "K-2026-17" });
const receiptList = component("ReceiptList", z.object({ items: z.array(receipt.schema) }), { items: [receipt.example] });

export const moneyOperations = [
  operation({
    id: "requestPayment", method: "POST", path: "/applications/{id}/payments", tag: "payments", scope: "zahlungen.verlangen", since: "1.1", stability: "beta", writes: true,
    summary: { de: "Gebühr verlangen", en: "Ask for a fee" },
    description: {
      de: "Die Person schuldet die Gebühr ab jetzt, liest Ihren Text mit Betrag und Kassenzeichen und zahlt in ihrem Vorgang auf einem Weg, den die Kommune zulässt. Mit `application.paid` oder `listPayments` erfahren Sie, dass sie bezahlt ist. Nur bei Erlaubnis für ganze Anträge.",
      en: "The person owes the fee from now on, reads your words with amount and payment reference, and pays in the case in a way that the municipality admits. `application.paid` or `listPayments` tell you that it is paid. With permission for whole applications only.",
    },
    params: params(), query: none(), body: paymentRequest, success: { status: 201, content: payment }, problems: ["not-found", "body-invalid", "office-needed", "status-not-allowed", "text-missing", "text-too-long"],
    async handle({ bearer, params: given, body, write }, { extensions }) {
      return written(await extensions.requestPayment(bearer, { application: given.id, cents: body.cents, text: body.text, office: body.office }, write));
    },
  }),
  operation({
    id: "revokePayment", method: "POST", path: "/applications/{id}/payments/{payment}/cancellation", tag: "payments", scope: "zahlungen.verlangen", since: "1.1", stability: "beta", writes: true,
    summary: { de: "Gebühr streichen", en: "Cancel a fee" },
    description: {
      de: "Eine Gebühr mit falschem Betrag, die noch nicht bezahlt ist: eine nachträglich verlangte oder eine, die ein Bescheid des Amts gesetzt hat. Mit `instead` tritt in derselben Transaktion der richtige Betrag an ihre Stelle. Die Person liest Ihren Text; was schon eingegangen ist, wird eine Aufgabe der Kasse. Die Gebühr des Antrags selbst ändert niemand.",
      en: "A fee of a wrong amount that is not paid yet: one that was asked for afterwards, or one that a decision of the office set. With `instead` the right amount stands in its place in the same transaction. The person reads your words; what has come in already becomes a task of the cash office. The fee of the application itself is nobody’s to change.",
    },
    params: paymentParams(), query: none(), body: cancellation, success: { status: 201, content: cancelled }, problems: ["not-found", "body-invalid", "office-needed", "text-missing", "text-too-long", "fee-not-cancellable"],
    async handle({ bearer, params: given, body, write }, { extensions }) {
      return written(await extensions.cancelPayment(bearer, { application: given.id, payment: given.payment, text: body.text, instead: body.instead, office: body.office }, write));
    },
  }),
  operation({
    id: "listReceipts", method: "GET", path: "/applications/{id}/payments/{payment}/receipts", tag: "payments", scope: "zahlungen.lesen", since: "1.1", stability: "beta", writes: false,
    summary: { de: "Zahlungseingänge auflisten", en: "List what was received" },
    description: { de: "Was für eine Gebühr eingegangen ist, mit Tag und Beleg. Keine Kontodaten.", en: "What was received for a fee, with day and voucher. No bank details." },
    params: paymentParams(), query: none(), success: { status: 200, content: receiptList }, problems: ["not-found"],
    async handle({ bearer, params: given }, { extensions }) {
      return json(await extensions.receipts(bearer, { application: given.id, payment: given.payment }), (items) => ({ items: items.map(({ voucher, ...one }) => ({ ...one, ...(voucher === undefined ? {} : { voucher }) })) }));
    },
  }),
  operation({
    id: "listRefunds", method: "GET", path: "/applications/{id}/payments/{payment}/refunds", tag: "payments", scope: "zahlungen.lesen", since: "1.1", stability: "beta", writes: false,
    summary: { de: "Erstattungen auflisten", en: "List refunds" },
    description: { de: "Was die Kasse erstatten soll und was daraus geworden ist.", en: "What the cash office was asked to give back, and what became of it." },
    params: paymentParams(), query: none(), success: { status: 200, content: refundList }, problems: ["not-found"],
    async handle({ bearer, params: given }, { extensions }) {
      return json(await extensions.refunds(bearer, { application: given.id, payment: given.payment }), (items) => ({ items: items.map(presentRefund) }));
    },
  }),
  operation({
    id: "requestRefund", method: "POST", path: "/applications/{id}/payments/{payment}/refunds", tag: "payments", scope: "zahlungen.verlangen", since: "1.1", stability: "beta", writes: true,
    summary: { de: "Erstattung anfragen", en: "Ask for a refund" },
    description: { de: "Die Kasse bekommt eine Aufgabe; ob und wie sie erstattet, entscheidet sie. Höchstens so viel, wie eingegangen und noch nicht zur Erstattung vorgesehen ist.", en: "The cash office gets a task; whether and how it gives back is its decision. At most what came in and is not to be given back already." },
    params: paymentParams(), query: none(), body: refundRequest, success: { status: 201, content: refund }, problems: ["not-found", "body-invalid", "refund-too-much"],
    async handle({ bearer, params: given, body, write }, { extensions }) {
      return written(await extensions.requestRefund(bearer, { application: given.id, payment: given.payment, cents: body.cents }, write));
    },
  }),
];
