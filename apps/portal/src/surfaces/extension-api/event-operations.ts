import type { TownEvent, Webhook, WebhookDelivery } from "#modules/extensions";
import { z } from "zod";
import { means } from "./component.ts";
import { limit } from "./application-operations.ts";
import { json, operation, written } from "./operation.ts";
import { attemptList, cursor, deliveryList, eventPage, eventType, id, newWebhook, replayAnswer, replayRequest, webhookList, webhookRequest, webhookSecret } from "./schemas.ts";

const typeList = z.string().max(500).transform((text) => text.split(",")).pipe(z.array(eventType()).min(1).max(20));
const none = () => z.strictObject({});
const params = () => z.strictObject({ id: id() });
const scope = "ereignisse.empfangen";

export const eventOperations = [
  operation({
    id: "listEvents", method: "GET", path: "/events", tag: "events", scope, since: "1.0", stability: "stable", writes: false,
    summary: { de: "Ereignisse abrufen", en: "Read the event feed" },
    description: { de: "Was mit Anträgen geschehen ist, in der Reihenfolge des Festschreibens: Wer `next` aufhebt, verpasst nichts, auch wenn eine Zustellung verloren geht.", en: "What happened to applications, in the order of commit: whoever keeps `next` misses nothing, even if a webhook call is lost." },
    params: none(), query: z.strictObject({ cursor: cursor().optional(), limit: limit(), types: means(typeList, "Arten, durch Komma getrennt.", "Types, separated by commas.").optional(), application: id().optional() }),
    success: { status: 200, content: eventPage }, problems: ["query-invalid", "cursor-invalid"],
    async handle({ bearer, query }, { extensions }) {
      return json(await extensions.listEvents(bearer, { cursor: query.cursor, limit: query.limit, types: query.types, application: query.application }), ({ items, next, more }) => ({ items: items.map(presentEvent), next, more }));
    },
  }),
  operation({
    id: "listWebhooks", method: "GET", path: "/webhooks", tag: "webhooks", scope, since: "1.0", stability: "stable", writes: false,
    summary: { de: "Adressen für Webhooks auflisten", en: "List webhook addresses" }, description: { de: "Ihre Adressen in dieser Kommune, ohne Geheimnisse.", en: "Your addresses in this municipality, without secrets." },
    params: none(), query: none(), success: { status: 200, content: webhookList }, problems: [],
    async handle({ bearer }, { extensions }) { return json(await extensions.webhooks(bearer), (items) => ({ items: items.map(presentWebhook) })); },
  }),
  operation({
    id: "addWebhook", method: "POST", path: "/webhooks", tag: "webhooks", scope, since: "1.0", stability: "stable", writes: true,
    summary: { de: "Adresse für Webhooks anlegen", en: "Add a webhook address" },
    description: { de: "Ab jetzt erhält die Adresse signierte Nachrichten nach Standard Webhooks 1.0, mindestens einmal, je Vorgang in Reihenfolge. Das Geheimnis steht nur in dieser Antwort.", en: "From now on the address gets signed messages by Standard Webhooks 1.0, at least once, in order per application. The secret is in this answer only." },
    params: none(), query: none(), body: webhookRequest, success: { status: 201, content: newWebhook }, problems: ["body-invalid", "webhook-address", "too-many-webhooks"],
    async handle({ bearer, body, write }, { extensions }) { return written(await extensions.addWebhook(bearer, { url: body.url, types: body.types }, write)); },
  }),
  operation({
    id: "deleteWebhook", method: "DELETE", path: "/webhooks/{id}", tag: "webhooks", scope, since: "1.0", stability: "stable", writes: true,
    summary: { de: "Adresse löschen", en: "Delete a webhook address" }, description: { de: "Auch was noch wartet, wird nicht mehr gesendet.", en: "What still waits is not sent any more either." },
    params: params(), query: none(), success: { status: 204, content: undefined }, problems: ["not-found"],
    async handle({ bearer, params: given, write }, { extensions }) { return written(await extensions.deleteWebhook(bearer, given.id, write)); },
  }),
  operation({
    id: "listDeliveries", method: "GET", path: "/webhooks/{id}/deliveries", tag: "webhooks", scope, since: "1.0", stability: "stable", writes: false,
    summary: { de: "Zustellungen ansehen", en: "Look at deliveries" }, description: { de: "Die letzten 100 Nachrichten an diese Adresse mit dem letzten Versuch.", en: "The last 100 messages to this address with the last attempt." },
    params: params(), query: none(), success: { status: 200, content: deliveryList }, problems: ["not-found"],
    async handle({ bearer, params: given }, { extensions }) { return json(await extensions.webhookDeliveries(bearer, given.id), (items) => ({ items: items.map(presentDelivery) })); },
  }),
  operation({
    id: "listAttempts", method: "GET", path: "/webhooks/{id}/deliveries/{delivery}/attempts", tag: "webhooks", scope, since: "1.0", stability: "stable", writes: false,
    summary: { de: "Versuche einer Zustellung ansehen", en: "Look at the attempts of a delivery" }, description: { de: "Jeder Versuch, eine Nachricht zuzustellen, mit Antwort oder Grund.", en: "Every attempt to deliver a message, with the answer or the reason." },
    params: z.strictObject({ id: id(), delivery: id() }), query: none(), success: { status: 200, content: attemptList }, problems: ["not-found"],
    async handle({ bearer, params: given }, { extensions }) {
      return json(await extensions.webhookAttempts(bearer, { webhook: given.id, delivery: given.delivery }), (items) => ({ items: items.map(({ number, at, status, fault, milliseconds }) => ({ number, at: at.toISOString(), status, fault, milliseconds })) }));
    },
  }),
  operation({
    id: "rotateWebhookSecret", method: "POST", path: "/webhooks/{id}/secret", tag: "webhooks", scope, since: "1.0", stability: "stable", writes: true,
    summary: { de: "Geheimnis erneuern", en: "Renew the secret" }, description: { de: "Einen Tag lang tragen die Nachrichten die Signaturen beider Geheimnisse.", en: "For one day messages carry the signatures of both secrets." },
    params: params(), query: none(), success: { status: 201, content: webhookSecret }, problems: ["not-found"],
    async handle({ bearer, params: given, write }, { extensions }) { return written(await extensions.rotateWebhookSecret(bearer, given.id, write)); },
  }),
  operation({
    id: "replayWebhook", method: "POST", path: "/webhooks/{id}/replays", tag: "webhooks", scope, since: "1.0", stability: "stable", writes: true,
    summary: { de: "Nachrichten noch einmal senden lassen", en: "Have messages sent again" }, description: { de: "Unter derselben `webhook-id`: Wer sie schon verarbeitet hat, erkennt die Wiederholung.", en: "Under the same `webhook-id`: whoever has processed it recognises the repetition." },
    params: params(), query: none(), body: replayRequest, success: { status: 202, content: replayAnswer }, problems: ["not-found", "body-invalid", "cursor-invalid"],
    async handle({ bearer, params: given, body, write }, { extensions }) { return written(await extensions.replayWebhook(bearer, { webhook: given.id, delivery: body.delivery, after: body.after }, write)); },
  }),
];

function presentEvent(event: TownEvent & { readonly cursor: string }): object {
  return { id: event.id, type: event.type, at: event.at.toISOString(), application: event.application, service: event.service, ...(event.reference === undefined ? {} : { reference: event.reference }), cursor: event.cursor, data: event.data };
}

function presentWebhook(one: Webhook): object {
  return { id: one.id, url: one.url, ...(one.types ? { types: one.types } : {}), createdAt: one.createdAt.toISOString(), failures: one.failures, ...(one.heldUntil ? { heldUntil: one.heldUntil.toISOString() } : {}) };
}

function presentDelivery(one: WebhookDelivery): object {
  return {
    id: one.id, event: one.event, type: one.type, application: one.application, state: one.state, attempts: one.attempts, ...(one.state === "queued" ? { nextAt: one.nextAt.toISOString() } : {}),
    ...(one.finishedAt ? { finishedAt: one.finishedAt.toISOString() } : {}),
    ...(one.last ? { last: { at: one.last.at.toISOString(), ...(one.last.status === undefined ? {} : { status: one.last.status }), ...(one.last.fault === undefined ? {} : { fault: one.last.fault }) } } : {}),
  };
}
