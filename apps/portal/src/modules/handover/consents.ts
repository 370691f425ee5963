import type { Reading } from "#modules/audit";
import { sql, type Tx } from "#platform/database";
import { isHandoverAttribute, type HandoverAttribute } from "./attributes.ts";
import type { HandoverDeps } from "./deps.ts";

/** What a person agreed to hand to one program in one town, as long as it is in force. */
export interface Consent {
  readonly id: string;
  readonly tenant: string;
  readonly client: string;
  readonly attributes: readonly HandoverAttribute[];
  readonly givenAt: Date;
  /** When the program fetched it, newest first. */
  readonly readings: readonly Reading[];
}

/** Of an account in all towns; the transaction is the account's. */
export async function consentsOf(tx: Tx, deps: Pick<HandoverDeps, "audit">, account: string): Promise<Consent[]> {
  const rows = await tx.rows<{ id: string; tenant_id: string; client_id: string; attributes: string[]; given_at: Date }>(sql`select id, tenant_id, client_id, attributes, given_at
    from handover.consent where account_id = ${account} and ended_at is null order by given_at desc, id desc limit 200`);
  const consents: Consent[] = [];
  for (const row of rows) consents.push({ id: row.id, tenant: row.tenant_id, client: row.client_id, attributes: row.attributes.filter(isHandoverAttribute), givenAt: row.given_at, readings: await deps.audit.readersOf(tx, row.id) });
  return consents;
}

/** The person takes a consent back: every token of it ends at once, and what lay ready is gone. False where there is none of theirs in force. */
export async function withdrawConsent(tx: Tx, deps: Pick<HandoverDeps, "clock" | "audit">, given: { readonly account: string; readonly consent: string }): Promise<boolean> {
  const ended = await tx.maybe<{ tenant_id: string }>(sql`update handover.consent set ended_at = ${deps.clock.now()}, ended_by = 'citizen' where id = ${given.consent} and account_id = ${given.account} and ended_at is null returning tenant_id`);
  if (!ended) return false;
  await tx.run(sql`update handover.handing set person = null where consent_id = ${given.consent} and account_id = ${given.account}`);
  await deps.audit.record(tx, { tenant: ended.tenant_id, account: given.account, actor: { kind: "citizen", account: given.account }, action: "person.withdraw", subject: { kind: "consent", id: given.consent } });
  return true;
}

/** The sign-in is over: so is what was handed over in it. The consents stay. */
export async function endLogin(deps: Pick<HandoverDeps, "db" | "clock">, login: string): Promise<void> {
  await deps.db.asOperator("a sign-in ended, hand-overs with it", (tx) => tx.run(sql`update handover.handing set person = null, expires_at = least(expires_at, ${deps.clock.now()}) where login_id = ${login}`));
}

/** The town takes its permission back: the consents of that program end with it. In the town's transaction. */
export async function endConsentsOf(tx: Tx, deps: Pick<HandoverDeps, "clock">, given: { readonly tenant: string; readonly client: string }): Promise<number> {
  await tx.run(sql`update handover.handing set person = null where tenant_id = ${given.tenant} and client_id = ${given.client}`);
  return tx.run(sql`update handover.consent set ended_at = ${deps.clock.now()}, ended_by = 'town' where tenant_id = ${given.tenant} and client_id = ${given.client} and ended_at is null`);
}

export async function forgetAccount(deps: Pick<HandoverDeps, "db">, account: string): Promise<void> {
  await deps.db.asOperator("an account was deleted, its hand-overs with it", (tx) => tx.run(sql`delete from handover.consent where account_id = ${account}`));
}

/** What is over leaves nothing behind but the consent. */
export async function sweepHandovers(deps: Pick<HandoverDeps, "db" | "clock">): Promise<void> {
  const now = deps.clock.now();
  await deps.db.asOperator("sweep ended hand-overs", async (tx) => {
    await tx.run(sql`update handover.handing set person = null where person is not null and person_until <= ${now}`);
    await tx.run(sql`delete from handover.artifact where expires_at <= ${now}`);
    await tx.run(sql`delete from handover.handing h where expires_at <= ${now} and not exists (select from handover.artifact a where a.grant_hash = h.grant_hash or (a.model = 'Grant' and a.id_hash = h.grant_hash))`);
  });
}
