import { sql, type Tx } from "#platform/database";
import type { CitizenRequest } from "#modules/answers";
import { type ApplicationContent, wholePart } from "#modules/applications";
import type { Case } from "./case.ts";
import { selectCases } from "./case-store.ts";

/** More offices than any form has parts. */
const mostCases = 100;

/**
 * Whether the person answered, or sent documents, to an office that works on another part of the application: that is none of this case's (Art. 5 (1) c DSGVO).
 * `requests` are all of the application; `request` is what it was an answer to. What was sent unasked is for all, and so is what was asked by an office that has passed its part on.
 */
export async function answersToOthers(tx: Tx, requests: readonly Pick<CitizenRequest, "id" | "office">[], tenant: string, application: string): Promise<(one: Pick<Case, "part">, request: unknown) => boolean> {
  const cases = await selectCases(tx, [sql`c.tenant_id = ${tenant}`, sql`c.application_id = ${application}`], sql`c.id`, mostCases);
  const asked = new Map(requests.map(({ id, office }) => [id, office]));
  return ({ part }, request) => {
    const office = typeof request === "string" ? asked.get(request) : undefined;
    const theirs = cases.filter((each) => each.office === office);
    return part !== wholePart && theirs.length > 0 && theirs.every((each) => each.part !== part && each.part !== wholePart);
  };
}

/** The content of a part without the documents that were sent to others. */
export function withoutOthersFiles(content: ApplicationContent, one: Pick<Case, "part">, toOthers: (one: Pick<Case, "part">, request: unknown) => boolean): ApplicationContent {
  return { ...content, files: content.files.filter(({ kind, label }) => kind !== "reply" || !toOthers(one, label)) };
}
