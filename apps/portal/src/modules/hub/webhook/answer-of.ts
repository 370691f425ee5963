import { z } from "zod";
import type { ChannelResult } from "../channel.ts";

const accepted = z.object({ status: z.literal("accepted"), receiptId: z.string().min(1).max(200).regex(/^[\x20-\x7e]+$/) });
const rejected = z.object({ status: z.literal("rejected"), reasons: z.array(z.string()).max(1_000) });

/** At most so many reasons of so many characters are kept: the receiver decides what it sends, not how much we store. */
const mostReasons = 20;
const longestReason = 500;

/** What an answer means. Only a receipt that can be read is an acceptance: a 200 with a page of HTML is none. */
export function answerOf(status: number, retryAfter: string | null, text: string): ChannelResult {
  const json = parsed(text);
  const rest = retryAfterOf(retryAfter);
  if (status >= 200 && status < 300) {
    const receipt = accepted.safeParse(json);
    if (receipt.success) return { kind: "accepted", receipt: receipt.data.receiptId, status };
    const no = rejected.safeParse(json);
    return no.success ? { kind: "rejected", reasons: reasonsOf(no.data.reasons), status } : { kind: "unreachable", reason: "not-understood", mayHaveArrived: true, status };
  }
  if (status === 422) {
    const no = rejected.safeParse(json);
    return { kind: "rejected", reasons: no.success ? reasonsOf(no.data.reasons) : [], status };
  }
  // Not followed: a message goes where the town sent it and nowhere else.
  if (status >= 300 && status < 400) return { kind: "unreachable", reason: "redirected", mayHaveArrived: false, status };
  // The setting is wrong, not the message: everything for this destination waits until somebody has put it right.
  if (status === 401 || status === 403) return { kind: "unreachable", reason: "not-authorised", mayHaveArrived: false, status };
  if (status === 404 || status === 405 || status === 410) return { kind: "unreachable", reason: "no-such-address", mayHaveArrived: false, status };
  if (status === 408 || status === 425 || status === 429) return { kind: "unreachable", reason: "busy", mayHaveArrived: false, status, ...rest };
  if (status === 413) return { kind: "refused-permanently", reason: "message-too-large", status };
  if (status >= 400 && status < 500) return { kind: "refused-permanently", reason: "message-refused", status };
  // Behind a gateway somebody may have taken it.
  return { kind: "unreachable", reason: status === 503 ? "busy" : status === 502 || status === 504 ? "gateway" : "server-error", mayHaveArrived: true, status, ...rest };
}

function reasonsOf(given: readonly string[]): string[] {
  return given.slice(0, mostReasons).map((reason) => reason.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim().slice(0, longestReason)).filter((reason) => reason !== "");
}

/** JSON of somebody else; undefined where it is none. */
export function parsed(text: string): unknown {
  try { return JSON.parse(text); } catch { return undefined; }
}

/** Seconds only; a date is as good as nothing and so ignored (RFC 9110, 10.2.3). */
function retryAfterOf(header: string | null): { readonly retryAfterSeconds?: number } {
  return header !== null && /^\d{1,6}$/.test(header.trim()) ? { retryAfterSeconds: Number(header) } : {};
}
