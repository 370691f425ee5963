import { randomBytes } from "node:crypto";
import type { Actor } from "#modules/audit";
import { hashSecret, verifySecret } from "#platform/crypto";
import { insertSecret, liveSecretHash, lockClient, revokeSecretRow, secretsOf } from "./client-store.ts";
import type { ExtensionsDeps } from "./deps.ts";

const pattern = /^kps_([A-Za-z0-9]{12})_[A-Za-z0-9_-]{43}$/;
const mostLiveSecrets = 3;
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** `kps_<id>_<random>`: the id finds the one hash to compare, and secret scanners recognise the prefix. */
function newSecret(): { readonly id: string; readonly secret: string } {
  const id = Array.from(randomBytes(12), (byte) => letters.charAt(byte % letters.length)).join("");
  return { id, secret: `kps_${id}_${randomBytes(32).toString("base64url")}` };
}

export type AddedSecret = { readonly ok: true; readonly id: string; readonly secret: string } | { readonly ok: false; readonly why: "too-many-secrets" | "unknown-client" | "changed-meanwhile" };

/**
 * A further secret; it is shown once and only its hash is kept. At most three are in force, so that rotation means replacing. A given
 * `secret` (the demonstration's) must have the form `kps_<12 characters>_<43 characters>`. `seen`: how many secrets, ended ones too, the page
 * showed; a page that is sent a second time makes no second secret.
 */
export async function addSecret(deps: Pick<ExtensionsDeps, "db" | "clock" | "audit">, given: { readonly client: string; readonly actor: Actor; readonly expiresAt?: Date; readonly secret?: string; readonly seen?: number }): Promise<AddedSecret> {
  const chosen = given.secret === undefined ? newSecret() : { id: pattern.exec(given.secret)?.[1] ?? "", secret: given.secret };
  if (chosen.id === "") throw new Error("a client secret is kps_, 12 letters or digits, _ and 43 characters of base64url");
  const hash = await hashSecret(chosen.secret);
  const now = deps.clock.now();
  return deps.db.asOperator("add a secret of an extension", async (tx): Promise<AddedSecret> => {
    if (!await lockClient(tx, given.client)) return { ok: false, why: "unknown-client" };
    const all = await secretsOf(tx, given.client);
    if (given.seen !== undefined && given.seen !== all.length) return { ok: false, why: "changed-meanwhile" };
    const live = all.filter(({ revokedAt, expiresAt }) => revokedAt === undefined && (expiresAt === undefined || expiresAt > now));
    if (live.length >= mostLiveSecrets) return { ok: false, why: "too-many-secrets" };
    await insertSecret(tx, { id: chosen.id, client: given.client, hash, at: now, ...(given.expiresAt ? { expiresAt: given.expiresAt } : {}) });
    await deps.audit.record(tx, { actor: given.actor, action: "extension.add-secret", subject: { kind: "extension", id: given.client } });
    return { ok: true, ...chosen };
  });
}

/** Ends a secret with all tokens that were bought with it. */
export function revokeSecret(deps: Pick<ExtensionsDeps, "db" | "clock" | "audit">, given: { readonly client: string; readonly secret: string; readonly actor: Actor }): Promise<boolean> {
  return deps.db.asOperator("revoke a secret of an extension", async (tx) => {
    const revoked = await revokeSecretRow(tx, { client: given.client, secret: given.secret, at: deps.clock.now() });
    if (revoked) await deps.audit.record(tx, { actor: given.actor, action: "extension.revoke-secret", subject: { kind: "extension", id: given.client } });
    return revoked;
  });
}

let nobodys: Promise<string> | undefined;

/** The id of the secret that proves the program, or undefined. An unknown program takes as long as a wrong secret. */
export async function provenSecret(deps: Pick<ExtensionsDeps, "db" | "clock">, given: { readonly client: string; readonly secret: string }): Promise<string | undefined> {
  const id = pattern.exec(given.secret)?.[1];
  const known = id === undefined ? undefined : await deps.db.asOperator("sign in an extension", (tx) => liveSecretHash(tx, { client: given.client, secret: id, now: deps.clock.now() }));
  nobodys ??= hashSecret(randomBytes(32).toString("base64url"));
  const fits = await verifySecret(known ?? await nobodys, given.secret);
  return known !== undefined && fits ? id : undefined;
}
