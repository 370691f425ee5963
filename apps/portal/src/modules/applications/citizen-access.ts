import type { Actor } from "#modules/audit";
import type { Tx } from "#platform/database";
import type { KeySource } from "./application.ts";
import type { ApplicationsDeps } from "./deps.ts";

/** How a citizen comes to an application: signed in, or with what a right look-up code gave (`lookup`). */
export type CitizenAccess =
  | { readonly kind: "account"; readonly account: string }
  | { readonly kind: "lookup"; readonly tenant: string; readonly application: string; readonly key: Buffer };

/** Runs in the scope of that citizen. With a code it is one application of one town, and the key is proved by whoever opens with it. */
export function asCitizen<T>(deps: Pick<ApplicationsDeps, "db">, access: CitizenAccess, application: string, work: (tx: Tx, source: KeySource) => Promise<T>): Promise<T | undefined> {
  if (access.kind === "account") return deps.db.asAccount(access.account, (tx) => work(tx, { kind: "account" }));
  if (access.application !== application) return Promise.resolve(undefined);
  return deps.db.inTenant(access.tenant, (tx) => work(tx, { kind: "lookup", key: access.key }));
}

export function citizenActor(access: CitizenAccess): Actor {
  return access.kind === "account" ? { kind: "citizen", account: access.account } : { kind: "visitor" };
}
