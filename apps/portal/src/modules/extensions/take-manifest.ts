import { createHash } from "node:crypto";
import type { Actor } from "#modules/audit";
import { canonicalJson } from "#platform/json";
import { findClient, insertClient, lockClient, putClient } from "./client-store.ts";
import type { Client } from "./client.ts";
import type { ExtensionsDeps } from "./deps.ts";
import type { Manifest } from "./manifest.ts";
import { tellPlaces } from "./places/placed-pages.ts";
import { type ManifestProblem, readManifest } from "./manifest-problems.ts";

export type TakenManifest =
  | { readonly ok: true; readonly client: string; readonly what: "registered" | "replaced" | "unchanged" }
  | { readonly ok: false; readonly why: "problems"; readonly problems: readonly ManifestProblem[] }
  /** The program is known with another manifest: show the difference, and send again with `seen`. */
  | { readonly ok: false; readonly why: "differs"; readonly current: Client; readonly manifest: Manifest; readonly seen: string };

/** Says which manifest somebody has seen; the database keeps the keys of an object in an order of its own. */
export function manifestVersion(manifest: Manifest): string {
  return createHash("sha256").update(canonicalJson(manifest)).digest("base64url").slice(0, 22);
}

/**
 * Takes a manifest from the operator's hand. A new program is registered; a known one gets its new manifest only from somebody who has seen
 * what it replaces (`seen`, {@link manifestVersion}). What towns have permitted stays as it is: a right that is new is nobody's yet.
 */
export async function takeManifest(deps: Pick<ExtensionsDeps, "db" | "clock" | "audit" | "settings">, given: { readonly manifest: unknown; readonly seen?: string; readonly actor: Actor }): Promise<TakenManifest> {
  const read = readManifest(given.manifest, deps.settings.pages);
  if (!read.ok) return { ok: false, why: "problems", problems: read.problems };
  const { id } = read.manifest;
  const now = deps.clock.now();
  return deps.db.asOperator("take the manifest of an extension", async (tx): Promise<TakenManifest> => {
    const subject = { kind: "extension", id };
    if (await insertClient(tx, read.manifest, now)) {
      await deps.audit.record(tx, { actor: given.actor, action: "extension.register", subject });
      return { ok: true, client: id, what: "registered" };
    }
    await lockClient(tx, id);
    const current = await findClient(tx, id);
    if (!current) throw new Error("a known extension is not there");
    const version = manifestVersion(current.manifest);
    if (version === manifestVersion(read.manifest)) return { ok: true, client: id, what: "unchanged" };
    if (given.seen !== version) return { ok: false, why: "differs", current, manifest: read.manifest, seen: version };
    await putClient(tx, read.manifest, now);
    await tellPlaces(tx, id);
    await deps.audit.record(tx, { actor: given.actor, action: "extension.change-manifest", subject });
    return { ok: true, client: id, what: "replaced" };
  });
}
