import { arsPrefix, covers } from "@kommunalportal/regional-keys";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { Fee } from "./catalogue-store.ts";
import { officeDetails, type OfficeDetails } from "./office.ts";
import { onlineServiceFacts, type OnlineServiceFacts } from "./online-service.ts";
import type { Rolle } from "./responsibility.ts";
import type { Lang } from "./service.ts";
import { serviceText, type ServiceText } from "./service-text.ts";

/** The town whose rows are written: the triggers of the tables let only it and the operator through. */
export interface Owner { readonly id: string; readonly ars: string }

/** `position`: its place among the town's offices; by default that in the list given. */
export interface NewOffice { readonly role: string; readonly details: OfficeDetails; readonly position?: number }
export interface NewResponsibility { readonly leikaKey: string; readonly arsPrefix: string; readonly office: string; readonly rolle: Rolle }
export interface NewOnlineService { readonly leikaKey: string; readonly arsPrefix: string; readonly slug?: string; readonly url?: string; readonly facts: OnlineServiceFacts }

/** Adds or replaces offices by role; their order is that of the list. */
export async function putOffices(tx: Tx, owner: Owner, offices: readonly NewOffice[], now: Date): Promise<void> {
  const rows = offices.map(({ role, details, position }, index) => ({ id: newId(), role, details: officeDetails.parse(details), position: position ?? index }));
  await tx.run(sql`insert into catalogue.office as old (tenant_id, role, id, details, position, changed_at)
    select ${owner.id}::uuid, role, id, details, position, ${now}::timestamptz from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (id uuid, role text, details jsonb, position int)
    on conflict (tenant_id, role) do update set details = excluded.details, position = excluded.position, changed_at = excluded.changed_at
      where (old.details, old.position) is distinct from (excluded.details, excluded.position)`);
}

/**
 * Adds responsibilities of a town's offices. A town answers for its own area only; wider areas are the operator's.
 * @throws RangeError when an area lies outside the town
 */
export async function putResponsibilities(tx: Tx, owner: Owner, given: readonly NewResponsibility[]): Promise<void> {
  const rows = given.map((one) => ({ leika_key: one.leikaKey, ars_prefix: areaOf(tx, owner, one.arsPrefix), office: one.office, rolle: one.rolle }));
  await tx.run(sql`insert into catalogue.responsibility as old (leika_key, ars_prefix, tenant_id, office, rolle)
    select leika_key, ars_prefix, ${owner.id}::uuid, office, rolle from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (leika_key text, ars_prefix text, office text, rolle text)
    on conflict (leika_key, ars_prefix, tenant_id, office) do update set rolle = excluded.rolle where old.rolle is distinct from excluded.rolle`);
}

/** Adds or replaces online services of a town, by service, area and address. @throws RangeError as {@link putResponsibilities} */
export async function putOnlineServices(tx: Tx, owner: Owner, given: readonly NewOnlineService[], now: Date): Promise<void> {
  const rows = given.map((one) => ({ id: newId(), leika_key: one.leikaKey, ars_prefix: areaOf(tx, owner, one.arsPrefix), slug: one.slug ?? null, url: one.url ?? null, facts: onlineServiceFacts.parse(one.facts) }));
  await tx.run(sql`insert into catalogue.online_service as old (id, tenant_id, leika_key, ars_prefix, slug, url, facts, changed_at)
    select id, ${owner.id}::uuid, leika_key, ars_prefix, slug, url, facts, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (id uuid, leika_key text, ars_prefix text, slug text, url text, facts jsonb)
    on conflict (leika_key, ars_prefix, slug, url) do update set facts = excluded.facts, changed_at = excluded.changed_at where old.facts is distinct from excluded.facts`);
}

/** What the town says instead of the general text, in one language; sections left out fall back to it. */
export async function putLocalText(tx: Tx, owner: Owner, leikaKey: string, lang: Lang, text: ServiceText, now: Date): Promise<void> {
  await tx.run(sql`insert into catalogue.local_text as old (tenant_id, leika_key, lang, sections, changed_at)
    values (${owner.id}, ${leikaKey}, ${lang}, ${JSON.stringify(serviceText.parse(text))}::jsonb, ${now})
    on conflict (tenant_id, leika_key, lang) do update set sections = excluded.sections, changed_at = excluded.changed_at where old.sections is distinct from excluded.sections`);
}

/** The general text says everything again. */
export async function dropLocalText(tx: Tx, owner: Owner, leikaKey: string, lang: Lang): Promise<void> {
  await tx.run(sql`delete from catalogue.local_text where tenant_id = ${owner.id} and leika_key = ${leikaKey} and lang = ${lang}`);
}

/** A town's amounts, and the day it read the general text and stood by it (until then real towns show it as Mustertext). */
export async function putLocalFacts(tx: Tx, owner: Owner, leikaKey: string, facts: { readonly fees: readonly Fee[]; readonly checkedOn?: string }, now: Date): Promise<void> {
  for (const { cents } of facts.fees) if (!Number.isSafeInteger(cents) || cents < 0) throw new TypeError("a fee is counted in whole cents");
  await tx.run(sql`insert into catalogue.local_facts as old (tenant_id, leika_key, fees, checked_on, changed_at)
    values (${owner.id}, ${leikaKey}, ${JSON.stringify(facts.fees)}::jsonb, ${facts.checkedOn ?? null}::date, ${now})
    on conflict (tenant_id, leika_key) do update set fees = excluded.fees, checked_on = excluded.checked_on, changed_at = excluded.changed_at
      where (old.fees, old.checked_on) is distinct from (excluded.fees, excluded.checked_on)`);
}

function areaOf(tx: Tx, owner: Owner, raw: string): string {
  const area = arsPrefix(raw);
  if (tx.scope.kind !== "operator" && !covers(owner.ars, area)) throw new RangeError("a town answers for its own area only");
  return area;
}
