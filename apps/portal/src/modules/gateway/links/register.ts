import { createHash } from "node:crypto";
import type { Actor, AuditEntry } from "#modules/audit";
import { canonicalJson } from "#platform/json";
import type { Tenant } from "#modules/tenants";
import { legalDate, type Clock } from "#platform/clock";
import type { Database, Tx } from "#platform/database";
import { type Connection, type ConnectionFacts, connectionFacts, type ContractState, contractState, type Framework, frameworkFacts } from "./connection.ts";
import type { EfaService } from "./efa-service.ts";
import { connection, connectionsOf, frameworkOf, lockRegister, putConnection, putFramework } from "./link-store.ts";
import { placeholdersIn } from "./entry-link.ts";

export interface RegisterDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly audit: { record(tx: Tx, entry: AuditEntry): Promise<void> };
  readonly services: () => readonly EfaService[];
}

/** One line of a town's register. */
export interface RegisterEntry {
  readonly service: EfaService;
  readonly connection: Connection | undefined;
  readonly contract: ContractState;
  /** What the service has to know of the town and nobody has entered. */
  readonly missing: readonly "oe"[];
}
export interface TownRegister { readonly framework: Framework | undefined; readonly entries: readonly RegisterEntry[] }

export type RegisterOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: "not-found" | "changed-meanwhile" }
  /** `path` is the name of a fact. */
  | { readonly ok: false; readonly why: "not-valid"; readonly problems: readonly { readonly path: string; readonly message: string }[] };

/** Of facts as they are stored; of nothing, too. Whoever saves shows which state was seen. */
export function factsVersion(facts: ConnectionFacts | Framework | undefined): string {
  return createHash("sha256").update(canonicalJson(facts === undefined ? null : withoutRow(facts))).digest("base64url").slice(0, 22);
}

function withoutRow(facts: object): object {
  const { tenant: _tenant, service: _service, changedAt: _changedAt, ...rest } = facts as Record<string, unknown>;
  return rest;
}

/** The services offered at a town, and how it takes part. */
export function offeredTo(services: readonly EfaService[], town: Pick<Tenant, "ars">): readonly EfaService[] {
  return services.filter(({ areas }) => areas.some((area) => town.ars.startsWith(area) || area.startsWith(town.ars.replace(/0+$/, ""))));
}

export function townRegister(deps: RegisterDeps, town: Pick<Tenant, "id" | "ars">): Promise<TownRegister> {
  const today = legalDate(deps.clock.now());
  return deps.db.inTenant(town.id, async (tx) => {
    const framework = await frameworkOf(tx, town.id);
    const connections = new Map((await connectionsOf(tx, town.id)).map((one) => [one.service, one]));
    return {
      framework,
      entries: offeredTo(deps.services(), town).map((service) => {
        const one = connections.get(service.id);
        const missing = placeholdersIn(one?.entry ?? service.entry).includes("oe") && one?.oe === undefined ? ["oe" as const] : [];
        return { service, connection: one, contract: contractState(service, framework, one, today), missing };
      }),
    };
  });
}

export interface ConnectionChange { readonly tenant: string; readonly service: string; readonly actor: Actor; readonly facts: unknown; readonly seen: string }

/** A town's entry for one service; whoever has seen an older state stores nothing. */
export async function changeConnection(deps: RegisterDeps, change: ConnectionChange): Promise<RegisterOutcome> {
  const checked = connectionFacts.safeParse(change.facts);
  if (!checked.success) return { ok: false, why: "not-valid", problems: checked.error.issues.map(({ path, message }) => ({ path: String(path[0] ?? ""), message })) };
  const facts = checked.data;
  if (facts.from !== undefined && facts.until !== undefined && facts.until <= facts.from) return { ok: false, why: "not-valid", problems: [{ path: "until", message: "Das Ende muss nach dem Beginn liegen." }] };
  if (!deps.services().some(({ id }) => id === change.service)) return { ok: false, why: "not-found" };
  return deps.db.inTenant(change.tenant, async (tx) => {
    await lockRegister(tx, change.tenant);
    if (factsVersion(await connection(tx, change.tenant, change.service)) !== change.seen) return { ok: false, why: "changed-meanwhile" };
    await storeConnection(tx, deps, change, facts);
    return { ok: true };
  });
}

/** In the caller's transaction, after its checks. */
export async function storeConnection(tx: Tx, deps: Pick<RegisterDeps, "clock" | "audit">, { tenant, service, actor }: Pick<ConnectionChange, "tenant" | "service" | "actor">, facts: ConnectionFacts): Promise<void> {
  await putConnection(tx, tenant, service, facts, deps.clock.now());
  await deps.audit.record(tx, { tenant, actor, action: "gateway.connect", subject: { kind: "efa-service", id: service } });
}

/** The framework agreement; undefined clears it. */
export async function changeFramework(deps: RegisterDeps, change: { readonly tenant: string; readonly actor: Actor; readonly facts: unknown; readonly seen: string }): Promise<RegisterOutcome> {
  const checked = frameworkFacts.optional().safeParse(change.facts);
  if (!checked.success) return { ok: false, why: "not-valid", problems: checked.error.issues.map(({ path, message }) => ({ path: String(path[0] ?? ""), message })) };
  const facts = checked.data;
  if (facts?.until !== undefined && facts.until <= facts.signedOn) return { ok: false, why: "not-valid", problems: [{ path: "until", message: "Das Ende muss nach der Unterzeichnung liegen." }] };
  return deps.db.inTenant(change.tenant, async (tx) => {
    await lockRegister(tx, change.tenant);
    if (factsVersion(await frameworkOf(tx, change.tenant)) !== change.seen) return { ok: false, why: "changed-meanwhile" };
    await putFramework(tx, change.tenant, facts, deps.clock.now());
    await deps.audit.record(tx, { tenant: change.tenant, actor: change.actor, action: "gateway.framework", subject: { kind: "tenant", id: change.tenant } });
    return { ok: true };
  });
}
