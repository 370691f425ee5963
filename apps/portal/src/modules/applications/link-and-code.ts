import { SealBroken } from "#platform/crypto";
import type { Tx } from "#platform/database";
import type { ApplicationsDeps } from "./deps.ts";
import { unwrapKey } from "./keys.ts";
import { hourOf, quotaReached, takeFromQuota } from "./quota.ts";
import { isReturnLink, linkHash, returnKey } from "./return-code.ts";

/** What somebody brings who is nobody yet: the link from a mail, the code from a person or a page, and where the request comes from. */
export interface LinkAndCode { readonly link: string; readonly code: string; readonly network: string }

export type Unlocked<Row> = { readonly ok: true; readonly row: Row; readonly key: Buffer } | { readonly ok: false; readonly why: "no-match" | "too-many-attempts" };

/**
 * The draft's key behind a link, where the code belongs to it. Wrong codes are counted in the database, per link and per network, so no process and no
 * restart forgets them; whether there is anything behind a link is not said.
 */
export async function unlock<Row extends { readonly wrapped_key: Buffer }>(tx: Tx, deps: Pick<ApplicationsDeps, "clock" | "pepper" | "settings">, given: LinkAndCode, find: (hash: Buffer) => Promise<Row | undefined>, contextOf: (row: Row) => string): Promise<Unlocked<Row>> {
  const { wrongCodes } = deps.settings;
  const hour = hourOf(deps.clock.now());
  if (await quotaReached(tx, deps.pepper, hour, "wrong-return-link", given.link, wrongCodes.reference) || await quotaReached(tx, deps.pepper, hour, "wrong-return-network", given.network, wrongCodes.network)) return { ok: false, why: "too-many-attempts" };
  const row = isReturnLink(given.link) ? await find(linkHash(deps.pepper, given.link)) : undefined;
  const key = row && keyBehind(deps, given, row.wrapped_key, contextOf(row));
  if (row && key) return { ok: true, row, key };
  await takeFromQuota(tx, deps.pepper, hour, [
    { what: "wrong-return-link", value: given.link, count: 1, limit: { count: wrongCodes.reference, bytes: 0 } },
    { what: "wrong-return-network", value: given.network, count: 1, limit: { count: wrongCodes.network, bytes: 0 } },
  ]);
  return { ok: false, why: "no-match" };
}

function keyBehind(deps: Pick<ApplicationsDeps, "pepper">, secrets: { readonly link: string; readonly code: string }, wrapped: Buffer, context: string): Buffer | undefined {
  try {
    return unwrapKey(returnKey(deps.pepper, secrets), wrapped, context);
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}
