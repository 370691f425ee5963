import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { sql, type Tx } from "#platform/database";
import type { Stammdatenschema } from "@kommunalportal/xdatenfelder";
import type { SchemaVersion } from "../rule-decision-store.ts";

/** A schema in a list. */
export interface SchemaHead extends SchemaVersion { readonly title: string; readonly status: string; readonly readAt: Date }

/** The version of a schema that has no number yet: its file may be replaced. */
export const workingCopy = "Arbeitskopie";

/** Bytes of XML that a schema may have, packed or not. */
export const largestSchema = 32 * 1024 * 1024;

export function versionOf({ identifikation: { id, version } }: Stammdatenschema): SchemaVersion {
  return { id, version: version ?? workingCopy };
}

/** Packed outside the transaction: megabytes of XML take a while. */
export async function packSchema(schema: Stammdatenschema, xml: string | Uint8Array): Promise<PackedSchema> {
  const bytes = Buffer.from(xml);
  return { ...versionOf(schema), title: schema.bezeichnung.slice(0, 1000), status: schema.freigabestatus, file: await promisify(gzip)(bytes), sha256: createHash("sha256").update(bytes).digest() };
}

export interface PackedSchema extends SchemaVersion { readonly title: string; readonly status: string; readonly file: Buffer; readonly sha256: Buffer }

/** Keeps a schema. `differs`: this version stands there already with other content; what stands there stays. Needs an operator's transaction. */
export async function storeSchema(tx: Tx, { id, version, title, status, file, sha256 }: PackedSchema, at: Date): Promise<"stored" | "known" | "differs"> {
  const stored = await tx.run(sql`insert into forms.schema (id, version, title, status, file, sha256, read_at) values (${id}, ${version}, ${title}, ${status}, ${file}, ${sha256}, ${at})
    on conflict (id, version) do update set title = excluded.title, status = excluded.status, file = excluded.file, sha256 = excluded.sha256, read_at = excluded.read_at
    where forms.schema.version = ${workingCopy} and forms.schema.sha256 <> excluded.sha256`);
  if (stored === 1) return "stored";
  const known = await tx.one<{ sha256: Buffer }>(sql`select sha256 from forms.schema where id = ${id} and version = ${version}`);
  return known.sha256.equals(sha256) ? "known" : "differs";
}

/** The newest first. Needs an operator's transaction. */
export async function storedSchemas(tx: Tx): Promise<readonly SchemaHead[]> {
  const rows = await tx.rows<{ id: string; version: string; title: string; status: string; read_at: Date }>(sql`select id, version, title, status, read_at from forms.schema order by read_at desc, id limit 500`);
  return rows.map(({ read_at, ...head }) => ({ ...head, readAt: read_at }));
}

/** The XML of a stored schema. Needs an operator's transaction. */
export async function findSchema(tx: Tx, { id, version }: SchemaVersion): Promise<Buffer | undefined> {
  const row = await tx.maybe<{ file: Buffer }>(sql`select file from forms.schema where id = ${id} and version = ${version}`);
  return row && promisify(gunzip)(row.file, { maxOutputLength: largestSchema });
}
