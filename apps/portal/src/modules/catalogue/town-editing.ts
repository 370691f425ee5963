import { arsPrefix } from "@kommunalportal/regional-keys";
import type { Audit } from "#modules/audit";
import { versionOf } from "#modules/tenants";
import { type Clock, legalDate } from "#platform/clock";
import { sql, type Database, type Tx } from "#platform/database";
import { localRows, type Fee } from "./catalogue-store.ts";
import { type OfficeDetails, officeDetails } from "./office.ts";
import type { Lang } from "./service.ts";
import { serviceText, type ServiceText, type TextByLang } from "./service-text.ts";
import { dropLocalText, type Owner, putLocalFacts, putLocalText, putOffices, putResponsibilities } from "./write-local.ts";

export interface TownEditingDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly audit: Pick<Audit, "record">;
}

/** What a town says about one service, as its editor sees it. */
export interface TownService {
  readonly text: TextByLang;
  readonly fees: readonly Fee[];
  /** The day (`YYYY-MM-DD`) on which the town read the general text and stood by it. */
  readonly checkedOn: string | undefined;
  /** Role of the town's own office that does it; undefined: none named for the town's own area. */
  readonly office: string | undefined;
  /** State of the texts in one language, and of fees, office and check: two people may work on different parts. */
  readonly versions: Readonly<Record<Lang | "facts", string>>;
}

/** How far a town has come with a service, for the list. */
export interface TownServiceState { readonly checkedOn: string | undefined; readonly ownSections: number; readonly office: string | undefined }

export interface Editor { readonly owner: Owner; /** Who changes it. */ readonly staff: string }
export type TownEditOutcome = { readonly ok: true } | { readonly ok: false; readonly why: "changed-meanwhile" | "gone" | "role-taken" };

