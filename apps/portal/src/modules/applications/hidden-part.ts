import type { Answers } from "@kommunalportal/form-engine";
import { open, seal } from "#platform/crypto";
import { canonicalJson } from "#modules/forms";
import { sql, type Tx } from "#platform/database";
import type { Level } from "./applicant.ts";
import { contexts, derive, freshKey, unwrapKey, wrapKey } from "./keys.ts";

/** What somebody else has handed in of their part. */
export interface HandedIn { readonly person: string; readonly answers: Answers; readonly level: Level; readonly at: Date }

const partKey = (tenantKey: Buffer): Buffer => derive(tenantKey, "parts of others");

/** Stores or replaces what was handed in. Needs an operator's transaction: neither owner sees the other's rows. */
export async function storePart(tx: Tx, tenantKey: Buffer, given: { readonly part: string; readonly draft: string; readonly tenant: string } & HandedIn): Promise<void> {
  const content = seal(partKey(tenantKey), canonicalJson(given.answers), contexts.partAnswers(given.part));
  await tx.run(sql`insert into applications.part_answers (part_id, draft_id, tenant_id, person, content, level, at)
    values (${given.part}, ${given.draft}, ${given.tenant}, ${given.person}, ${content}, ${given.level}, ${given.at})
    on conflict (part_id) do update set content = excluded.content, level = excluded.level, at = excluded.at`);
}

/** For the submission: opened with the town's key, never with whoever sends. */
export async function handedIn(tx: Tx, tenantKey: Buffer, draft: string): Promise<readonly HandedIn[]> {
  const rows = await tx.rows<{ part_id: string; person: string; content: Buffer; level: Level; at: Date }>(sql`select part_id, person, content, level, at from applications.part_answers where draft_id = ${draft}`);
  return rows.map((row) => ({ person: row.person, level: row.level, at: row.at, answers: JSON.parse(open(partKey(tenantKey), row.content, contexts.partAnswers(row.part_id)).toString("utf8")) as Answers }));
}

export interface HiddenColumns { readonly hidden: Buffer | null; readonly hidden_key: Buffer | null }

/** What others have said, as columns of the application: a key of its own, wrapped for the town only. */
export function sealHidden(tenantKey: Buffer, application: string, answers: Answers | undefined): HiddenColumns {
  if (answers === undefined) return { hidden: null, hidden_key: null };
  const key = freshKey();
  return { hidden: seal(key, canonicalJson(answers), contexts.hidden(application)), hidden_key: wrapKey(tenantKey, key, contexts.hiddenKey(application)) };
}

export function openHidden(tenantKey: Buffer, row: HiddenColumns & { readonly id: string }): Answers | undefined {
  if (row.hidden === null || row.hidden_key === null) return undefined;
  const key = unwrapKey(tenantKey, row.hidden_key, contexts.hiddenKey(row.id));
  return JSON.parse(open(key, row.hidden, contexts.hidden(row.id)).toString("utf8")) as Answers;
}

/** The same key for another town. */
export function rewrapHidden(from: Buffer, to: Buffer, row: HiddenColumns & { readonly id: string }): Buffer | null {
  return row.hidden_key === null ? null : wrapKey(to, unwrapKey(from, row.hidden_key, contexts.hiddenKey(row.id)), contexts.hiddenKey(row.id));
}
