import { sql, type Tx } from "#platform/database";
import type { Service } from "./service.ts";
import { serviceText, type ServiceText } from "./service-text.ts";
import type { LifeSituation, Source, Vocabulary, Word } from "./thesaurus.ts";
import type { Lang } from "./service.ts";

export type NewService = Omit<Service, "changedAt">;

/** How many rows were new and how many said something else than before; the rest was the same already. */
export interface Written { readonly added: number; readonly changed: number }

/**
 * Adds or replaces services by key. Rows that say the same are left alone, so `changedAt` (the sitemap's lastmod) tells the truth.
 * With `keepWorded`, services worded for this portal stay as they are: a list brings facts, never worse words.
 */
export async function putServices(tx: Tx, services: readonly NewService[], now: Date, options: { readonly keepWorded?: boolean } = {}): Promise<Written> {
  const row = await tx.one<{ added: number; changed: number }>(sql`with written as (
    insert into catalogue.service as old (leika_key, slug, title_de, title_en, official_name, level, types, ozg_id, ozg_name, pv_lage, pv_lage_name, legal_basis, position, changed_at)
    select leika_key, slug, title_de, title_en, official_name, level, array(select jsonb_array_elements_text(types)), ozg_id, ozg_name, pv_lage, pv_lage_name, legal_basis, position, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(services.map((s) => ({
      leika_key: s.leikaKey, slug: s.slug, title_de: s.title.de, title_en: s.title.en ?? null, official_name: s.officialName, level: s.level ?? null, types: s.types, ozg_id: s.ozg?.id ?? null,
      ozg_name: s.ozg?.name ?? null, pv_lage: s.pvLage?.code ?? null, pv_lage_name: s.pvLage?.name ?? null, legal_basis: s.legalBasis, position: s.position ?? null,
    })))}::jsonb) as given (leika_key text, slug text, title_de text, title_en text, official_name text, level text, types jsonb, ozg_id text, ozg_name text, pv_lage text, pv_lage_name text, legal_basis jsonb, position int)
    on conflict (leika_key) do update set slug = excluded.slug, title_de = excluded.title_de, title_en = excluded.title_en, official_name = excluded.official_name, level = excluded.level,
      types = excluded.types, ozg_id = excluded.ozg_id, ozg_name = excluded.ozg_name, pv_lage = excluded.pv_lage, pv_lage_name = excluded.pv_lage_name, legal_basis = excluded.legal_basis,
      position = excluded.position, changed_at = excluded.changed_at
    where not (${options.keepWorded === true} and old.position is not null)
      and (old.slug, old.title_de, old.title_en, old.official_name, old.level, old.types, old.ozg_id, old.ozg_name, old.pv_lage, old.pv_lage_name, old.legal_basis, old.position)
        is distinct from (excluded.slug, excluded.title_de, excluded.title_en, excluded.official_name, excluded.level, excluded.types, excluded.ozg_id, excluded.ozg_name, excluded.pv_lage, excluded.pv_lage_name, excluded.legal_basis, excluded.position)
    returning (xmax = 0) as is_new)
    select count(*) filter (where is_new) as added, count(*) filter (where not is_new) as changed from written`);
  return row;
}

/** General texts; a section nobody knows is refused. */
export async function putTexts(tx: Tx, texts: readonly { readonly leikaKey: string; readonly lang: Lang; readonly text: ServiceText }[], now: Date): Promise<void> {
  const rows = texts.map(({ leikaKey, lang, text }) => ({ leika_key: leikaKey, lang, sections: serviceText.parse(text) }));
  await tx.run(sql`insert into catalogue.text as old (leika_key, lang, sections, changed_at)
    select leika_key, lang, sections, ${now}::timestamptz from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (leika_key text, lang text, sections jsonb)
    on conflict (leika_key, lang) do update set sections = excluded.sections, changed_at = excluded.changed_at where old.sections is distinct from excluded.sections`);
}

/** Replaces all words of the search. */
export async function putWords(tx: Tx, words: readonly Word[], vocabulary: Vocabulary): Promise<void> {
  await tx.run(sql`delete from catalogue.word`);
  await tx.run(sql`insert into catalogue.word (term, kind, leika_keys)
    select term, kind, array(select jsonb_array_elements_text(leika_keys)) from jsonb_to_recordset(${JSON.stringify(words.map((w) => ({ term: w.term, kind: w.kind, leika_keys: w.leikaKeys })))}::jsonb)
      as given (term text, kind text, leika_keys jsonb)`);
  await tx.run(sql`insert into catalogue.vocabulary (synonyms, compound_parts, linking_elements)
    values (${JSON.stringify(vocabulary.synonyms)}::jsonb, ${vocabulary.compoundParts}::text[], ${vocabulary.linkingElements}::text[])
    on conflict (only_one) do update set synonyms = excluded.synonyms, compound_parts = excluded.compound_parts, linking_elements = excluded.linking_elements`);
}

/** Replaces all life situations; their order is that of the list. */
export async function putLifeSituations(tx: Tx, situations: readonly LifeSituation[]): Promise<void> {
  await tx.run(sql`delete from catalogue.life_situation`);
  await tx.run(sql`insert into catalogue.life_situation (code, audience, slug, title, description, leika_keys, position)
    select code, audience, slug, title, description, array(select jsonb_array_elements_text(leika_keys)), position
    from jsonb_to_recordset(${JSON.stringify(situations.map((s, position) => ({ code: s.code, audience: s.audience, slug: s.slug, title: s.title, description: s.description, leika_keys: s.leikaKeys, position })))}::jsonb)
      as given (code text, audience text, slug text, title jsonb, description jsonb, leika_keys jsonb, position int)`);
}

export async function putSources(tx: Tx, sources: readonly Source[]): Promise<void> {
  await tx.run(sql`delete from catalogue.source`);
  await tx.run(sql`insert into catalogue.source (id, details, position)
    select id, details, position from jsonb_to_recordset(${JSON.stringify(sources.map((details, position) => ({ id: details.id, details, position })))}::jsonb) as given (id text, details jsonb, position int)`);
}
