import { sql, type Tx } from "#platform/database";
import type { Fee } from "../catalogue-store.ts";
import type { Rolle } from "../responsibility.ts";
import type { TextByLang } from "../service-text.ts";

/** What a town has said of its own, all services at once. */
export interface TownContent {
  readonly texts: ReadonlyMap<string, { readonly text: TextByLang; readonly changedAt: Date }>;
  readonly facts: ReadonlyMap<string, { readonly fees: readonly Fee[]; readonly checked: boolean; readonly changedAt: Date }>;
  readonly responsibilities: readonly { readonly leikaKey: string; readonly area: string; readonly office: string; readonly rolle: Rolle }[];
}

export async function townContent(tx: Tx, tenant: string): Promise<TownContent> {
  const texts = await tx.rows<{ key: string; text: TextByLang; changed_at: Date }>(sql`select leika_key as key, jsonb_object_agg(lang, sections) as text, max(changed_at) as changed_at from catalogue.local_text where tenant_id = ${tenant} group by leika_key`);
  const facts = await tx.rows<{ key: string; fees: Fee[]; checked: boolean; changed_at: Date }>(sql`select leika_key as key, fees, checked_on is not null as checked, changed_at from catalogue.local_facts where tenant_id = ${tenant}`);
  const responsibilities = await tx.rows<TownContent["responsibilities"][number]>(sql`select leika_key as "leikaKey", ars_prefix as area, office, rolle from catalogue.responsibility where tenant_id = ${tenant} order by leika_key, ars_prefix, rolle, office`);
  return {
    texts: new Map(texts.map(({ key, text, changed_at: changedAt }) => [key, { text, changedAt }])), facts: new Map(facts.map(({ key, fees, checked, changed_at: changedAt }) => [key, { fees, checked, changedAt }])), responsibilities,
  };
}

/** Towns that have said anything, or once had. */
export async function townsWithContent(tx: Tx): Promise<ReadonlySet<string>> {
  const rows = await tx.rows<{ id: string }>(sql`select tenant_id as id from catalogue.office union select tenant_id from catalogue.local_text
    union select tenant_id from catalogue.local_facts where checked_on is not null union select tenant_id from catalogue.delivered`);
  return new Set(rows.map(({ id }) => id));
}

/** Notes what is delivered now and gives what was and is gone, the oldest first. What comes back is gone no more. */
export async function noteDelivered(tx: Tx, tenant: string, objects: readonly { readonly klasse: string; readonly id: string }[], now: Date): Promise<readonly { readonly klasse: string; readonly id: string }[]> {
  const given = JSON.stringify(objects);
  await tx.run(sql`insert into catalogue.delivered as old (tenant_id, klasse, object_id) select ${tenant}::uuid, klasse, id from jsonb_to_recordset(${given}::jsonb) as given (klasse text, id text)
    on conflict (tenant_id, klasse, object_id) do update set gone_at = null where old.gone_at is not null`);
  await tx.run(sql`update catalogue.delivered d set gone_at = ${now} where tenant_id = ${tenant} and gone_at is null
    and not exists (select from jsonb_to_recordset(${given}::jsonb) as given (klasse text, id text) where given.klasse = d.klasse and given.id = d.object_id)`);
  return tx.rows(sql`select klasse, object_id as id from catalogue.delivered where tenant_id = ${tenant} and gone_at is not null order by gone_at, klasse, object_id`);
}
