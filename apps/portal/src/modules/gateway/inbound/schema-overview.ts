import { sql, type Database } from "#platform/database";
import { dialogueStandard } from "./dialogue.ts";
import type { InboundDeps } from "./inbound-deps.ts";

export interface SchemaOverview {
  readonly pinned: readonly {
    readonly uri: string; readonly language: "json-schema" | "xml-schema";
    /** SHA-256, hex: of an XML Schema over its text as it was pinned, of a JSON Schema over PostgreSQL's writing of it. */
    readonly sha256: string;
    readonly changedAt: Date; readonly services: readonly string[]; readonly messages: number;
  }[];
  /** Named by a service of the register and pinned nowhere: its data are read as they come. */
  readonly missing: readonly { readonly uri: string; readonly mimeType: string; readonly services: readonly string[] }[];
  /** In which messages came although nobody has pinned them; the latest first. */
  readonly unknown: readonly { readonly uri: string; readonly messages: number; readonly towns: number; readonly lastAt: Date }[];
}

const mostUnknown = 100;

/** What data are checked against, and what comes unchecked. */
export async function schemaOverview({ db, links }: { readonly db: Database; readonly links: Pick<InboundDeps["links"], "services"> }): Promise<SchemaOverview> {
  const services = links.services();
  const named = (uri: string): string[] => services.filter(({ schemas }) => schemas.some(({ schemaUri }) => schemaUri === uri)).map(({ title }) => title.de);
  return db.asOperator("schemas of services elsewhere", async (tx) => {
    const pinned = await tx.rows<{ uri: string; is_text: boolean; sha256: string; changed_at: Date; messages: number }>(sql`select s.uri, jsonb_typeof(s.definition) = 'string' as is_text, s.changed_at,
        encode(sha256(convert_to(case when jsonb_typeof(s.definition) = 'string' then s.definition #>> '{}' else s.definition::text end, 'UTF8')), 'hex') as sha256,
        (select count(*)::int from gateway.arrival a where a.schema_uri = s.uri) as messages from gateway.schema s order by s.uri`);
    const unknown = await tx.rows<{ uri: string; messages: number; towns: number; last_at: Date }>(sql`select a.schema_uri as uri, count(*)::int as messages, count(distinct a.tenant_id)::int as towns, max(a.listed_at) as last_at from gateway.arrival a
        where a.schema_uri is not null and not a.schema_known and a.schema_uri <> ${dialogueStandard} and not exists (select from gateway.schema s where s.uri = a.schema_uri) group by 1 order by 4 desc, 1 limit ${mostUnknown}`);
    const known = new Set(pinned.map(({ uri }) => uri));
    const offered = new Map(services.flatMap(({ schemas }) => schemas.map(({ schemaUri, mimeType }) => [schemaUri, mimeType] as const)));
    return {
      pinned: pinned.map((row) => ({ uri: row.uri, language: row.is_text ? "xml-schema" : "json-schema", sha256: row.sha256, changedAt: row.changed_at, services: named(row.uri), messages: row.messages })),
      missing: [...offered].filter(([uri]) => !known.has(uri)).map(([uri, mimeType]) => ({ uri, mimeType, services: named(uri) })),
      unknown: unknown.map((row) => ({ uri: row.uri, messages: row.messages, towns: row.towns, lastAt: row.last_at })),
    };
  });
}
