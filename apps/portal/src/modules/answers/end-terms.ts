import type { Actor } from "#modules/audit";
import { legalDate } from "#platform/clock";
import { sql } from "#platform/database";
import { announce } from "#platform/events";
import { newId } from "#platform/ids";
import { addEvidence, type DecisionRow, lockDecision, updateDecision } from "./decision-store.ts";
import type { AnswersDeps } from "./ports.ts";

const calendar: Actor = { kind: "system", what: "calendar" };

/** What the calendar does to decisions, each in a transaction of its own: so one that fails holds up no other. */
export async function endTerms(deps: AnswersDeps): Promise<void> {
  const today = legalDate(deps.clock.now());
  const due = await deps.db.asOperator("decisions whose day has come", (tx) => tx.rows<{ id: string; tenant_id: string; account_id: string | null; lapses: boolean }>(sql`
    select id, tenant_id, account_id, retrieved_at is null and retrievable_until < ${today} as lapses from answers.decision
    where (state in ('provided', 'posted') and notified_on <= ${today}) or (state = 'provided' and retrieved_at is null and retrievable_until < ${today}) order by id limit 5000`));
  for (const { id, tenant_id, account_id } of due) {
    await deps.db.inTenant(tenant_id, async (tx) => {
      const row = await lockDecision(tx, id);
      if (!row) return;
      if ((row.state === "provided" || row.state === "posted") && row.notified_on !== null && row.notified_on <= today) await notified(tx, deps, row);
      else if (row.state === "provided" && row.retrieved_at === null && row.retrievable_until !== null && row.retrievable_until < today) await lapse(tx, deps, row);
    }, account_id === null ? {} : { account: account_id });
  }
}

type Tx = Parameters<typeof lockDecision>[0];

async function notified(tx: Tx, deps: AnswersDeps, row: DecisionRow): Promise<void> {
  await updateDecision(tx, { ...row, state: "notified" });
  await addEvidence(tx, row, "notified", deps.clock.now(), calendar, { day: row.notified_on ?? "", ...(row.rule === null ? {} : { rule: row.rule }) });
  await deps.applications.record(tx, row.application_id, { type: "decision-notified", actor: calendar, data: { decision: row.id, office: row.office, day: row.notified_on ?? "", ...(row.remedy_until === null ? {} : { remedyUntil: row.remedy_until }) } });
  await announce(tx, { type: "decision.notified", id: newId(deps.clock.now().getTime()), tenant: row.tenant_id, application: row.application_id, decision: row.id });
}

/** § 41 (2a) VwVfG NRW: provision ends, the decision is not notified. The office repeats it or takes another way. */
export async function lapse(tx: Tx, deps: AnswersDeps, row: DecisionRow): Promise<void> {
  await updateDecision(tx, { ...row, state: "lapsed" });
  if (row.message_id !== null) await deps.mailbox.end(tx, row.message_id);
  await addEvidence(tx, row, "lapsed", deps.clock.now(), calendar, row.retrievable_until === null ? {} : { retrievableUntil: row.retrievable_until });
  await deps.applications.record(tx, row.application_id, { type: "decision-lapsed", actor: calendar, data: { decision: row.id, office: row.office } });
  await announce(tx, { type: "decision.lapsed", id: newId(deps.clock.now().getTime()), tenant: row.tenant_id, application: row.application_id, decision: row.id, office: row.office });
}

/** Nobody can retrieve any more what lay in the mailbox of a deleted account. */
export async function accountDeleted(deps: AnswersDeps, account: string): Promise<void> {
  const open = await deps.db.asOperator("unread decisions of a deleted account", (tx) => tx.rows<{ id: string; tenant_id: string }>(sql`
    select id, tenant_id from answers.decision where account_id = ${account} and state = 'provided' and retrieved_at is null`));
  for (const { id, tenant_id } of open) {
    await deps.db.inTenant(tenant_id, async (tx) => {
      const row = await lockDecision(tx, id);
      if (row?.state === "provided" && row.retrieved_at === null) await lapse(tx, deps, { ...row, message_id: null });
    });
  }
  // What was agreed, asked, decided and proved stays with the case; whose account it was is forgotten.
  await deps.db.asOperator("an account was deleted", (tx) => tx.run(sql`select answers.let_go(${account})`));
}
