import { sql, type Tx } from "#platform/database";
import type { DevelopersDeps } from "./deps.ts";

export type AddedProgram =
  | { readonly ok: true; readonly client: string; readonly secret: string }
  | { readonly ok: false; readonly why: "client-taken" | "too-many-programs" }
  | { readonly ok: false; readonly why: "manifest-wrong"; readonly problems: readonly { readonly path: string; readonly message: string }[] };

const actor = { kind: "system", what: "developer self-service" } as const;

/** A program of one's own with its first secret, permitted in one's test towns with everything its manifest asks for. */
export async function addProgram(deps: DevelopersDeps, given: { readonly account: string; readonly manifest: unknown }): Promise<AddedProgram> {
  const id = idOf(given.manifest);
  if (id === undefined) return { ok: false, why: "manifest-wrong", problems: [{ path: "id", message: "three to 63 small letters, digits or hyphens, beginning with a letter" }] };
  const known = new Set((await deps.extensions.clients()).map((client) => client.id));
  const taken = await deps.db.asOperator("reserve the name of a developer's program", async (tx): Promise<"client-taken" | "too-many-programs" | undefined> => {
    await tx.run(sql`select pg_advisory_xact_lock(7300136)`);
    const { own } = await tx.one<{ own: number }>(sql`select count(*)::int as own from developers.program where account_id = ${given.account}`);
    if (own >= deps.limits.programs) return "too-many-programs";
    if (known.has(id)) return "client-taken";
    return await reserve(tx, { id, account: given.account, at: deps.clock.now() }) ? undefined : "client-taken";
  });
  if (taken) return { ok: false, why: taken };
  const registered = await deps.extensions.registerClient({ manifest: given.manifest, actor, unpublished: true });
  if (!registered.ok) {
    await deps.db.asOperator("free the name of a program that was not registered", (tx) => tx.run(sql`delete from developers.program where client_id = ${id} and account_id = ${given.account}`));
    return { ok: false, why: "manifest-wrong", problems: registered.problems };
  }
  const secret = await deps.extensions.addSecret({ client: id, actor });
  if (!secret.ok) throw new Error("a new program has no room for a secret");
  return { ok: true, client: id, secret: secret.secret };
}

async function reserve(tx: Tx, given: { readonly id: string; readonly account: string; readonly at: Date }): Promise<boolean> {
  return (await tx.run(sql`insert into developers.program (client_id, account_id, created_at) values (${given.id}, ${given.account}, ${given.at}) on conflict do nothing`)) === 1;
}

export function idOf(manifest: unknown): string | undefined {
  const id = typeof manifest === "object" && manifest !== null && "id" in manifest ? manifest.id : undefined;
  return typeof id === "string" && /^[a-z][a-z0-9-]{2,62}$/.test(id) ? id : undefined;
}
