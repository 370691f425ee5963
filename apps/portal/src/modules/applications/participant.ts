import { sql, type Sql, type Tx } from "#platform/database";
import { open } from "#platform/crypto";
import { canonicalJson } from "#platform/json";
import type { Answers } from "@kommunalportal/form-engine";
import type { Level } from "./applicant.ts";
import { contexts, keyedHash } from "./keys.ts";

export type ParticipantKind = "co-applicant" | "helper";

/** `outdated`: confirmed, and an answer was changed afterwards. A helper confirms nothing and stays `invited`. */
export interface Participant {
  readonly id: string;
  readonly kind: ParticipantKind;
  readonly name: string;
  readonly state: "invited" | "confirmed" | "outdated";
  readonly confirmedAt: Date | undefined;
  readonly level: Level | undefined;
  /** Whose steps they fill in: `confirmed` then means that their part is handed in. */
  readonly person?: string;
}

export interface ParticipantRow {
  readonly id: string; readonly draft_id: string; readonly tenant_id: string; readonly kind: ParticipantKind; readonly wrapped_key: Buffer; readonly name: Buffer;
  readonly person: string | null; readonly part_at: Date | null; readonly part_level: Level | null;
  readonly confirmed_at: Date | null; readonly confirmed_hash: Buffer | null; readonly confirmed_level: Level | null;
}

/** What a confirmation is given for: the answers as they would be sent. */
export function confirmedHash(pepper: Buffer, draft: string, answers: Answers): Buffer {
  return keyedHash(pepper, "confirmed answers", draft, canonicalJson(answers));
}

export function participantOf(key: Buffer, row: ParticipantRow, hash: Buffer): Participant {
  const name = open(key, row.name, contexts.participantName(row.id)).toString("utf8");
  if (row.person !== null) return { id: row.id, kind: row.kind, name, person: row.person, state: row.part_at === null ? "invited" : "confirmed", confirmedAt: row.part_at ?? undefined, level: row.part_level ?? undefined };
  const state = row.confirmed_at === null || row.confirmed_hash === null ? "invited" : row.confirmed_hash.equals(hash) ? "confirmed" : "outdated";
  return { id: row.id, kind: row.kind, name, state, confirmedAt: row.confirmed_at ?? undefined, level: row.confirmed_level ?? undefined };
}

const columns: Sql = sql`p.id, p.draft_id, p.tenant_id, p.kind, p.person, p.wrapped_key, p.name, p.confirmed_at, p.confirmed_hash, p.confirmed_level, a.at as part_at, a.level as part_level
  from applications.participant p left join applications.part_answers a on a.draft_id = p.draft_id and a.person = p.person`;

/** In the order of their invitations. The caller has proved to be the owner, or is an operator's transaction that has. */
export function participantRows(tx: Tx, draft: string): Promise<ParticipantRow[]> {
  return tx.rows<ParticipantRow>(sql`select ${columns} where p.draft_id = ${draft} order by p.id`);
}

export function participantByLink(tx: Tx, hash: Buffer): Promise<ParticipantRow | undefined> {
  return tx.maybe<ParticipantRow>(sql`select ${columns} where p.link_hash = ${hash}`);
}

export async function insertParticipant(tx: Tx, row: Pick<ParticipantRow, "id" | "draft_id" | "tenant_id" | "kind" | "person" | "wrapped_key" | "name"> & { readonly link_hash: Buffer; readonly at: Date }): Promise<void> {
  await tx.run(sql`insert into applications.participant (id, draft_id, tenant_id, kind, person, link_hash, wrapped_key, name, invited_at)
    values (${row.id}, ${row.draft_id}, ${row.tenant_id}, ${row.kind}, ${row.person}, ${row.link_hash}, ${row.wrapped_key}, ${row.name}, ${row.at})`);
}

export function deleteParticipant(tx: Tx, draft: string, id: string): Promise<number> {
  return tx.run(sql`delete from applications.participant where draft_id = ${draft} and id = ${id}`);
}

export async function storeConfirmation(tx: Tx, id: string, given: { readonly at: Date; readonly hash: Buffer; readonly level: Level; readonly account: string | undefined }): Promise<void> {
  await tx.run(sql`update applications.participant set confirmed_at = ${given.at}, confirmed_hash = ${given.hash}, confirmed_level = ${given.level}, account_id = coalesce(${given.account ?? null}, account_id) where id = ${id}`);
}
