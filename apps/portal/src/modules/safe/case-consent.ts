import type { Readable } from "node:stream";
import type { Level } from "#modules/accounts";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { SafeDeps } from "./deps.ts";
import type { KeepRefusal } from "./document.ts";
import { keepDocument } from "./keep-document.ts";

/** Whether the person agreed that decisions of this case are laid into the safe; readable by the town of the case. */
export async function mayDeposit(tx: Tx, application: string): Promise<boolean> {
  return (await tx.maybe(sql`select 1 as there from safe.case_consent where application_id = ${application} and ended_at is null`)) !== undefined;
}

/** All that a person agreed to, also what they took back, for their own record. */
export async function depositConsentsOf(tx: Tx, account: string): Promise<{ readonly application: string; readonly level: Level; readonly at: Date; readonly endedAt: Date | undefined }[]> {
  const rows = await tx.rows<{ application_id: string; level: Level; at: Date; ended_at: Date | null }>(sql`select application_id, level, at, ended_at from safe.case_consent where account_id = ${account} order by at, id`);
  return rows.map((row) => ({ application: row.application_id, level: row.level, at: row.at, endedAt: row.ended_at ?? undefined }));
}

/** Given or taken back by the person, in their own scope; the caller has checked that the case is theirs. */
export async function setDepositConsent(tx: Tx, deps: Pick<SafeDeps, "clock">, given: { readonly account: string; readonly tenant: string; readonly application: string; readonly level: Level; readonly agreed: boolean }): Promise<void> {
  const at = deps.clock.now();
  if (!given.agreed) { await tx.run(sql`update safe.case_consent set ended_at = ${at} where application_id = ${given.application} and account_id = ${given.account} and ended_at is null`); return; }
  await tx.run(sql`insert into safe.case_consent (id, account_id, tenant_id, application_id, level, at) values (${newId(at.getTime())}, ${given.account}, ${given.tenant}, ${given.application}, ${given.level}, ${at}) on conflict do nothing`);
}

export interface DepositDecision { readonly account: string; readonly application: string; readonly decision: string; readonly minimumLevel: Level; readonly name: string; readonly content: Readable }
export type DepositOutcome = { readonly ok: true } | { readonly ok: false; readonly why: "no-consent" | Exclude<KeepRefusal, "already-kept"> };

/** Lays the letter of a decision into the safe, once. The consent is asked for again in the person's own scope. */
export async function depositDecision(deps: SafeDeps, given: DepositDecision): Promise<DepositOutcome> {
  if (!await deps.db.asAccount(given.account, (tx) => mayDeposit(tx, given.application))) { given.content.resume(); return { ok: false, why: "no-consent" }; }
  const kept = await keepDocument(deps, { account: given.account, name: given.name, content: given.content, origin: { kind: "decision", id: given.decision }, minimumLevel: given.minimumLevel });
  if (kept.ok || kept.why === "already-kept") return { ok: true };
  return { ok: false, why: kept.why };
}
