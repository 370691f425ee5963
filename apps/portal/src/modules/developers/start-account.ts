import type { Tenant } from "#modules/tenants";
import { hashSecret } from "#platform/crypto";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { newAccountKey } from "./account-key.ts";
import { addProgram } from "./add-program.ts";
import type { DevelopersDeps } from "./deps.ts";
import { foundTown } from "./found-town.ts";
import { permitEverything } from "./permit.ts";
import { openSession } from "./sign-in.ts";
import { starterManifest } from "./starter-manifest.ts";

export type StartedAccount =
  | { readonly ok: true; readonly cookie: string; readonly key: string; readonly town: Tenant; readonly client: string; readonly secret: string }
  | { readonly ok: false; readonly why: "name-wrong" | "full" };

/**
 * An account with everything for the first request: a test town, a program with all rights in it, and its secret. One entry, so that the
 * first minutes belong to the interface. Key and secret are in this answer only.
 */
export async function startAccount(deps: DevelopersDeps, given: { readonly name: string }): Promise<StartedAccount> {
  const name = given.name.trim();
  if (name.length === 0 || name.length > 80 || /[\p{Cc}\p{Cf}]/u.test(name)) return { ok: false, why: "name-wrong" };
  const { id: keyId, key } = newAccountKey();
  const hash = await hashSecret(key);
  const account = newId(deps.clock.now().getTime());
  const founded = await foundTown(deps, account, async (tx) => { await tx.run(sql`insert into developers.account (id, name, key_id, key_hash, created_at) values (${account}, ${name}, ${keyId}, ${hash}, ${deps.clock.now()}) on conflict do nothing`); });
  if (!founded.ok) return { ok: false, why: "full" };
  const program = await addProgram(deps, { account, manifest: starterManifest({ id: `${founded.town.slug}-start`, publisher: name }) });
  if (!program.ok) throw new Error(`the first program was refused: ${program.why}`);
  await permitEverything(deps, { client: program.client, town: founded.town });
  const cookie = await deps.db.asOperator("sign in a developer", (tx) => openSession(tx, deps, account));
  return { ok: true, cookie, key, town: founded.town, client: program.client, secret: program.secret };
}
