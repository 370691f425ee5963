import type { Answers } from "@kommunalportal/form-engine";
import { open, seal } from "#platform/crypto";
import { canonicalJson } from "#platform/json";
import { sql, type Tx } from "#platform/database";
import type { Level } from "./applicant.ts";
import type { SealedRow } from "./application-store.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { contexts, derive, freshKey, unwrapKey, wrapKey } from "./keys.ts";

/** A file of somebody else's part: whoever has this opens it. */
export interface HandedInFile { readonly id: string; readonly key: Buffer }

/** What somebody else has handed in of their part. */
export interface HandedIn { readonly person: string; readonly answers: Answers; readonly files: readonly HandedInFile[]; readonly level: Level; readonly at: Date }

const partKey = (tenantKey: Buffer): Buffer => derive(tenantKey, "parts of others");

/** Stores or replaces what was handed in. Needs an operator's transaction: neither owner sees the other's rows. */
export async function storePart(tx: Tx, tenantKey: Buffer, given: { readonly part: string; readonly draft: string; readonly tenant: string; /** As the part's draft holds it, for its author alone. */ readonly own: Buffer; /** Whose account the part belongs to. */ readonly account: { readonly id: string; readonly key: Buffer } | undefined } & HandedIn): Promise<void> {
  const content = seal(partKey(tenantKey), canonicalJson(given.answers), contexts.partAnswers(given.part));
  const files = given.files.length === 0 ? null : seal(partKey(tenantKey), JSON.stringify(Object.fromEntries(given.files.map(({ id, key }) => [id, key.toString("base64")]))), contexts.partFiles(given.part));
  await tx.run(sql`insert into applications.part_answers (part_id, draft_id, tenant_id, person, content, files, level, at)
    values (${given.part}, ${given.draft}, ${given.tenant}, ${given.person}, ${content}, ${files}, ${given.level}, ${given.at})
    on conflict (part_id) do update set content = excluded.content, files = excluded.files, level = excluded.level, at = excluded.at`);
  await tx.run(sql`insert into applications.part_own (part_id, draft_id, tenant_id, content, account_id, account_key)
    values (${given.part}, ${given.draft}, ${given.tenant}, ${given.own}, ${given.account?.id ?? null}, ${given.account?.key ?? null})
    on conflict (part_id) do update set content = excluded.content, account_id = excluded.account_id, account_key = excluded.account_key`);
  await tx.run(sql`update applications.file set handed_in = (id = any(${given.files.map(({ id }) => id)}::uuid[])) where draft_id = ${given.part}`);
}

interface PartRow { readonly part_id: string; readonly person: string; readonly content: Buffer; readonly files: Buffer | null; readonly level: Level; readonly at: Date }

/** For the submission: opened with the town's key, never with whoever sends. */
export async function handedIn(tx: Tx, tenantKey: Buffer, draft: string): Promise<readonly HandedIn[]> {
  const rows = await tx.rows<PartRow>(sql`select part_id, person, content, files, level, at from applications.part_answers where draft_id = ${draft}`);
  return rows.map((row) => openPart(tenantKey, row));
}

/** What one of them has handed in, for that person. Needs an operator's transaction. */
export async function handedInBy(tx: Tx, tenantKey: Buffer, part: string): Promise<HandedIn | undefined> {
  const row = await tx.maybe<PartRow>(sql`select part_id, person, content, files, level, at from applications.part_answers where part_id = ${part}`);
  return row && openPart(tenantKey, row);
}

function openPart(tenantKey: Buffer, row: PartRow): HandedIn {
  const key = partKey(tenantKey);
  // Written by `storePart` only; the seal proves it.
  const answers = JSON.parse(open(key, row.content, contexts.partAnswers(row.part_id)).toString("utf8")) as Answers;
  const files = row.files === null ? {} : (JSON.parse(open(key, row.files, contexts.partFiles(row.part_id)).toString("utf8")) as Readonly<Record<string, string>>);
  return { person: row.person, level: row.level, at: row.at, answers, files: Object.entries(files).map(([id, value]) => ({ id, key: Buffer.from(value, "base64") })) };
}

export interface HiddenColumns { readonly hidden: Buffer | null; readonly hidden_key: Buffer | null }

/** What others have said, as columns of the application: a key of its own, wrapped for the town only. It closes their files, too. */
export function sealHidden(tenantKey: Buffer, application: string, answers: Answers | undefined): HiddenColumns & { readonly key: Buffer | undefined } {
  if (answers === undefined) return { hidden: null, hidden_key: null, key: undefined };
  const key = freshKey();
  return { hidden: seal(key, canonicalJson(answers), contexts.hidden(application)), hidden_key: wrapKey(tenantKey, key, contexts.hiddenKey(application)), key };
}

/** The town's key to what others have said; undefined where nobody has. For the town itself and for jobs that work for it. */
export async function hiddenKey(tx: Tx, deps: Pick<ApplicationsDeps, "towns">, row: Pick<SealedRow, "id" | "tenant_id" | "hidden_key">): Promise<Buffer | undefined> {
  if (row.hidden_key === null) return undefined;
  if (tx.scope.kind === "account" || (tx.scope.kind === "tenant" && tx.scope.tenant !== row.tenant_id)) throw new Error("only the town itself opens what others have filled in");
  return unwrapKey(await deps.towns.tenantKey(row.tenant_id), row.hidden_key, contexts.hiddenKey(row.id));
}

export function openHidden(key: Buffer, row: Pick<SealedRow, "id" | "hidden">): Answers {
  return row.hidden === null ? {} : JSON.parse(open(key, row.hidden, contexts.hidden(row.id)).toString("utf8")) as Answers;
}

/** The same key for another town. */
export function rewrapHidden(from: Buffer, to: Buffer, row: HiddenColumns & { readonly id: string }): Buffer | null {
  return row.hidden_key === null ? null : wrapKey(to, unwrapKey(from, row.hidden_key, contexts.hiddenKey(row.id)), contexts.hiddenKey(row.id));
}
