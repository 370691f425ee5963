import { eventTexts, eventTypes, noticeTexts, noticeTypes } from "#modules/extensions";
import { z } from "zod";
import type { Lang } from "../frame/index.ts";
import { component, means, type Component } from "./component.ts";
import { at, eventType, exampleIds, id, slug } from "./schemas.ts";

const timestamp = () => means(at(), "Wann es geschehen ist.", "When it happened.");

/** What a webhook is sent about an application (`extensions/deliver-webhooks.ts`). */
export const applicationMessage = component("ApplicationMessage", z.object({
  type: eventType(), timestamp: timestamp(),
  data: means(z.object({ event: means(id(), "Kennung des Ereignisses, wie im Ereignisstrom.", "Id of the event, as in the event feed."), application: id(), service: slug(), reference: z.string().optional() }).catchall(z.union([z.string(), z.number(), z.boolean()])), "Kennungen und Codes, nie Inhalte.", "Ids and codes, never content."),
}), { type: "application.submitted", timestamp: "2026-03-02T09:00:00.000Z", data: { event: exampleIds.event, application: exampleIds.application, service: "hund-anmelden", reference: "MUS-2026-7KQ4-X", by: "citizen" } });

/** What a webhook is sent about the program itself (`extensions/installs/notices.ts`). */
export const extensionMessage = component("ExtensionMessage", z.object({
  type: z.enum(noticeTypes), timestamp: timestamp(),
  data: z.object({ tenant: means(slug(), "Kurzname der Kommune.", "Short name of the municipality."), extension: means(z.string(), "Kennung Ihres Programms.", "Id of your program.") }),
}), { type: "extension.paused", timestamp: "2026-03-02T09:00:00.000Z", data: { tenant: "musterstadt", extension: "hundesteuer" } });

interface Message { readonly type: string; readonly text: Readonly<Record<Lang, string>>; readonly since: string; readonly tag: "events" | "webhooks"; readonly content: Component }
const messages: readonly Message[] = [
  ...eventTypes.map((type): Message => ({ type, text: eventTexts[type], since: "1.0", tag: "events", content: applicationMessage })),
  ...noticeTypes.map((type): Message => ({ type, text: noticeTexts[type], since: "1.1", tag: "webhooks", content: extensionMessage })),
];

const headers: Readonly<Record<string, Readonly<Record<Lang, string>>>> = {
  "webhook-id": { de: "Bei jeder Wiederholung dieselbe.", en: "The same at every repetition." },
  "webhook-timestamp": { de: "Sekunden seit 1970; älter als fünf Minuten lehnen Sie ab.", en: "Seconds since 1970; refuse what is older than five minutes." },
  "webhook-signature": { de: "`v1,` und HMAC-SHA256 in Base64 über `id.timestamp.body`; mehrere, durch Leerzeichen getrennt, während ein Geheimnis erneuert wird.", en: "`v1,` and HMAC-SHA256 in Base64 over `id.timestamp.body`; several, separated by spaces, while a secret is renewed." },
};

/** The messages of the interface as OpenAPI 3.1 describes them (4.8.1, `webhooks`): what the portal sends and expects. */
export function webhooks(lang: Lang): Readonly<Record<string, object>> {
  return Object.fromEntries(messages.map(({ type, text, since, tag, content }) => [type, { post: {
    operationId: `on${type.split(/[.-]/).map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join("")}`, tags: [tag], summary: type, description: text[lang], "x-since": since, "x-stability": "stable", security: [],
    parameters: Object.entries(headers).map(([name, said]) => ({ name, in: "header", required: true, description: said[lang], schema: { type: "string" } })),
    requestBody: { required: true, content: { "application/json": { schema: { $ref: `#/components/schemas/${content.name}` }, example: { ...content.example as object, type } } } },
    responses: {
      "2XX": { description: lang === "de" ? "Angenommen, gespeichert. Bearbeiten Sie die Nachricht danach." : "Taken and stored. Work on the message after that." },
      default: { description: lang === "de" ? "Alles andere gilt als nicht angenommen und kommt wieder." : "Everything else counts as not taken and comes again." },
    },
  } }]));
}
