import { seal } from "#platform/crypto";
import { sql, type Sql, type Tx } from "#platform/database";
import { contexts } from "./keys.ts";

/** Whose invitations go along with a submission. */
export interface KeptPeople { readonly draft: string; readonly draftKey: Buffer; readonly applicationKey: Buffer; /** The fee is awaited: there is a way back to the draft. */ readonly waits: boolean }

/**
 * A line of the submission's statement: whoever confirmed or handed in keeps a way to the application, and for as long as the fee is awaited everything
 * is kept that the way back to the form needs (`reopenUnpaid`). Read before the draft goes; the part of somebody else is copied as it is sealed.
 */
export function keepingPeople(application: string, tenant: string, kept: KeptPeople | undefined): Sql {
  if (kept === undefined) return sql``;
  const { draft, waits } = kept;
  const key = waits ? seal(kept.applicationKey, kept.draftKey, contexts.participationDraftKey(application)) : null;
  const only = (column: Sql): Sql => (waits ? column : sql`null`);
  return sql`, people as (
      insert into applications.participation (id, application_id, tenant_id, kind, person, link_hash, wrapped_key, invited_at, confirmed_at, confirmed_level, part_id, own, part_at, part_level, account_id, account_key,
        draft_id, draft_key, name, confirmed_hash, part_content, part_files, file_keys)
      select p.id, ${application}::uuid, ${tenant}::uuid, p.kind, p.person, p.link_hash, p.wrapped_key, p.invited_at, p.confirmed_at, p.confirmed_level, a.part_id, o.content, a.at, a.level, coalesce(o.account_id, p.account_id), o.account_key,
        ${waits ? draft : null}::uuid, ${key}::bytea, ${only(sql`p.name`)}::bytea, ${only(sql`p.confirmed_hash`)}::bytea, ${only(sql`a.content`)}::bytea, ${only(sql`a.files`)}::bytea,
        ${only(sql`(select jsonb_object_agg(f.id, encode(f.wrapped_key, 'base64')) from applications.file f where f.draft_id = a.part_id and f.handed_in)`)}::jsonb
      from applications.participant p left join applications.part_answers a on a.draft_id = p.draft_id and a.person = p.person left join applications.part_own o on o.part_id = a.part_id
      where p.draft_id = ${draft}::uuid and (${waits} or p.confirmed_at is not null or a.part_id is not null)
    )`;
}

/** Sent now: nobody goes back to the form any more, so what was kept for that goes, and so does whoever had nothing to do with what was sent. */
export async function forgetWayBack(tx: Tx, application: string): Promise<void> {
  await tx.run(sql`delete from applications.participation where application_id = ${application} and confirmed_at is null and part_id is null`);
  await tx.run(sql`update applications.participation set draft_id = null, draft_key = null, name = null, confirmed_hash = null, part_content = null, part_files = null, file_keys = null where application_id = ${application}`);
}
