import { sql, type Tx } from "#platform/database";
import type { OfficeDetails } from "../office.ts";
import type { OnlineServiceFacts } from "../online-service.ts";
import type { Rolle } from "../responsibility.ts";
import type { TextByLang } from "../service-text.ts";

export type ImportedKind = "leistung" | "organisationseinheit" | "zustaendigkeit";

/** What a taken-over object became here. */
export interface Became {
  /** Leistung: the services whose texts it filled, and which sections. */
  readonly keys?: readonly string[];
  readonly sections?: Readonly<Record<string, readonly string[]>>;
  /** Organisationseinheit: its office, and whether the import made it. */
  readonly role?: string;
  readonly made?: boolean;
  /** Zuständigkeit: key of the object it belongs to, and the rows it made. */
  readonly parent?: string;
  readonly rows?: readonly { readonly leikaKey: string; readonly area: string; readonly office?: string; readonly url?: string }[];
}
export interface Imported { readonly agency: string; readonly kind: ImportedKind; readonly id: string; readonly became: Became; readonly hash: string }

export interface ResponsibilityRow { readonly leikaKey: string; readonly area: string; readonly office: string; readonly rolle: Rolle }
export interface OnlineRow { readonly tenant: string | null; readonly leikaKey: string; readonly area: string; readonly url: string; readonly facts: OnlineServiceFacts }

/** Everything of a town that a transfer may meet. */
export interface ImportState {
  readonly known: ReadonlySet<string>;
  readonly texts: ReadonlyMap<string, TextByLang>;
  readonly offices: ReadonlyMap<string, { readonly details: OfficeDetails; readonly position: number }>;
  readonly responsibilities: readonly ResponsibilityRow[];
  readonly online: readonly OnlineRow[];
  readonly imported: readonly Imported[];
}

/** `keys`: the services that the transfer names. */
export async function importState(tx: Tx, tenant: string, keys: readonly string[]): Promise<ImportState> {
  const services = await tx.rows<{ leika_key: string }>(sql`select leika_key from catalogue.service where leika_key = any(${keys}::text[])`);
  const texts = await tx.rows<{ leika_key: string; text: TextByLang }>(sql`select leika_key, jsonb_object_agg(lang, sections) as text from catalogue.local_text where tenant_id = ${tenant} group by leika_key`);
  const offices = await tx.rows<{ role: string; details: OfficeDetails; position: number }>(sql`select role, details, position from catalogue.office where tenant_id = ${tenant}`);
  const responsibilities = await tx.rows<ResponsibilityRow>(sql`select leika_key as "leikaKey", ars_prefix as area, office, rolle from catalogue.responsibility where tenant_id = ${tenant}`);
  const online = await tx.rows<OnlineRow>(sql`select tenant_id as tenant, leika_key as "leikaKey", ars_prefix as area, url, facts from catalogue.online_service where url is not null and (tenant_id = ${tenant} or leika_key = any(${keys}::text[]))`);
  const imported = await tx.rows<Imported>(sql`select agency, kind, object_id as id, became, hash from catalogue.imported where tenant_id = ${tenant}`);
  return {
    known: new Set(services.map(({ leika_key: key }) => key)), texts: new Map(texts.map((row) => [row.leika_key, row.text])), offices: new Map(offices.map(({ role, details, position }) => [role, { details, position }])),
    responsibilities, online, imported,
  };
}
