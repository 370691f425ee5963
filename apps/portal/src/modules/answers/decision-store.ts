import { actorId, type Actor } from "#modules/audit";
import type { Level } from "#modules/accounts";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { Decision, DecisionState, Evidence, EvidenceKind } from "./decision.ts";
import type { DecisionKind } from "./decision-content.ts";
import type { LegalArea, Way } from "./notification-rules.ts";

export interface DecisionRow {
  readonly id: string; readonly tenant_id: string; readonly application_id: string; readonly account_id: string | null; readonly office: string; readonly authority: string | null; readonly kind: DecisionKind;
  readonly appealable: boolean; readonly state: DecisionState; readonly area: LegalArea; readonly way: Way; readonly rule: string | null; readonly minimum_level: Level;
  readonly decided_at: Date; readonly wrapped_key: Buffer; readonly content: Buffer; readonly content_sha256: Buffer; readonly store_key: string; readonly pdf_bytes: number;
  readonly pdf_sha256: Buffer; readonly enclosure_store_key: string | null; readonly message_id: string | null; readonly replaces: string | null; readonly provided_at: Date | null; readonly noticed_at: Date | null;
  readonly retrieved_at: Date | null; readonly posted_on: string | null; readonly retrievable_until: string | null; readonly notified_on: string | null; readonly remedy_until: string | null;
}

export function decisionOf(row: DecisionRow): Decision {
  return {
    id: row.id, tenant: row.tenant_id, application: row.application_id, account: row.account_id ?? undefined, office: row.office, authority: row.authority ?? undefined, kind: row.kind, appealable: row.appealable,
    state: row.state, area: row.area, way: row.way, rule: row.rule ?? undefined, minimumLevel: row.minimum_level, decidedAt: row.decided_at, message: row.message_id ?? undefined,
    replaces: row.replaces ?? undefined, providedAt: row.provided_at ?? undefined, noticedAt: row.noticed_at ?? undefined, retrievedAt: row.retrieved_at ?? undefined,
    postedOn: row.posted_on ?? undefined, retrievableUntil: row.retrievable_until ?? undefined, notifiedOn: row.notified_on ?? undefined, remedyUntil: row.remedy_until ?? undefined,
  };
}

export async function insertDecision(tx: Tx, row: DecisionRow, actor: Actor): Promise<void> {
  await tx.run(sql`insert into answers.decision (id, tenant_id, application_id, account_id, office, authority, kind, appealable, state, area, way, rule, minimum_level, decided_at, actor_kind, actor,
      wrapped_key, content, content_sha256, store_key, pdf_bytes, pdf_sha256, enclosure_store_key, message_id, replaces, provided_at, noticed_at, retrieved_at, posted_on, retrievable_until, notified_on, remedy_until)
    values (${row.id}, ${row.tenant_id}, ${row.application_id}, ${row.account_id}, ${row.office}, ${row.authority}, ${row.kind}, ${row.appealable}, ${row.state}, ${row.area}, ${row.way}, ${row.rule},
      ${row.minimum_level}, ${row.decided_at}, ${actor.kind}, ${actorId(actor)}, ${row.wrapped_key}, ${row.content}, ${row.content_sha256}, ${row.store_key}, ${row.pdf_bytes}, ${row.pdf_sha256}, ${row.enclosure_store_key},
      ${row.message_id}, ${row.replaces}, ${row.provided_at}, ${row.noticed_at}, ${row.retrieved_at}, ${row.posted_on}, ${row.retrievable_until}, ${row.notified_on}, ${row.remedy_until})`);
}

/** What may change of a decision: its way to the person, never its words. */
export async function updateDecision(tx: Tx, row: DecisionRow): Promise<void> {
  const changed = await tx.run(sql`update answers.decision set state = ${row.state}, rule = ${row.rule}, way = ${row.way}, message_id = ${row.message_id}, provided_at = ${row.provided_at}, noticed_at = ${row.noticed_at},
    retrieved_at = ${row.retrieved_at}, posted_on = ${row.posted_on}, retrievable_until = ${row.retrievable_until}, notified_on = ${row.notified_on}, remedy_until = ${row.remedy_until}
    where id = ${row.id}`);
  if (changed !== 1) throw new Error("the decision is gone although it was locked");
}

export function findDecision(tx: Tx, id: string): Promise<DecisionRow | undefined> {
  return tx.maybe<DecisionRow>(sql`select * from answers.decision where id = ${id}`);
}

export function lockDecision(tx: Tx, id: string): Promise<DecisionRow | undefined> {
  return tx.maybe<DecisionRow>(sql`select * from answers.decision where id = ${id} for update`);
}

export function decisionRowsOf(tx: Tx, application: string): Promise<DecisionRow[]> {
  return tx.rows<DecisionRow>(sql`select * from answers.decision where application_id = ${application} order by decided_at, id`);
}

export async function addEvidence(tx: Tx, row: Pick<DecisionRow, "id" | "tenant_id" | "account_id" | "content_sha256" | "pdf_sha256">, kind: EvidenceKind, at: Date, actor: Actor, data: Evidence["data"] = {}): Promise<string> {
  const id = newId(at.getTime());
  await tx.run(sql`insert into answers.evidence (id, tenant_id, decision_id, account_id, kind, at, actor_kind, actor, content_sha256, pdf_sha256, data)
    values (${id}, ${row.tenant_id}, ${row.id}, ${row.account_id}, ${kind}, ${at}, ${actor.kind}, ${actorId(actor)}, ${row.content_sha256}, ${row.pdf_sha256}, ${JSON.stringify(data)})`);
  return id;
}

export async function evidenceOf(tx: Tx, decision: string): Promise<Evidence[]> {
  const rows = await tx.rows<{ kind: EvidenceKind; at: Date; actor_kind: string; content_sha256: Buffer; pdf_sha256: Buffer; data: Evidence["data"] }>(sql`
    select kind, at, actor_kind, content_sha256, pdf_sha256, data from answers.evidence where decision_id = ${decision} order by position`);
  return rows.map((row) => ({ kind: row.kind, at: row.at, actorKind: row.actor_kind, contentSha256: row.content_sha256.toString("hex"), pdfSha256: row.pdf_sha256.toString("hex"), data: row.data }));
}