/** What a town's own editor does in the catalogue. Every process learns of a change by NOTIFY, which the tables' triggers send. */
export function createTownEditing({ db, clock, audit }: TownEditingDeps) {
  async function read(tx: Tx, { id, ars }: Owner, leikaKey: string): Promise<TownService> {
    const own = arsPrefix(ars);
    const rows = await localRows(tx, id, leikaKey, [own]);
    const office = rows.responsibilities.filter((row) => row.tenant === id && row.rolle !== "03").toSorted((a, b) => a.rolle.localeCompare(b.rolle) || a.office.localeCompare(b.office))[0]?.office;
    const facts = { fees: rows.fees, checkedOn: rows.checkedOn, office };
    return { text: rows.text, ...facts, versions: { de: versionOf(rows.text.de ?? null), en: versionOf(rows.text.en ?? null), facts: versionOf([rows.fees, rows.checkedOn ?? null, office ?? null]) } };
  }

  /** One after the other for the same thing of a town, so that what was seen is what is changed. */
  async function alone<T>({ owner }: Editor, what: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return db.inTenant(owner.id, async (tx) => {
      await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`catalogue ${owner.id} ${what}`}, 0))`);
      return work(tx);
    });
  }
  const note = (tx: Tx, { owner, staff }: Editor, kind: string, id: string): Promise<void> => audit.record(tx, { tenant: owner.id, actor: { kind: "staff", id: staff }, action: "catalogue.change", subject: { kind, id } });

  return {
    /** By LeiKa key; a service about which the town has said nothing is left out. */
    states: (owner: Owner): Promise<ReadonlyMap<string, TownServiceState>> => db.published(async (tx) => {
      const rows = await tx.rows<{ leika_key: string; checked_on: string | null; own: number; office: string | null }>(sql`
        select leika_key, max(checked_on)::text as checked_on, sum(own)::int as own, min(office) as office from (
          select leika_key, checked_on, 0 as own, null as office from catalogue.local_facts where tenant_id = ${owner.id}
          union all select leika_key, null, (select count(*)::int from jsonb_object_keys(sections)), null from catalogue.local_text where tenant_id = ${owner.id} and lang = 'de'
          union all select leika_key, null, 0, office from catalogue.responsibility where tenant_id = ${owner.id} and ars_prefix = ${arsPrefix(owner.ars)} and rolle <> '03'
        ) said group by leika_key`);
      return new Map(rows.map((row) => [row.leika_key, { checkedOn: row.checked_on ?? undefined, ownSections: row.own, office: row.office ?? undefined }]));
    }),
    service: (owner: Owner, leikaKey: string): Promise<TownService> => db.published((tx) => read(tx, owner, leikaKey)),

    /** The town's own sections in one language; an empty text leaves everything to the general one. */
    saveText: (editor: Editor, change: { readonly leikaKey: string; readonly lang: Lang; readonly text: ServiceText; readonly seen: string }): Promise<TownEditOutcome> => alone(editor, change.leikaKey, async (tx) => {
      const stored = await read(tx, editor.owner, change.leikaKey);
      if (stored.versions[change.lang] !== change.seen) return { ok: false, why: "changed-meanwhile" };
      const text = serviceText.parse(change.text);
      await (Object.keys(text).length === 0 ? dropLocalText(tx, editor.owner, change.leikaKey, change.lang) : putLocalText(tx, editor.owner, change.leikaKey, change.lang, text, clock.now()));
      await note(tx, editor, "service-text", change.leikaKey);
      return { ok: true };
    }),

    /** Amounts, the office, and whether the town stands by the text: the day it first did stays until it takes that back. */
    saveFacts: (editor: Editor, change: { readonly leikaKey: string; readonly fees: readonly Fee[]; readonly checked: boolean; readonly office: string | undefined; readonly seen: string }): Promise<TownEditOutcome> => alone(editor, change.leikaKey, async (tx) => {
      const { owner } = editor;
      const stored = await read(tx, owner, change.leikaKey);
      if (stored.versions.facts !== change.seen) return { ok: false, why: "changed-meanwhile" };
      const checkedOn = change.checked ? stored.checkedOn ?? legalDate(clock.now()) : undefined;
      await putLocalFacts(tx, owner, change.leikaKey, { fees: change.fees, ...(checkedOn === undefined ? {} : { checkedOn }) }, clock.now());
      if (change.office !== stored.office) {
        await tx.run(sql`delete from catalogue.responsibility where tenant_id = ${owner.id} and leika_key = ${change.leikaKey} and ars_prefix = ${arsPrefix(owner.ars)} and rolle <> '03'`);
        if (change.office !== undefined) await putResponsibilities(tx, owner, [{ leikaKey: change.leikaKey, arsPrefix: owner.ars, office: change.office, rolle: "01" }]);
      }
      await note(tx, editor, "service-facts", change.leikaKey);
      return { ok: true };
    }),

    office: (owner: Owner, role: string): Promise<{ readonly details: OfficeDetails; readonly version: string } | undefined> => db.published(async (tx) => {
      const row = await tx.maybe<{ details: OfficeDetails }>(sql`select details from catalogue.office where tenant_id = ${owner.id} and role = ${role}`);
      return row && { details: row.details, version: versionOf(row.details) };
    }),

    /** Changes what an office says of itself; `seen` undefined makes a new one. Its role stays: staff, forms and cases name it. */
    saveOffice: (editor: Editor, change: { readonly role: string; readonly details: OfficeDetails; readonly seen: string | undefined }): Promise<TownEditOutcome> => alone(editor, "offices", async (tx) => {
      const { owner } = editor;
      const row = await tx.maybe<{ details: OfficeDetails; position: number }>(sql`select details, position from catalogue.office where tenant_id = ${owner.id} and role = ${change.role}`);
      if (change.seen === undefined && row) return { ok: false, why: "role-taken" };
      if (change.seen !== undefined && !row) return { ok: false, why: "gone" };
      if (row && versionOf(row.details) !== change.seen) return { ok: false, why: "changed-meanwhile" };
      const position = row?.position ?? (await tx.one<{ next: number }>(sql`select coalesce(max(position) + 1, 0)::int as next from catalogue.office where tenant_id = ${owner.id}`)).next;
      await putOffices(tx, owner, [{ role: change.role, details: officeDetails.parse(change.details), position }], clock.now());
      await note(tx, editor, "office", change.role);
      return { ok: true };
    }),
  };
}

export type TownEditing = ReturnType<typeof createTownEditing>;
