import type { Actor } from "#modules/audit";
import { sql, type Tx } from "#platform/database";
import { storedActor } from "./actor-of.ts";
import type { Channel, Language, Level } from "./applicant.ts";
import type { PartHead } from "./application.ts";
import type { HiddenColumns } from "./hidden-part.ts";
import { keepingPeople, type KeptPeople } from "./keep-participations.ts";
import type { FeeDue } from "./fee-due.ts";

export interface SealedSubmission {
  readonly id: string; readonly tenant: string; readonly account: string | null; readonly service: string; readonly leika: string; readonly formVersion: string;
  readonly status: "payment" | "submitted"; readonly channel: Channel; readonly language: Language; readonly level: Level; readonly at: Date;
  /** `YYYY-MM-DD`, of paper only. */
  readonly receivedOn: string | null;
  readonly reference: string | undefined;
  readonly tenantWrappedKey: Buffer; readonly accountWrappedKey: Buffer | null; readonly lookupWrappedKey: Buffer | null;
  readonly lookupHash: Buffer | null; readonly lookupCode: string | undefined;
  readonly hidden: HiddenColumns;
  readonly content: Buffer; readonly applicantName: Buffer | null; readonly searchHashes: readonly Buffer[];
  readonly requestKey: Buffer; readonly draftKey: Buffer; readonly draft: string; readonly fee: FeeDue | undefined;
  readonly parts: readonly PartHead[];
  /** Undefined where nobody was invited and nothing leads back to the draft. */
  readonly people: KeptPeople | undefined;
  /** Whose they were: `hidden` and `shown` of somebody else, who handed them in with a part. */
  readonly files: readonly { readonly id: string; readonly wrappedKey: Buffer; readonly of: "sender" | "shown" | "hidden" }[];
  readonly event: { readonly id: string; readonly type: string; readonly actor: Actor; readonly data: Readonly<Record<string, string | number | boolean>> };
}

/**
 * The whole submission in one statement, sent with the commit: the database cannot be left between two of its lines. Foreign keys are checked at
 * its end. The draft's files go along or, when no answer names them any more, to the sweep. Were the draft gone although it was locked, nothing would
 * be stored: by a division by no drafts, because nobody waits for the answer before the commit.
 */
export function insertSubmission(tx: Tx, s: SealedSubmission): void {
  tx.later(sql`
    with given as (
      insert into applications.reference (reference, tenant_id, application_id)
      select ${s.reference ?? null}::text, ${s.tenant}::uuid, ${s.id}::uuid where ${s.reference ?? null}::text is not null
    ), application as (
      insert into applications.application (id, tenant_id, account_id, service, leika_key, form_version, status, status_since, channel, language, trust_level, reference,
        tenant_wrapped_key, account_wrapped_key, lookup_wrapped_key, lookup_hash, content, applicant_name, request_key, draft_key, fee_cents, fee_way,
        created_at, submitted_at, received_on, events, hidden, hidden_key)
      values (${s.id}, ${s.tenant}, ${s.account}, ${s.service}, ${s.leika}, ${s.formVersion}, ${s.status}, ${s.at}, ${s.channel}, ${s.language}, ${s.level}, ${s.reference ?? null},
        ${s.tenantWrappedKey}, ${s.accountWrappedKey}, ${s.lookupWrappedKey}, ${s.lookupHash}, ${s.content}, ${s.applicantName}, ${s.requestKey}, ${s.draftKey},
        ${s.fee?.cents ?? null}, ${s.fee?.way ?? null}, ${s.at}, ${s.status === "submitted" ? s.at : null}, ${s.receivedOn}, 1, ${s.hidden.hidden}, ${s.hidden.hidden_key})
    ), parts as (
      insert into applications.part (application_id, tenant_id, part, office)
      select ${s.id}::uuid, ${s.tenant}::uuid, part, office from unnest(${s.parts.map((p) => p.part)}::text[], ${s.parts.map((p) => p.office)}::text[]) as p (part, office)
    )${keepingPeople(s.id, s.tenant, s.people)}, words as (
      insert into applications.search_word (tenant_id, hash, application_id)
      select ${s.tenant}::uuid, hash, ${s.id}::uuid from unnest(${s.searchHashes}::bytea[]) as w (hash)
    ), event as (
      insert into applications.event (id, application_id, tenant_id, account_id, position, type, at, actor_kind, actor, for_citizen, data)
      values (${s.event.id}, ${s.id}, ${s.tenant}, ${s.account}, 1, ${s.event.type}, ${s.at}, ${s.event.actor.kind}, ${storedActor(s.event.actor)}, true, ${JSON.stringify(s.event.data)})
    ), files as (
      update applications.file f set draft_id = null, owner_id = case when m.whose = 'hidden' then null else ${s.account}::uuid end, application_id = ${s.id}::uuid, tenant_id = ${s.tenant}::uuid, wrapped_key = m.wrapped,
        hidden = m.whose = 'hidden', handed_in = false
      from unnest(${s.files.map((f) => f.id)}::uuid[], ${s.files.map((f) => f.wrappedKey)}::bytea[], ${s.files.map((f) => f.of)}::text[]) as m (id, wrapped, whose)
      where f.id = m.id and (f.draft_id = ${s.draft}::uuid or (m.whose <> 'sender' and f.handed_in))
      returning 1
    ), left_over as (
      update applications.file set draft_id = null, scan = 'discarded' where draft_id = ${s.draft}::uuid and not (id = any(${s.files.map((f) => f.id)}::uuid[]))
    ), gone as (
      delete from applications.draft where id = ${s.draft}::uuid returning id
    )
    -- No draft, or a file that the answers name and that is gone: a division by nothing.
    select 1 / (select count(*) from gone), 1 / (case when (select count(*) from files) = ${s.files.length} then 1 else 0 end)`);
}
