import { sql } from "#platform/database";
import type { InboundDeps } from "../inbound/inbound-deps.ts";

const batch = 1_000;

/**
 * How the other side hears of a case (address, key, mailbox, its own number) is deleted when the case is over for `answerableDays`, or its application is gone, and no answer
 * waits; later an office answers by post. Returns how many.
 */
export async function forgetWays(deps: Pick<InboundDeps, "db" | "clock" | "applications" | "answerableDays">): Promise<number> {
  const before = new Date(deps.clock.now().getTime() - deps.answerableDays * 86_400_000);
  let forgotten = 0;
  for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
    const rows = await deps.db.asOperator("ways back of cases that are over", async (tx) => {
      const page = await tx.rows<{ submission_id: string; application_id: string }>(sql`select a.submission_id, a.application_id from gateway.arrival a where a.sealed is not null and a.application_id is not null and a.listed_at < ${before}
        and a.submission_id > ${after}::uuid and not exists (select from gateway.reply r where r.submission_id = a.submission_id and r.state = 'queued') order by a.submission_id limit ${batch}`);
      const heads = new Map((await deps.applications.heads(tx, page.map(({ application_id }) => application_id))).map((head) => [head.id, head]));
      const over = page.filter(({ application_id }) => { const head = heads.get(application_id); return head === undefined || (head.closedAt !== undefined && head.closedAt < before); }).map(({ submission_id }) => submission_id);
      if (over.length > 0) forgotten += await tx.run(sql`update gateway.arrival set sealed = null where submission_id = any(${over}::uuid[])`);
      return page;
    });
    const last = rows.at(-1);
    if (last === undefined || rows.length < batch) return forgotten;
    after = last.submission_id;
  }
}
