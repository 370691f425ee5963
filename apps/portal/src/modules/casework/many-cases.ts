import { assignCase, type AssignOutcome, handBackCase, takeCase } from "./assign-case.ts";
import type { AnswerOutcome } from "./answer-case.ts";
import { writeToCitizen } from "./answer-case.ts";
import type { Reach } from "./case-policy.ts";
import { closeCase, type CloseOutcome } from "./close-case.ts";
import type { CaseworkDeps } from "./ports.ts";

export type ManyAct = { readonly kind: "take" } | { readonly kind: "hand-back" } | { readonly kind: "assign"; readonly to: string } | { readonly kind: "status"; readonly text: string } | { readonly kind: "close" };
export interface ManyOutcome { readonly done: readonly string[]; readonly refused: readonly { readonly case: string; readonly why: string }[] }

export const mostAtOnce = 100;

/**
 * The same act on many cases, each in its own transaction: what is refused for one holds up no other, and all of it is said. `versions` are those of the list that the person saw: what somebody
 * else has changed since is left as it is. Only taking asks for none, for it takes nothing from anybody.
 */
export async function actOnMany(deps: CaseworkDeps, reach: Reach, cases: readonly string[], act: ManyAct, versions: ReadonlyMap<string, number> = new Map()): Promise<ManyOutcome> {
  const done: string[] = [];
  const refused: { case: string; why: string }[] = [];
  for (const one of [...new Set(cases)].slice(0, mostAtOnce)) {
    const version = versions.get(one);
    const outcome = await actOn(deps, reach, { case: one, ...(version === undefined ? {} : { version }) }, act);
    if (outcome.ok) done.push(one);
    else refused.push({ case: one, why: outcome.why });
  }
  return { done, refused };
}

function actOn(deps: CaseworkDeps, reach: Reach, on: { readonly case: string; readonly version?: number }, act: ManyAct): Promise<AssignOutcome | AnswerOutcome | CloseOutcome> {
  switch (act.kind) {
    case "take": return takeCase(deps, reach, { case: on.case });
    case "hand-back": return handBackCase(deps, reach, on);
    case "assign": return assignCase(deps, reach, { ...on, to: act.to });
    case "status": return writeToCitizen(deps, reach, { ...on, text: act.text, to: "in-progress" });
    case "close": return closeCase(deps, reach, on);
  }
}
