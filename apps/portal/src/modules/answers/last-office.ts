import type { Tx } from "#platform/database";
import { decisionRowsOf } from "./decision-store.ts";

/** Whether every other office of the application has already decided: only then its status follows the decision of this one. */
export async function isLastOffice(tx: Tx, given: { readonly application: string; readonly offices: readonly string[]; readonly office: string }): Promise<boolean> {
  const decided = new Set((await decisionRowsOf(tx, given.application)).filter(({ kind, state }) => state !== "replaced" && kind !== "information" && kind !== "fee").map((one) => one.office));
  return given.offices.every((office) => office === given.office || decided.has(office));
}
