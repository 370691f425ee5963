import type { Case, CaseRefusal } from "./case.ts";
import type { Reach } from "./case-policy.ts";
import { updateCase } from "./case-store.ts";
import { changeCase } from "./change-case.ts";
import { staffActor } from "./open-case.ts";
import type { CaseworkDeps } from "./ports.ts";

export type SettleOutcome = { readonly ok: true; readonly one: Case } | { readonly ok: false; readonly why: "nothing-to-settle" } | CaseRefusal;

/** The office has passed on by hand what its system did not take; the other tasks end with what they ask for. Stands in the log with who did it. */
export function settleTask(deps: CaseworkDeps, reach: Reach, given: { readonly case: string; readonly version?: number }): Promise<SettleOutcome> {
  return changeCase(deps, reach, given, async (tx, { one, head }): Promise<SettleOutcome> => {
    if (one.task !== "tell-consent") return { ok: false, why: "nothing-to-settle" };
    await deps.applications.record(tx, head.id, { type: "consent-told", unannounced: true, actor: staffActor(reach, one.office), forCitizen: false, data: { office: one.office } });
    return { ok: true, one: await updateCase(tx, one, { task: null }, { change: "consent-told", at: deps.clock.now(), by: reach.staff }) };
  });
}
