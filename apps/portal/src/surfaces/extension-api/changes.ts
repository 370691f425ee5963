import type { Said } from "./operation.ts";

export interface Change { readonly version: string; readonly day: string; readonly points: readonly Said[] }

/** What changed for programs, newest first. The promise itself stands on the page that shows this. */
export const changes: readonly Change[] = [
  { version: "1.0", day: "2026-11-26", points: [
    { de: "Erste Fassung: Kommune und Leistungen, Anträge, Antworten, Ereignisse, Webhooks.", en: "First version: municipality and services, applications, answers, events, webhooks." },
    { de: "Auch `deleteWebhook` nimmt einen Idempotency-Key: Jeder schreibende Aufruf lässt sich gefahrlos wiederholen.", en: "`deleteWebhook` takes an Idempotency-Key too: every write can be repeated safely." },
  ] },
];
