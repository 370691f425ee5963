import { createHash } from "node:crypto";
import { canonicalJson } from "#platform/json";
import { open, seal } from "#platform/crypto";
import type { DecisionContent } from "./decision-content.ts";
import type { DecisionRow } from "./decision-store.ts";

export const contexts = {
  key: (decision: string) => `answers.decision.wrapped_key:${decision}`,
  content: (decision: string) => `answers.decision.content:${decision}`,
  file: (decision: string) => `answers.decision.file:${decision}`,
  enclosure: (decision: string) => `answers.decision.enclosure:${decision}`,
};

/** The words of a decision closed with its key, and the hash that the evidence names. */
export function sealDecision(key: Buffer, decision: string, content: DecisionContent): { readonly content: Buffer; readonly sha256: Buffer } {
  const json = canonicalJson(content);
  return { content: seal(key, json, contexts.content(decision)), sha256: createHash("sha256").update(json).digest() };
}

export function openDecision(tenantKey: Buffer, row: Pick<DecisionRow, "id" | "wrapped_key" | "content">): DecisionContent {
  // Only this room writes it, and the seal proves that nobody else did.
  return JSON.parse(open(decisionKey(tenantKey, row), row.content, contexts.content(row.id)).toString("utf8")) as DecisionContent;
}

export function decisionKey(tenantKey: Buffer, row: Pick<DecisionRow, "id" | "wrapped_key">): Buffer {
  return open(tenantKey, row.wrapped_key, contexts.key(row.id));
}
