import { newToken, readBearer, type Bearer } from "../apps/portal/src/modules/extensions/bearer.ts";
import { scopes } from "../apps/portal/src/modules/extensions/index.ts";
import { sql } from "../apps/portal/src/platform/database/index.ts";
import { newId } from "../apps/portal/src/platform/ids/index.ts";
import type { Stage } from "./stage.ts";

const actor = { kind: "system", what: "bench" } as const;
const granted = scopes.filter((scope) => scope !== "anmeldung.einfach");

/** Programs of the bench, `messung-0` to `messung-<n-1>`; known ones stay as they are. */
export async function registerPrograms({ house }: Stage, count: number): Promise<readonly string[]> {
  const clients = Array.from({ length: count }, (_, index) => `messung-${index}`);
  for (const id of clients) {
    const registered = await house.extensions.registerClient({ actor, manifest: {
      id, version: "1.0.0", name: { de: "Messung" }, summary: { de: "Nur zum Messen." }, publisher: { name: "Messung", email: "messung@beispiel.example" },
      scopes: granted.map((scope) => ({ scope, reason: { de: "Zum Messen." } })), events: [], keeps: { de: "Nichts." },
    } });
    if (!registered.ok) throw new Error(JSON.stringify(registered));
  }
  return clients;
}

/**
 * Permissions and tokens of so many programs in so many towns, a token for each pair. Straight into the tables: proving 20,000 secrets by Argon2
 * would take longer than everything that is measured.
 */
export async function openTokens({ house, asOwner }: Stage, clients: readonly string[], towns: readonly string[]): Promise<readonly { readonly token: string; readonly bearer: Bearer; readonly tenant: string }[]> {
  const made: { readonly token: string; readonly bearer: Bearer; readonly tenant: string }[] = [];
  const [now, end] = [new Date(), new Date(Date.now() + 3_600_000)];
  for (const tenant of towns) {
    const rows = clients.map((client) => ({ client, permission: newId(), ...newToken(tenant) }));
    await house.db.asOperator("permissions and tokens of the bench", async (tx) => {
      await tx.run(sql`insert into extensions.permission (id, tenant_id, client_id, scopes, given_at, given_by)
        select id, ${tenant}, client, ${granted as readonly string[]}::text[], ${now}, 'bench' from unnest(${rows.map(({ permission }) => permission)}::uuid[], ${rows.map(({ client }) => client)}::text[]) as given (id, client) on conflict do nothing`);
      await tx.run(sql`insert into extensions.token (hash, tenant_id, permission_id, secret_id, scopes, issued_at, expires_at)
        select t.hash, ${tenant}, p.id, 'bench', ${granted as readonly string[]}::text[], ${now}, ${end} from unnest(${rows.map(({ bearer }) => bearer.hash)}::bytea[], ${rows.map(({ client }) => client)}::text[]) as t (hash, client)
        join extensions.permission p on p.tenant_id = ${tenant} and p.client_id = t.client and p.revoked_at is null`);
    });
    for (const { token } of rows) { const bearer = readBearer(token); if (bearer) made.push({ token, bearer, tenant }); }
  }
  // As autovacuum would have it after a while.
  await asOwner("analyze extensions.permission, extensions.token");
  return made;
}
