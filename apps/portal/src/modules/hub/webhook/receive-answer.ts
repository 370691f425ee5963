import { verifyWebhook } from "#platform/crypto";
import { isId } from "#platform/ids";
import { z } from "zod";
import type { HubParts } from "../deps.ts";
import { destination as readDestination } from "../destination-store.ts";
import { openDestination } from "../look-after.ts";
import { parseOfficeAnswer } from "../office-answer.ts";
import type { OfficeReply } from "../office-reply.ts";
import { takeReply } from "../take-reply.ts";
import { parsed } from "./answer-of.ts";

export interface IncomingAnswer {
  readonly destination: string;
  /** Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp`, `webhook-signature`. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As it came: the signature is over these bytes. */
  readonly body: Uint8Array;
}

/** `unknown`: it answers nothing that this destination was sent. `unreadable`: it does not say what it answers. */
export type AnswerVerdict =
  | { readonly kind: "taken"; readonly receipt: string }
  | { readonly kind: "refused"; readonly reasons: readonly string[] }
  | { readonly kind: "not-believed" | "unknown" | "unreadable" | "later" };

const envelopeSchema = z.object({ type: z.literal("application.answered"), data: z.object({ delivery: z.uuid(), answer: z.unknown(), letter: z.base64().optional() }) });

/**
 * An office system that is told by webhook answers by one: signed with the same secret, about the message with the id that it got, in the words of every other way (`office-answer.ts`).
 * Its `webhook-id` is taken once; sent again it gets the same answer.
 */
export function createAnswerReceiver(parts: HubParts): (given: IncomingAnswer) => Promise<AnswerVerdict> {
  return async ({ destination, headers, body }) => {
    const known = isId(destination) ? await parts.db.asOperator("an answer by webhook names a destination", (tx) => readDestination(tx, destination)) : undefined;
    const to = known?.channel === "webhook" && !known.retiredAt ? await openDestination(parts, { tenant: known.tenant, destination: known.id }) : undefined;
    if (!to) return { kind: "not-believed" };
    const text = textOf(body);
    const seen = text === undefined ? undefined : verifyWebhook(to.opened.secrets, headers, text, { now: Math.floor(parts.clock.now().getTime() / 1000) });
    if (text === undefined || seen?.kind !== "genuine") {
      parts.log.warn({ destination, reason: seen?.kind === "refused" ? seen.reason : "not UTF-8" }, "an answer by webhook was not believed");
      return { kind: "not-believed" };
    }
    const envelope = envelopeSchema.safeParse(parsed(text));
    if (!envelope.success || seen.id.length > 200) return { kind: "unreadable" };
    const { delivery, answer, letter } = envelope.data.data;
    const verdict = await takeReply(parts, to.opened, { id: seen.id, to: { delivery: delivery.toLowerCase() } }, () => Promise.resolve(replyOf(answer, letter)));
    switch (verdict.kind) {
      case "taken": return { kind: "taken", receipt: verdict.answer };
      case "refused": return { kind: "refused", reasons: verdict.reasons };
      case "foreign": return { kind: "unknown" };
      case "later": return { kind: "later" };
    }
  };
}

function replyOf(value: unknown, letter: string | undefined): OfficeReply {
  const answer = parseOfficeAnswer(value);
  if (!answer) return { kind: "broken", reasons: ["schema-violation"] };
  return { kind: "intact", answer, files: letter === undefined ? [] : [{ name: "Bescheid.pdf", type: "application/pdf", bytes: Buffer.from(letter, "base64") }] };
}

function textOf(body: Uint8Array): string | undefined {
  try { return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body); } catch { return undefined; }
}
