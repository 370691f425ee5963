import type { ApplicationHead } from "#modules/applications";
import type { Tx } from "#platform/database";
import type { Case, CaseRefusal } from "./case.ts";
import { type Reach, reaches } from "./case-policy.ts";
import { lockCasesOf } from "./case-store.ts";
import { reachableCase } from "./open-case.ts";
import type { CaseworkDeps } from "./ports.ts";

export interface CaseInHand {
  readonly one: Case;
  readonly head: ApplicationHead;
  /** The cases of the other offices in the same application. */
  readonly others: readonly Case[];
}

/**
 * What every change of a case begins with: a transaction of the town with the applicant's account, the application's cases locked, reach and
 * version checked. `version` is the one the page was made from; without it (acts on many) the newest counts.
 */
export async function changeCase<T>(deps: CaseworkDeps, reach: Reach, given: { readonly case: string; readonly version?: number }, work: (tx: Tx, hand: CaseInHand) => Promise<T>, options: { readonly alsoForInformation?: true } = {}): Promise<T | CaseRefusal> {
  const seen = await reachableCase(deps, reach, given.case);
  if (!seen) return { ok: false, why: "not-found" };
  const outcome = await deps.answers.inCase(reach.tenant, seen.application, async (tx, head): Promise<T | CaseRefusal> => {
    const cases = await lockCasesOf(tx, reach.tenant, seen.application);
    const one = cases.find(({ id }) => id === given.case);
    if (!one || !reaches(reach, one.office)) return { ok: false, why: "not-found" };
    if (given.version !== undefined && given.version !== one.version) return { ok: false, why: "changed-meanwhile", now: one };
    if (one.involvement === "information" && options.alsoForInformation !== true) return { ok: false, why: "only-for-information" };
    return work(tx, { one, head, others: cases.filter(({ id }) => id !== one.id) });
  });
  return outcome ?? { ok: false, why: "not-found" };
}

/** Whether another office still works on the application; one that is only to know of it does not. */
export function othersWork(others: readonly Case[]): boolean {
  return others.some(({ state, involvement }) => involvement !== "information" && (state === "open" || state === "taken" || state === "waiting"));
}
