import { legalDate } from "#platform/clock";
import { sql } from "#platform/database";
import type { SafeDeps } from "./deps.ts";
import { contexts } from "./document-seal.ts";
import { check } from "./receive-document.ts";
import { endExpired } from "./shared.ts";

const batch = 100;

/** Removes the bytes of what was discarded, and of uploads that broke off more than an hour ago; then their rows. */
export async function sweepDocuments(deps: Pick<SafeDeps, "db" | "files" | "clock">): Promise<number> {
  let swept = 0;
  for (;;) {
    const rows = await deps.db.asOperator("documents to be removed", (tx) => tx.rows<{ id: string; store_key: string }>(sql`select id, store_key from safe.document
      where state = 'discarded' or (state = 'arriving' and created_at < ${new Date(deps.clock.now().getTime() - 3_600_000)}) order by created_at limit ${batch}`));
    for (const { id, store_key } of rows) {
      // First the row of an upload that broke off, so that it cannot arrive any more; bytes without a row would stay for ever, so they go before a discarded one's.
      await deps.db.asOperator("a document is removed", (tx) => tx.run(sql`update safe.document set state = 'discarded', about = null where id = ${id} and state = 'arriving'`));
      await deps.files.delete(store_key);
      await deps.db.asOperator("a document is removed", (tx) => tx.run(sql`delete from safe.document where id = ${id} and state = 'discarded'`));
    }
    swept += rows.length;
    if (rows.length < batch) return swept;
  }
}

/** Asks the scanner again about what it could not check. A finding is deleted; the row says so to the person. */
export async function rescanDocuments(deps: Pick<SafeDeps, "db" | "files" | "scanner" | "keyring" | "settings">): Promise<void> {
  const rows = await deps.db.asOperator("documents that wait for the scanner", (tx) => tx.rows<{ id: string; store_key: string; held_key: Buffer }>(sql`
    select id, store_key, held_key from safe.document where state = 'held' and held_key is not null order by created_at limit ${batch}`));
  for (const { id, store_key, held_key } of rows) {
    const verdict = await check(deps, { storeKey: store_key, dek: deps.keyring.unwrap(held_key, contexts.held(id)), context: contexts.bytes(id) });
    if (verdict === "held") return;
    const state = verdict === "kept" || verdict === "unchecked" ? verdict : "found";
    await deps.db.asOperator("a document was checked", (tx) => tx.run(sql`update safe.document set state = ${state}, held_key = null, bytes = case when ${state === "found"} then 0 else bytes end where id = ${id} and state = 'held'`));
    if (state === "found") await deps.files.delete(store_key);
  }
}

/** Everything of a deleted account. Repeated it has no further effect. */
export async function forgetAccount(deps: Pick<SafeDeps, "db" | "files" | "clock">, account: string): Promise<void> {
  await deps.db.asOperator("an account was deleted", async (tx) => {
    await tx.run(sql`delete from safe.consent where account_id = ${account}`);
    await tx.run(sql`delete from safe.shared where account_id = ${account}`);
    await tx.run(sql`delete from safe.case_consent where account_id = ${account}`);
    await tx.run(sql`update safe.document set state = 'discarded', about = null, held_key = null, wrapped_key = ''::bytea where account_id = ${account}`);
  });
  await sweepDocuments(deps);
}

/** What was agreed to for cases that were deleted after their term is over. Repeated it has no further effect. */
export async function endSharesOfDeleted(deps: Pick<SafeDeps, "db" | "applications">): Promise<void> {
  for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
    const last = await deps.db.asOperator("consents of deleted applications", async (tx) => {
      const known = await tx.rows<{ id: string }>(sql`select application_id as id from safe.shared where application_id > ${after} union select application_id from safe.case_consent where application_id > ${after} order by id limit ${batch}`);
      const alive = new Set((await deps.applications.heads(tx, known.map(({ id }) => id))).map(({ id }) => id));
      const gone = known.map(({ id }) => id).filter((id) => !alive.has(id));
      await tx.run(sql`delete from safe.shared where application_id = any(${gone}::uuid[])`);
      await tx.run(sql`delete from safe.case_consent where application_id = any(${gone}::uuid[])`);
      return known.at(-1)?.id;
    });
    if (last === undefined) return;
    after = last;
  }
}

/** Releases whose last day is over: what the queries have not shown since midnight loses its key, and the cases are told. Repeated it has no further effect. */
export async function endExpiredShares(deps: Pick<SafeDeps, "db" | "clock" | "applications">): Promise<void> {
  const some = sql`id in (select id from safe.shared where ended_at is null and last_day < ${legalDate(deps.clock.now())} order by id limit ${batch} for update skip locked)`;
  while (await deps.db.asOperator("releases of documents that are over", (tx) => endExpired(tx, deps, some)) === batch);
}
