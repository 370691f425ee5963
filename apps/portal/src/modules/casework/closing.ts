import { isCountedElsewhere, type Decision } from "#modules/answers";
import { sql } from "#platform/database";
import type { Case } from "./case.ts";
import { type Reach, reaches } from "./case-policy.ts";
import { selectCases } from "./case-store.ts";
import type { CaseworkDeps } from "./ports.ts";

/** What closing would do with a case, for the page that asks before many are closed. */
export interface Closing extends Case {
  readonly applicantName: string | undefined;
  /** Why it would be refused. */
  readonly obstacle: "finished" | "not-notified" | undefined;
  /** The office had to decide and has not: the person would get no decision any more. */
  readonly undecided: boolean;
}

/** Whether a decision keeps the case of its office open. */
export function keepsOpen({ office }: Pick<Case, "office">, decision: Decision): boolean {
  return decision.office === office && decision.state !== "notified" && decision.state !== "replaced" && !isCountedElsewhere(decision);
}

/** In the order of the list, the newest first; what is out of reach is left out. */
export function closingOf(deps: CaseworkDeps, reach: Reach, ids: readonly string[]): Promise<readonly Closing[]> {
  return deps.db.inTenant(reach.tenant, async (tx) => {
    const cases = (await selectCases(tx, [sql`c.tenant_id = ${reach.tenant}`, sql`c.id = any(${ids}::uuid[])`], sql`c.received_at desc, c.id desc`, ids.length)).filter(({ office }) => reaches(reach, office));
    const names = await deps.applications.names(tx, reach.tenant, [...new Set(cases.map(({ application }) => application))]);
    const closings: Closing[] = [];
    for (const one of cases) {
      const onlyForInformation = one.involvement === "information";
      const decisions = onlyForInformation ? [] : await deps.answers.decisions(tx, one.application);
      const obstacle = one.state === "closed" ? "finished" : decisions.some((decision) => keepsOpen(one, decision)) ? "not-notified" : undefined;
      closings.push({ ...one, applicantName: names.get(one.application), obstacle, undecided: !onlyForInformation && !one.withdrawn && one.state !== "decided" && one.state !== "closed" });
    }
    return closings;
  });
}
