import { createHash } from "node:crypto";
import type { Clock } from "#platform/clock";
import type { Tx } from "#platform/database";
import type { FormTest, ServicePackage } from "@kommunalportal/form-engine";
import { canonicalJson } from "#platform/json";
import { insertReleases } from "./release-store.ts";
import { insertVersion } from "./version-store.ts";

export type PublishOutcome =
  | { readonly ok: true; readonly published: "now" | "before" }
  /** This version stands already and says something else: applications were filled in with it, so it needs a new number. */
  | { readonly ok: false; readonly why: "version-already-published" };

/** Publishes a service package for all towns. Needs an operator's transaction (the database admits no other). The same package twice is no change. */
export async function publishService(tx: Tx, clock: Clock, given: ServicePackage & { readonly tests?: readonly FormTest[] }): Promise<PublishOutcome> {
  const outcome = await storeVersion(tx, clock, given, given.tests);
  if (outcome.ok) await insertReleases(tx, { slug: given.service.slug, version: given.definition.version, tenants: "all", validFrom: clock.now() });
  return outcome;
}

/** Keeps a version without offering it anywhere. */
export async function storeVersion(tx: Tx, clock: Clock, { service, definition }: Pick<ServicePackage, "service" | "definition">, tests: readonly FormTest[] = []): Promise<PublishOutcome> {
  const packageJson = canonicalJson({ service, form: definition, ...(tests.length === 0 ? {} : { tests }) });
  const sha256 = createHash("sha256").update(packageJson).digest();
  const stored = await insertVersion(tx, { slug: service.slug, version: definition.version, leika: service.leika, packageJson, sha256, at: clock.now() });
  if (stored.inserted) return { ok: true, published: "now" };
  return stored.sha256.equals(sha256) ? { ok: true, published: "before" } : { ok: false, why: "version-already-published" };
}
