import { sql, type Tx } from "#platform/database";
import type { Office, OfficeDetails } from "./office.ts";
import type { OnlineService, OnlineServiceFacts } from "./online-service.ts";
import type { Responsibility, Rolle } from "./responsibility.ts";
import type { Bilingual, Service, ServiceLevel } from "./service.ts";
import type { ServiceText, TextByLang } from "./service-text.ts";
import { emptyVocabulary, type LifeSituation, type Source, type Vocabulary, type Word } from "./thesaurus.ts";

interface ServiceRow {
  leika_key: string; slug: string; title_de: string; title_en: string | null; official_name: string; level: ServiceLevel | null; types: string[]; ozg_id: string | null; ozg_name: string | null;
  pv_lage: string | null; pv_lage_name: string | null; legal_basis: Service["legalBasis"]; position: number | null; changed_at: Date;
}

/** Worded services first, in their order; then the rest of the LeiKa by name. */
export async function allServices(tx: Tx): Promise<Service[]> {
  const rows = await tx.rows<ServiceRow>(sql`select * from catalogue.service order by position nulls last, title_de, leika_key`);
  return rows.map((row) => ({
    leikaKey: row.leika_key, slug: row.slug, title: { de: row.title_de, ...(row.title_en === null ? {} : { en: row.title_en }) }, officialName: row.official_name,
    level: row.level ?? undefined, types: row.types, ozg: row.ozg_id === null ? undefined : { id: row.ozg_id, name: row.ozg_name ?? "" },
    pvLage: row.pv_lage === null ? undefined : { code: row.pv_lage, name: row.pv_lage_name ?? "" }, legalBasis: row.legal_basis,
    position: row.position ?? undefined, changedAt: row.changed_at,
  }));
}

export async function allTexts(tx: Tx): Promise<Map<string, { readonly text: TextByLang; readonly changedAt: Date }>> {
  const rows = await tx.rows<{ leika_key: string; text: TextByLang; changed_at: Date }>(
    sql`select leika_key, jsonb_object_agg(lang, sections) as text, max(changed_at) as changed_at from catalogue.text group by leika_key`);
  return new Map(rows.map((row) => [row.leika_key, { text: row.text, changedAt: row.changed_at }]));
}

export async function allOffices(tx: Tx): Promise<Office[]> {
  const rows = await tx.rows<{ id: string; tenant_id: string; role: string; details: OfficeDetails; changed_at: Date }>(
    sql`select id, tenant_id, role, details, changed_at from catalogue.office order by tenant_id, position, role`);
  return rows.map((row) => ({ ...row.details, id: row.id, tenant: row.tenant_id, role: row.role, changedAt: row.changed_at }));
}

export async function allOnlineServices(tx: Tx): Promise<OnlineService[]> {
  const rows = await tx.rows<{ id: string; tenant_id: string | null; leika_key: string; ars_prefix: string; slug: string | null; url: string | null; facts: OnlineServiceFacts }>(
    sql`select id, tenant_id, leika_key, ars_prefix, slug, url, facts from catalogue.online_service order by leika_key, length(ars_prefix) desc, slug, url`);
  return rows.map((row) => ({ id: row.id, tenant: row.tenant_id ?? undefined, leikaKey: row.leika_key, arsPrefix: row.ars_prefix, slug: row.slug ?? undefined, url: row.url ?? undefined, facts: row.facts }));
}

export async function allWords(tx: Tx): Promise<Word[]> {
  const rows = await tx.rows<{ term: string; kind: Word["kind"]; leika_keys: string[] }>(sql`select term, kind, leika_keys from catalogue.word order by term`);
  return rows.map((row) => ({ term: row.term, kind: row.kind, leikaKeys: row.leika_keys }));
}

