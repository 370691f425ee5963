import type { Tx } from "#platform/database";
import { storeVersion } from "../publish-service.ts";
import { endReleases, insertReleases } from "../release-store.ts";
import { contentOf, ownVersionNumber } from "./adapt-copy.ts";
import { lockCopy } from "./copy-store.ts";
import type { AtCopy, WorkshopDeps } from "./edit-copy.ts";
import { checkPublication, isPublishable, type PublicationCheck, openPoints } from "./publication-check.ts";
import { storeState } from "./review-copy.ts";
import type { WorkingCopy } from "./working-copy.ts";

export interface Publication {
  /** Every town, those to come included; or these. */
  readonly tenants: "all" | readonly string[];
  /** From when new applications begin with it; what is running stays with its version. */
  readonly validFrom: Date;
  /** The person has seen the lists: questions without a reason, missing texts, undecided rules. */
  readonly acknowledged: boolean;
}

export type CopyPublication =
  | { readonly ok: true; readonly copy: WorkingCopy; /** Under which it stands now. */ readonly version: string; readonly check: PublicationCheck }
  | { readonly ok: false; readonly why: "not-found" | "changed-meanwhile" | "not-released" | "version-already-published" | "not-allowed" }
  | { readonly ok: false; readonly why: "not-publishable" | "not-acknowledged"; readonly check: PublicationCheck };

export interface PublishPorts extends WorkshopDeps {
  readonly decided: (tx: Tx, copy: WorkingCopy) => Promise<ReadonlySet<string>>;
  /** Writes into the audit in the same transaction. */
  readonly record: (tx: Tx, entry: { readonly tenant: string; readonly staff: string; readonly action: "form.publish"; readonly copy: WorkingCopy; readonly version: string }) => Promise<void>;
}

/**
 * A released copy becomes a version for ever and is offered where the person says, all in one transaction. A form published before by another
 * town or by the installation is only published for all by who may do that; `mayAll` says so, `towns` in which the person may act at all.
 */
export function publishCopy(ports: PublishPorts, { tenant, copy: id, by, seen }: AtCopy, wish: Publication, rights: { readonly mayAll: boolean; readonly towns: readonly string[] }): Promise<CopyPublication> {
  return ports.db.asOperator("publish a form", async (tx): Promise<CopyPublication> => {
    const copy = await lockCopy(tx, id);
    if (copy?.tenant !== tenant) return { ok: false, why: "not-found" };
    if (!rights.mayAll && (wish.tenants === "all" || wish.tenants.some((town) => !rights.towns.includes(town)))) return { ok: false, why: "not-allowed" };
    if (copy.revision !== seen) return { ok: false, why: "changed-meanwhile" };
    // Once published, it may be offered in further towns without a new review: it is the same version.
    if (copy.state !== "released" && (copy.state !== "published" || copy.adapts !== undefined)) return { ok: false, why: "not-released" };
    // An adaptation is its town's alone.
    if (copy.adapts !== undefined && (wish.tenants === "all" || wish.tenants.some((town) => town !== tenant))) return { ok: false, why: "not-allowed" };
    const check = checkPublication(copy.content, await ports.decided(tx, copy), copy.adapts === undefined ? undefined : await contentOf(tx, copy.slug, copy.adapts));
    if (!isPublishable(check) || check.package === undefined) return { ok: false, why: "not-publishable", check };
    if (!wish.acknowledged && openPoints(check) > 0) return { ok: false, why: "not-acknowledged", check };
    const { slug } = copy;
    const version = copy.adapts === undefined ? copy.content.form.version : await ownVersionNumber(tx, slug, copy.adapts);
    const { service, definition } = check.package;
    const stored = await storeVersion(tx, ports.clock, { service, definition: { ...definition, version } }, copy.content.tests);
    if (!stored.ok) return stored;
    await insertReleases(tx, { slug, version, tenants: wish.tenants, validFrom: wish.validFrom, by: by.id, ...(copy.adapts === undefined ? {} : { adapts: copy.adapts }) });
    await ports.record(tx, { tenant, staff: by.id, action: "form.publish", copy, version });
    return { ok: true, check, version, copy: copy.state === "published" ? copy : await storeState(tx, { ...copy, state: "published", editors: [], changedAt: ports.clock.now() }, `Version ${version} veröffentlicht`, by) };
  });
}

/** Takes a version back: what was offered before is offered again, or nothing. Running drafts and applications keep it. */
export function withdrawVersion({ db, clock }: WorkshopDeps, given: { readonly slug: string; readonly version: string; readonly tenants: "all" | readonly string[] }): Promise<number> {
  return db.asOperator("withdraw a version of a form", (tx) => endReleases(tx, { ...given, at: clock.now() }));
}
