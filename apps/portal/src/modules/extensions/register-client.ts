import type { Actor } from "#modules/audit";
import { allClients, clientsIn, findClient, putClient, setDisabled, setPublished } from "./client-store.ts";
import type { Client } from "./client.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { readManifest } from "./manifest-problems.ts";
import { manifest } from "./manifest.ts";
import { tellPlaces } from "./places/placed-pages.ts";

export type RegisteredClient =
  | { readonly ok: true; readonly client: Client }
  | { readonly ok: false; readonly problems: readonly { readonly path: string; readonly message: string }[] };

/** Makes a program known, or takes a new version of its manifest. It may do nothing until a town permits it. */
export async function registerClient(deps: Pick<ExtensionsDeps, "db" | "clock" | "audit" | "settings">, given: { readonly manifest: unknown; readonly actor: Actor; /** Seen by no town beside those it is given to, until somebody publishes it. */ readonly unpublished?: boolean }): Promise<RegisteredClient> {
  const read = manifest.safeParse(given.manifest);
  if (!read.success) return { ok: false, problems: read.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message })) };
  const sound = readManifest(given.manifest, deps.settings.pages);
  if (!sound.ok) return { ok: false, problems: sound.problems.map(({ path, text }) => ({ path, message: text })) };
  return deps.db.asOperator("register an extension", async (tx): Promise<RegisteredClient> => {
    const now = deps.clock.now();
    await putClient(tx, read.data, now, given.unpublished === true ? null : now);
    await tellPlaces(tx, read.data.id);
    await deps.audit.record(tx, { actor: given.actor, action: "extension.register", subject: { kind: "extension", id: read.data.id } });
    const client = await findClient(tx, read.data.id);
    if (!client) throw new Error("a registered extension is not there");
    return { ok: true, client };
  });
}

/** Stops a program in all towns at once, or lets it go on. */
export function disableClient(deps: Pick<ExtensionsDeps, "db" | "clock" | "audit">, given: { readonly client: string; readonly disabled: boolean; readonly actor: Actor }): Promise<boolean> {
  return deps.db.asOperator("disable or enable an extension", async (tx) => {
    const changed = await setDisabled(tx, given.client, given.disabled ? deps.clock.now() : null);
    if (changed) await tellPlaces(tx, given.client);
    if (changed) await deps.audit.record(tx, { actor: given.actor, action: given.disabled ? "extension.disable" : "extension.enable", subject: { kind: "extension", id: given.client } });
    return changed;
  });
}

/** Shows a program to every town, or to no further one: towns that permit it keep it. False where nothing changed. */
export function publishClient(deps: Pick<ExtensionsDeps, "db" | "clock" | "audit">, given: { readonly client: string; readonly published: boolean; readonly actor: Actor }): Promise<boolean> {
  return deps.db.asOperator("publish an extension or take it back", async (tx) => {
    const changed = await setPublished(tx, given.client, given.published ? deps.clock.now() : null);
    if (changed) await deps.audit.record(tx, { actor: given.actor, action: given.published ? "extension.publish" : "extension.withdraw", subject: { kind: "extension", id: given.client } });
    return changed;
  });
}

/** What a town may choose from: what is published, and what it was given already. */
export function listClientsIn(deps: Pick<ExtensionsDeps, "db">, tenant: string): Promise<Client[]> {
  return deps.db.inTenant(tenant, (tx) => clientsIn(tx, tenant));
}

/** Every program that is known here, for those who keep all of them. */
export function listClients(deps: Pick<ExtensionsDeps, "db">): Promise<Client[]> {
  return deps.db.published(allClients);
}
