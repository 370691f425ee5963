import { addDays, legalDate } from "#platform/clock";
import { seal } from "#platform/crypto";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { isDay } from "@kommunalportal/form-engine";
import { isFinished } from "./assign-case.ts";
import type { Case, CaseRefusal } from "./case.ts";
import type { Reach } from "./case-policy.ts";
import { updateCase } from "./case-store.ts";
import { changeCase } from "./change-case.ts";
import { noteContext } from "./open-case.ts";
import type { CaseworkDeps } from "./ports.ts";

interface Given { readonly case: string; readonly version?: number }
export type KeepOutcome = { readonly ok: true; readonly one: Case } | { readonly ok: false; readonly why: "finished" | "day-wrong" | "text-missing" | "text-too-long" } | CaseRefusal;

/** Wiedervorlage: the case comes up again on a day; undefined takes it away. On a Saturday, Sunday or holiday nobody is there, and on the day after it would look overdue: so the next working day. */
export function resubmitCase(deps: CaseworkDeps, reach: Reach, given: Given & { readonly day: string | undefined }): Promise<KeepOutcome> {
  const today = legalDate(deps.clock.now());
  if (given.day !== undefined && (!isDay(given.day) || given.day < today || given.day > addDays(today, 3_660))) return Promise.resolve({ ok: false, why: "day-wrong" });
  return changeCase(deps, reach, given, async (tx, hand): Promise<KeepOutcome> => {
    if (isFinished(hand.one)) return { ok: false, why: "finished" };
    return { ok: true, one: await updateCase(tx, hand.one, { resubmitOn: given.day === undefined ? null : deps.answers.workingDay(reach.tenant, given.day) }, { change: "resubmission", at: deps.clock.now(), by: reach.staff }) };
  });
}

export const longestNote = 5_000;

/** A note for the office. It changes nothing that another clerk could overwrite, so it needs no version. */
export async function addNote(deps: CaseworkDeps, reach: Reach, given: { readonly case: string; readonly text: string }): Promise<KeepOutcome> {
  const text = given.text.trim();
  if (text === "") return { ok: false, why: "text-missing" };
  if (text.length > longestNote) return { ok: false, why: "text-too-long" };
  const key = await deps.tenants.tenantKey(reach.tenant);
  return changeCase(deps, reach, { case: given.case }, async (tx, hand): Promise<KeepOutcome> => {
    const at = deps.clock.now();
    const id = newId(at.getTime());
    await tx.run(sql`insert into casework.note (id, tenant_id, case_id, at, staff, text) values (${id}, ${reach.tenant}, ${hand.one.id}, ${at}, ${reach.staff}, ${seal(key, text, noteContext(id))})`);
    return { ok: true, one: hand.one };
  }, { alsoForInformation: true });
}