export async function theVocabulary(tx: Tx): Promise<Vocabulary> {
  const row = await tx.maybe<{ synonyms: string[][]; compound_parts: string[]; linking_elements: string[] }>(sql`select synonyms, compound_parts, linking_elements from catalogue.vocabulary`);
  return row ? { synonyms: row.synonyms, compoundParts: row.compound_parts, linkingElements: row.linking_elements } : emptyVocabulary;
}

export async function allLifeSituations(tx: Tx): Promise<LifeSituation[]> {
  const rows = await tx.rows<{ code: string; audience: LifeSituation["audience"]; slug: string; title: Bilingual; description: Bilingual; leika_keys: string[] }>(
    sql`select code, audience, slug, title, description, leika_keys from catalogue.life_situation order by audience desc, position`);
  return rows.map((row) => ({ code: row.code, audience: row.audience, slug: row.slug, title: row.title, description: row.description, leikaKeys: row.leika_keys }));
}

export async function allSources(tx: Tx): Promise<Source[]> {
  return (await tx.rows<{ details: Source }>(sql`select details from catalogue.source order by position`)).map(({ details }) => details);
}

/** Amounts of a town, integer cents. */
export interface Fee { readonly label: Bilingual; readonly cents: number; readonly per: "once" | "year" | "week" | "copy" | "page" | "item" }

/** What a town has to say about one service, and every row of responsibility that may apply there. */
export interface LocalRows {
  readonly responsibilities: readonly Responsibility[];
  readonly text: TextByLang;
  readonly fees: readonly Fee[];
  readonly checkedOn: string | undefined;
  readonly changedAt: Date | undefined;
}

/** One statement: six equality probes on (leika_key, ars_prefix) and the town's own rows. */
export async function localRows(tx: Tx, tenant: string, leikaKey: string, prefixes: readonly string[]): Promise<LocalRows> {
  const row = await tx.one<{
    responsibilities: { ars_prefix: string; tenant_id: string; office: string; rolle: Rolle }[] | null; text: Record<string, ServiceText> | null; fees: Fee[] | null; checked_on: string | null; changed_at: Date | null;
  }>(sql`select
      (select jsonb_agg(jsonb_build_object('ars_prefix', ars_prefix, 'tenant_id', tenant_id, 'office', office, 'rolle', rolle))
        from catalogue.responsibility where leika_key = ${leikaKey} and ars_prefix = any(${prefixes}::text[])) as responsibilities,
      (select jsonb_object_agg(lang, sections) from catalogue.local_text where tenant_id = ${tenant}::uuid and leika_key = ${leikaKey}) as text,
      facts.fees, facts.checked_on,
      greatest(facts.changed_at, (select max(changed_at) from catalogue.local_text where tenant_id = ${tenant}::uuid and leika_key = ${leikaKey})) as changed_at
    from (select 1) as always left join catalogue.local_facts as facts on facts.tenant_id = ${tenant}::uuid and facts.leika_key = ${leikaKey}`);
  return {
    responsibilities: (row.responsibilities ?? []).map((one) => ({ leikaKey, arsPrefix: one.ars_prefix, tenant: one.tenant_id, office: one.office, rolle: one.rolle })),
    text: row.text ?? {}, fees: row.fees ?? [], checkedOn: row.checked_on ?? undefined, changedAt: row.changed_at ?? undefined,
  };
}

/** The services an office does anywhere, for its page. */
export async function servicesOfOffice(tx: Tx, tenant: string, role: string): Promise<string[]> {
  const rows = await tx.rows<{ leika_key: string }>(sql`select distinct leika_key from catalogue.responsibility where tenant_id = ${tenant} and office = ${role}`);
  return rows.map((row) => row.leika_key);
}

/** Services whose general text a town has read and stands by. */
export async function checkedKeys(tx: Tx, tenant: string): Promise<string[]> {
  const rows = await tx.rows<{ leika_key: string }>(sql`select leika_key from catalogue.local_facts where tenant_id = ${tenant} and checked_on is not null`);
  return rows.map((row) => row.leika_key);
}
