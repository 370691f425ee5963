import { randomUUID } from "node:crypto";
import { z } from "zod";
import { localFetch } from "../frame/local-fetch.ts";
import type { Arrived } from "./inbox.ts";
import { signatureOf } from "./verify-webhook.ts";

export const CHOICES = { stand: "Stand mitteilen", nachfrage: "Nachfrage senden", bewilligt: "Bescheid: bewilligt", abgelehnt: "Bescheid: abgelehnt" } as const;
export type Choice = keyof typeof CHOICES;

const messageSchema = z.looseObject({ data: z.looseObject({ answerTo: z.url() }) });

/** Where the portal takes answers to this message: it stood in it. Undefined: nowhere. */
export function answerAddress({ body }: Arrived): string | undefined {
  const parsed = messageSchema.safeParse(JSON.parse(body));
  return parsed.success ? parsed.data.data.answerTo : undefined;
}

/** A clerk's answer as a webhook of ours, signed with the secret of the other direction. Resolves with what the portal said of it. */
export async function sendAnswer(to: string, arrived: Arrived, { choice, text }: { readonly choice: Choice; readonly text: string }, { secret, now }: { readonly secret: string; readonly now: Date }): Promise<{ readonly status: number; readonly answer: string }> {
  const answer = choice === "stand" ? { kind: "status", status: "in-progress", text } : choice === "nachfrage" ? { kind: "question", text }
    : { kind: "decision", result: choice === "bewilligt" ? "granted" : "refused", text, reasons: ["Die Voraussetzungen wurden geprüft."], remedy: { kind: "klage", where: "Verwaltungsgericht Musterland", months: 1 }, signatory: { name: "Sachbearbeitung des Fachverfahrens" } };
  const [id, timestamp] = [randomUUID(), String(Math.floor(now.getTime() / 1000))];
  const body = JSON.stringify({ type: "application.answered", timestamp: now.toISOString(), data: { delivery: arrived.webhookId, answer } });
  const response = await localFetch(to, {
    method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(30_000),
    headers: { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)), "user-agent": "sandbox-fachverfahren/1", "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signatureOf(id, timestamp, Buffer.from(body), secret).toString("base64")}` },
  });
  return { status: response.status, answer: (await response.text()).slice(0, 2_000) };
}
