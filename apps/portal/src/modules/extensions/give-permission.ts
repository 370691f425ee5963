import type { Actor } from "#modules/audit";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { findClient, isOfferedIn } from "./client-store.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { findInstalled, noteAgreement, type Installed } from "./installs/installed.ts";
import { admission, noteUntried } from "./installs/trial.ts";
import type { Permission } from "./permission.ts";
import { endPermission, insertPermission, permissionInForce } from "./permission-store.ts";
import { placedOf, placePages } from "./places/placed-pages.ts";
import type { Scope } from "./scopes.ts";
import { cancelBeyond, removeWebhooksOf } from "./webhook-store.ts";

export interface GivePermission {
  readonly tenant: string;
  readonly client: string;
  readonly scopes: readonly Scope[];
  /** Undefined: every online service of the town, now and later. */
  readonly services?: readonly string[];
  /** Undefined: whole applications. */
  readonly offices?: readonly string[];
  /** Ids of pages of the manifest that the town lets appear; undefined: none. */
  readonly pages?: readonly string[];
  /** Only what was agreed to before goes on; without it, whoever gives this has read the manifest of today. */
  readonly agreed?: Pick<Installed, "version" | "scopes" | "attributes">;
  /** Why a productive town permits a version that has not run in a test town; kept for ever. 10 to 500 characters. */
  readonly untried?: string;
  /** A person of the town or the operator; the surface has checked who it is. */
  readonly actor: Extract<Actor, { kind: "staff" | "system" }>;
}

export type GivenPermission =
  | { readonly ok: true; readonly permission: Permission }
  | { readonly ok: false; readonly why: "client-unknown" | "nothing-chosen" }
  | { readonly ok: false; readonly why: "pages-unknown" }
  /** This version has not run in a test town of this installation. */
  | { readonly ok: false; readonly why: "test-town-first"; readonly version: string }
  /** The manifest gives no reason for these. */
  | { readonly ok: false; readonly why: "scopes-not-asked-for"; readonly scopes: readonly Scope[] };

/** Gives a program its permission in a town, in place of an earlier one: what the earlier one allowed more ends at once, with its tokens. */
export async function givePermission(deps: ExtensionsDeps, given: GivePermission): Promise<GivenPermission> {
  return deps.db.inTenant(given.tenant, async (tx): Promise<GivenPermission> => {
    const client = await findClient(tx, given.client);
    if (!client || client.disabledAt) return { ok: false, why: "client-unknown" };
    // A person chooses from what their town is shown; what is not published looks as if it were not there.
    if (given.actor.kind === "staff" && !(await isOfferedIn(tx, given))) return { ok: false, why: "client-unknown" };
    const scopes = [...new Set(given.scopes)];
    if (scopes.length === 0 || given.services?.length === 0 || given.offices?.length === 0) return { ok: false, why: "nothing-chosen" };
    const asked = new Set(client.manifest.scopes.map(({ scope }) => scope));
    const beyond = scopes.filter((scope) => !asked.has(scope));
    if (beyond.length > 0) return { ok: false, why: "scopes-not-asked-for", scopes: beyond };
    const pages = given.pages ?? [];
    if (pages.some((page) => !client.manifest.pages.some(({ id }) => id === page))) return { ok: false, why: "pages-unknown" };
    const at = deps.clock.now();
    const by = given.actor.kind === "staff" ? given.actor.id : given.actor.what;
    // Two people at the same time: one after the other, the later word counts.
    await tx.run(sql`select pg_advisory_xact_lock(7300130, hashtext(${`${given.tenant} ${client.id}`}))`);
    const here = { tenant: given.tenant, client: client.id };
    const admitted = await admission(tx, deps, given, { manifest: client.manifest, installed: await findInstalled(tx, here), before: await permissionInForce(tx, here), placed: await placedOf(tx, here) });
    if (admitted.kind === "refused") return { ok: false, why: "test-town-first", version: client.manifest.version };
    if (admitted.kind === "untried") await noteUntried(tx, deps, { ...here, version: client.manifest.version, reason: admitted.reason, actor: given.actor, at });
    const agreed = admitted.kind === "reduced" ? admitted.agreed : given.agreed;
    await endPermission(tx, { ...here, by, at });
    const permission: Permission = { id: newId(at.getTime()), tenant: given.tenant, client: client.id, scopes, services: given.services, offices: given.offices, givenAt: at, givenBy: by, revokedAt: undefined };
    await insertPermission(tx, permission);
    await placePages(tx, { tenant: given.tenant, client: client.id, pages });
    if (scopes.includes("ereignisse.empfangen")) await cancelBeyond(tx, { ...permission, at });
    else await removeWebhooksOf(tx, { tenant: given.tenant, client: client.id, at });
    await noteAgreement(tx, { tenant: given.tenant, client: client.id, manifest: client.manifest, ...(agreed ? { agreed } : {}), at });
    if (!scopes.includes("personen.uebernehmen")) await deps.handover.endConsentsOf(tx, { tenant: given.tenant, client: client.id });
    await deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "permission.give", subject: { kind: "extension", id: client.id } });
    return { ok: true, permission: await permissionInForce(tx, { tenant: given.tenant, client: client.id }) ?? permission };
  });
}
