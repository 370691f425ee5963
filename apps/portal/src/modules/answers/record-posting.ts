import type { Actor } from "#modules/audit";
import { legalDate } from "#platform/clock";
import type { Tx } from "#platform/database";
import { isDay } from "@kommunalportal/form-engine";
import { dayCount } from "./days.ts";
import type { Decision } from "./decision.ts";
import { addEvidence, decisionOf, lockDecision, updateDecision } from "./decision-store.ts";
import { openDecision } from "./decision-seal.ts";
import type { AnswersDeps } from "./ports.ts";

export type PostingOutcome =
  | { readonly ok: true; readonly decision: Decision }
  | { readonly ok: false; readonly why: "not-found" | "not-waiting-for-post" | "day-wrong" };

/** The printed letter was handed to the post on `day` (Abgangsvermerk). From it the day of notification and the end of the remedy's term follow. */
export async function recordPosting(tx: Tx, deps: Pick<AnswersDeps, "clock" | "towns" | "applications" | "settings">, given: { readonly decision: string; readonly tenant: string; readonly day: string; readonly actor: Actor }): Promise<PostingOutcome> {
  const row = await lockDecision(tx, given.decision);
  if (!row || row.tenant_id !== given.tenant) return { ok: false, why: "not-found" };
  if (row.state !== "to-post") return { ok: false, why: "not-waiting-for-post" };
  const now = deps.clock.now();
  // Not before it was made, not in the future: the day is proof.
  if (!isDay(given.day) || given.day > legalDate(now) || given.day < legalDate(row.decided_at)) return { ok: false, why: "day-wrong" };
  const days = dayCount(deps, { tenant: row.tenant_id, area: row.area, content: openDecision(await deps.towns.tenantKey(row.tenant_id), row) });
  const rule = days.rule("post", given.day);
  const notified = rule && days.fiction(rule, given.day);
  if (rule === undefined || notified === undefined) throw new Error("a letter counts from its posting");
  const next = { ...row, state: "posted", posted_on: given.day, rule: rule.id, notified_on: notified, remedy_until: days.remedyUntil(notified) ?? null } as const;
  await updateDecision(tx, next);
  await addEvidence(tx, row, "posted", now, given.actor, { day: given.day, rule: rule.id, notifiedOn: notified });
  await deps.applications.record(tx, row.application_id, { type: "decision-posted", actor: given.actor, data: { decision: row.id, office: row.office, day: given.day, notifiedOn: notified } });
  return { ok: true, decision: decisionOf(next) };
}
