import type { DecisionContent } from "#modules/answers";
import type { Reach } from "./case-policy.ts";
import { reachableCase } from "./open-case.ts";
import type { CaseworkDeps } from "./ports.ts";

/** The words of a decision of this case's office; the look at the case itself was written down by `open`. */
export async function readDecision(deps: CaseworkDeps, reach: Reach, id: string, decision: string): Promise<DecisionContent | undefined> {
  const one = await reachableCase(deps, reach, id);
  if (!one) return undefined;
  const found = await deps.db.inTenant(reach.tenant, (tx) => deps.answers.decisionContent(tx, decision));
  return found?.decision.application === one.application && found.decision.office === one.office ? found.content : undefined;
}
