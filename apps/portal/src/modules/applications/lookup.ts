import { timingSafeEqual } from "node:crypto";
import { sql } from "#platform/database";
import type { CitizenAccess } from "./citizen-access.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { lookupSecrets, parseCode } from "./lookup-code.ts";
import { hourOf, quotaReached, takeFromQuota } from "./quota.ts";
import { parseReference } from "./reference.ts";

export type LookupOutcome =
  | { readonly ok: true; readonly access: Extract<CitizenAccess, { kind: "lookup" }> }
  /** `mistyped`: one of the two cannot be right, its check character says so; nothing was looked up and nothing is counted. */
  | { readonly ok: false; readonly why: "mistyped"; readonly field: "reference" | "code" }
  /** The two do not belong together. Whether the reference exists is not said. */
  | { readonly ok: false; readonly why: "no-match" | "too-many-attempts" };

interface Row { readonly id: string; readonly tenant_id: string; readonly lookup_hash: Buffer | null }

/**
 * Reference and code of somebody without account. Wrong guesses are counted in the database, per reference and per network,
 * so no process and no restart forgets them. An operator's transaction: the person names no town.
 */
export async function lookup(deps: ApplicationsDeps, given: { readonly reference: string; readonly code: string; readonly network: string }): Promise<LookupOutcome> {
  const reference = parseReference(given.reference);
  if (reference === undefined) return { ok: false, why: "mistyped", field: "reference" };
  const code = parseCode(given.code);
  if (code === undefined) return { ok: false, why: "mistyped", field: "code" };
  const { wrongCodes } = deps.settings;
  return deps.db.asOperator("look-up of a reference with its code", async (tx): Promise<LookupOutcome> => {
    const hour = hourOf(deps.clock.now());
    const spent = await quotaReached(tx, deps.pepper, hour, "wrong-code-reference", reference, wrongCodes.reference)
      || await quotaReached(tx, deps.pepper, hour, "wrong-code-network", given.network, wrongCodes.network);
    if (spent) return { ok: false, why: "too-many-attempts" };
    const row = await tx.maybe<Row>(sql`select a.id, a.tenant_id, a.lookup_hash from applications.application a
      join applications.reference r on r.application_id = a.id where r.reference = ${reference}`);
    // The same work whether there is such an application or not.
    const { hash, key } = lookupSecrets(deps.pepper, row?.id ?? reference, code);
    const stored = row?.lookup_hash ?? Buffer.alloc(hash.length);
    if (row?.lookup_hash && timingSafeEqual(hash, stored)) return { ok: true, access: { kind: "lookup", tenant: row.tenant_id, application: row.id, key } };
    await takeFromQuota(tx, deps.pepper, hour, [
      { what: "wrong-code-reference", value: reference, count: 1, limit: { count: wrongCodes.reference, bytes: 0 } },
      { what: "wrong-code-network", value: given.network, count: 1, limit: { count: wrongCodes.network, bytes: 0 } },
    ]);
    return { ok: false, why: "no-match" };
  });
}
