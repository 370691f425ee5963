import { sql, type Sql, type Tx } from "#platform/database";
import type { Client, ClientSecret } from "./client.ts";
import { manifest, type Manifest } from "./manifest.ts";

interface ClientRow { readonly id: string; readonly manifest: unknown; readonly registered_at: Date; readonly disabled_at: Date | null; readonly published_at: Date | null }

function clientOf(row: ClientRow): Client {
  return { id: row.id, manifest: manifest.parse(row.manifest), registeredAt: row.registered_at, disabledAt: row.disabled_at ?? undefined, publishedAt: row.published_at ?? undefined };
}

export async function findClient(tx: Tx, id: string): Promise<Client | undefined> {
  const row = await tx.maybe<ClientRow>(sql`select id, manifest, registered_at, disabled_at, published_at from extensions.client where id = ${id}`);
  return row && clientOf(row);
}

export async function allClients(tx: Tx): Promise<Client[]> {
  return (await tx.rows<ClientRow>(sql`select id, manifest, registered_at, disabled_at, published_at from extensions.client order by id`)).map(clientOf);
}

/** What a town may choose from: published programs, and those that it was given already, whatever became of that. */
export async function clientsIn(tx: Tx, tenant: string): Promise<Client[]> {
  return (await tx.rows<ClientRow>(sql`select id, manifest, registered_at, disabled_at, published_at from extensions.client c
    where c.published_at is not null or ${isGiven(tenant)} order by id`)).map(clientOf);
}

/** Whether a town may decide about a program at all; the same rule as in {@link clientsIn}. */
export async function isOfferedIn(tx: Tx, given: { readonly tenant: string; readonly client: string }): Promise<boolean> {
  return (await tx.maybe(sql`select from extensions.client c where c.id = ${given.client} and (c.published_at is not null or ${isGiven(given.tenant)})`)) !== undefined;
}

const isGiven = (tenant: string): Sql => sql`exists (select from extensions.permission p where p.tenant_id = ${tenant} and p.client_id = c.id)`;

/** Registers a program or takes its new manifest; whether it is published stays as it is. */
export async function putClient(tx: Tx, given: Manifest, at: Date, publishedAt: Date | null = at): Promise<void> {
  await tx.run(sql`insert into extensions.client (id, manifest, registered_at, published_at) values (${given.id}, ${JSON.stringify(given)}, ${at}, ${publishedAt})
    on conflict (id) do update set manifest = excluded.manifest`);
}

/** False where the program is known already. */
export async function insertClient(tx: Tx, given: Manifest, at: Date): Promise<boolean> {
  return (await tx.run(sql`insert into extensions.client (id, manifest, registered_at, published_at) values (${given.id}, ${JSON.stringify(given)}, ${at}, ${at}) on conflict (id) do nothing`)) === 1;
}

/** Nobody else changes the program or its secrets until the transaction ends; false where it is unknown. */
export async function lockClient(tx: Tx, id: string): Promise<boolean> {
  return (await tx.maybe(sql`select from extensions.client where id = ${id} for update`)) !== undefined;
}

export interface ClientOverview { readonly client: string; readonly secrets: number; readonly keys: number; readonly towns: number }

/** Of every program: secrets and keys in force, and the towns that permit it something. */
export async function overviewOfClients(tx: Tx, now: Date): Promise<ClientOverview[]> {
  return tx.rows<ClientOverview>(sql`select c.id as client,
      (select count(*)::int from extensions.secret s where s.client_id = c.id and s.revoked_at is null and (s.expires_at is null or s.expires_at > ${now})) as secrets,
      (select count(*)::int from extensions.client_key k where k.client_id = c.id and k.revoked_at is null and (k.expires_at is null or k.expires_at > ${now})) as keys,
      (select count(*)::int from extensions.permission p where p.client_id = c.id and p.revoked_at is null) as towns
    from extensions.client c order by c.id`);
}

export async function setDisabled(tx: Tx, id: string, at: Date | null): Promise<boolean> {
  return (await tx.run(sql`update extensions.client set disabled_at = ${at} where id = ${id}`)) === 1;
}

/** False where nothing changed. */
export async function setPublished(tx: Tx, id: string, at: Date | null): Promise<boolean> {
  return (await tx.run(sql`update extensions.client set published_at = ${at} where id = ${id} and (published_at is null) <> (${at}::timestamptz is null)`)) === 1;
}

export async function insertSecret(tx: Tx, secret: { readonly id: string; readonly client: string; readonly hash: string; readonly at: Date; readonly expiresAt?: Date }): Promise<void> {
  await tx.run(sql`insert into extensions.secret (id, client_id, hash, created_at, expires_at) values (${secret.id}, ${secret.client}, ${secret.hash}, ${secret.at}, ${secret.expiresAt ?? null})`);
}

export async function secretsOf(tx: Tx, client: string): Promise<ClientSecret[]> {
  const rows = await tx.rows<{ id: string; created_at: Date; expires_at: Date | null; revoked_at: Date | null }>(sql`
    select id, created_at, expires_at, revoked_at from extensions.secret where client_id = ${client} order by created_at, id`);
  return rows.map((row) => ({ id: row.id, createdAt: row.created_at, expiresAt: row.expires_at ?? undefined, revokedAt: row.revoked_at ?? undefined }));
}

/** The hash of a secret that is in force, of a program that is not disabled. */
export async function liveSecretHash(tx: Tx, given: { readonly client: string; readonly secret: string; readonly now: Date }): Promise<string | undefined> {
  return (await tx.maybe<{ hash: string }>(sql`select s.hash from extensions.secret s join extensions.client c on c.id = s.client_id
    where s.id = ${given.secret} and s.client_id = ${given.client} and c.disabled_at is null and s.revoked_at is null and (s.expires_at is null or s.expires_at > ${given.now})`))?.hash;
}

/** The secret and every token that was bought with it end together. */
export async function revokeSecretRow(tx: Tx, given: { readonly client: string; readonly secret: string; readonly at: Date }): Promise<boolean> {
  const changed = await tx.run(sql`update extensions.secret set revoked_at = ${given.at} where id = ${given.secret} and client_id = ${given.client} and revoked_at is null`);
  if (changed === 1) await tx.run(sql`delete from extensions.token where secret_id = ${given.secret}`);
  return changed === 1;
}

/** Whose secret an id belongs to, whether it is in force or not: that is asked with its value. */
export async function clientOfSecret(tx: Tx, id: string): Promise<string | undefined> {
  return (await tx.maybe<{ client_id: string }>(sql`select client_id from extensions.secret where id = ${id}`))?.client_id;
}
