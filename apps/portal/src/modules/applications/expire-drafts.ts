import { addDays, legalDate, startOfLegalDay } from "#platform/clock";
import { announce } from "#platform/events";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import type { ApplicationsDeps } from "./deps.ts";
import { deleteDrafts } from "./draft-store.ts";

const batch = 200;

/**
 * Tells owners that a draft will be deleted (`draft.expiring`), and deletes those whose term has ended. Nothing of an account is deleted
 * without a notice some days before: where it could not be given, the term is longer.
 */
export async function expireDrafts(deps: ApplicationsDeps): Promise<{ readonly warned: number; readonly deleted: number }> {
  const warned = await inBatches(() => warnOwners(deps));
  const deleted = await inBatches(() => deleteExpired(deps));
  return { warned, deleted };
}

async function inBatches(work: () => Promise<number>): Promise<number> {
  let all = 0;
  for (;;) {
    const done = await work();
    all += done;
    if (done < batch) return all;
  }
}

function warnOwners(deps: ApplicationsDeps): Promise<number> {
  return deps.db.asOperator("notice before drafts are deleted", async (tx) => {
    const now = deps.clock.now();
    const soon = startOfLegalDay(addDays(legalDate(now), deps.settings.noticeDays + 1));
    const rows = await tx.rows<{ id: string; owner_id: string; owner_kind: string; tenant_id: string; service: string; expires_at: Date }>(sql`
      with due as (select id from applications.draft where expires_at <= ${soon} and warned_at is null and (owner_kind = 'account' or returnable) order by expires_at limit ${batch} for update skip locked)
      update applications.draft d set warned_at = ${now}, expires_at = greatest(d.expires_at, ${soon}::timestamptz) from due where d.id = due.id
      returning d.id, d.owner_id, d.owner_kind, d.tenant_id, d.service, d.expires_at`);
    for (const row of rows) {
      // Somebody without account is told by this room, which keeps the address with the draft.
      if (row.owner_kind !== "account") await announce(tx, { type: "draft.return-expiring", id: newId(now.getTime()), draft: row.id, tenant: row.tenant_id, service: row.service, on: legalDate(row.expires_at) });
      else await announce(tx, { type: "draft.expiring", id: newId(now.getTime()), draft: row.id, account: row.owner_id, tenant: row.tenant_id, service: row.service, on: legalDate(row.expires_at) });
    }
    return rows.length;
  });
}

function deleteExpired(deps: ApplicationsDeps): Promise<number> {
  return deps.db.asOperator("drafts whose term has ended", async (tx) => {
    const now = deps.clock.now();
    const rows = await tx.rows<{ id: string }>(sql`select id from applications.draft
      where expires_at <= ${now} and ((owner_kind <> 'account' and not returnable) or warned_at is not null) order by expires_at limit ${batch} for update skip locked`);
    return deleteDrafts(tx, rows.map(({ id }) => ({ id, stub: newId(now.getTime()) })), "expired", now);
  });
}
