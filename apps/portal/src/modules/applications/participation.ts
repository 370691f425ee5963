import { type Answers, reachableAnswers } from "@kommunalportal/form-engine";
import { legalDate } from "#platform/clock";
import { isId } from "#platform/ids";
import { sql, type Sql, type Tx } from "#platform/database";
import type { PublishedService } from "#modules/forms";
import type { Level } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { serviceFor } from "./draft-form.ts";
import { contexts, unwrapKey } from "./keys.ts";
import type { ParticipantKind } from "./participant.ts";
import { publishedForm } from "./published-form.ts";
import { openContent } from "./sealed-draft.ts";
import type { Status } from "./status.ts";

/** Somebody who took part, with what they did; no name, and of nobody else an answer. */
export interface TookPartIn { readonly person: string | undefined; readonly mine: boolean; /** Confirmed, or handed in. Undefined: it was not needed. */ readonly at: Date | undefined }

/** What whoever took part sees of the application after the sending: how it stands, and what they themselves handed in. */
export interface Participation {
  readonly id: string;
  readonly tenant: string;
  readonly service: PublishedService;
  readonly status: Status;
  readonly statusSince: Date;
  /** Undefined while the fee is awaited: nothing is sent yet. */
  readonly reference: string | undefined;
  readonly submittedAt: Date | undefined;
  readonly person: string | undefined;
  readonly people: readonly TookPartIn[];
  /** Of the sign-in with which it was confirmed or handed in; what they handed in is read with no lower one. */
  readonly level: Level;
  /** Their own part as they handed it in; undefined for whoever confirmed, or for a sign-in below `level`. */
  readonly own: { readonly answers: Answers; readonly day: string } | undefined;
}

/** For the list of an account. */
export interface ParticipationHead { readonly id: string; readonly tenant: string; readonly service: string; readonly formVersion: string; readonly status: Status; readonly statusSince: Date; readonly reference: string | undefined }

export interface ParticipationRow {
  readonly id: string; readonly application_id: string; readonly tenant_id: string; readonly kind: ParticipantKind; readonly person: string | null; readonly wrapped_key: Buffer;
  readonly confirmed_at: Date | null; readonly confirmed_level: Level | null; readonly part_id: string | null; readonly own: Buffer | null; readonly part_at: Date | null; readonly part_level: Level | null;
  readonly account_id: string | null; readonly account_key: Buffer | null;
  readonly service: string; readonly form_version: string; readonly status: Status; readonly status_since: Date; readonly reference: string | null; readonly submitted_at: Date | null;
}

const rows: Sql = sql`select t.id, t.application_id, t.tenant_id, t.kind, t.person, t.wrapped_key, t.confirmed_at, t.confirmed_level, t.part_id, t.own, t.part_at, t.part_level, t.account_id, t.account_key,
  a.service, a.form_version, a.status, a.status_since, a.reference, a.submitted_at from applications.participation t join applications.application a on a.id = t.application_id`;

/** An operator's transaction: link and code are proved by whoever asks. */
export function participationByLink(tx: Tx, hash: Buffer): Promise<ParticipationRow | undefined> {
  return tx.maybe<ParticipationRow>(sql`${rows} where t.link_hash = ${hash}`);
}

/** `key`: of the part, where whoever asks has it. */
export async function openParticipation(tx: Tx, deps: Pick<ApplicationsDeps, "services">, row: ParticipationRow, given: { readonly key: Buffer | undefined; readonly level: Level }): Promise<Participation> {
  const service = await publishedForm(deps.services, row.service, row.form_version);
  const others = await tx.rows<{ id: string; person: string | null; at: Date | null }>(sql`select id, person, case when person is null then confirmed_at else part_at end as at
    from applications.participation where application_id = ${row.application_id} and kind = 'co-applicant' order by id`);
  const level = row.part_level ?? row.confirmed_level ?? 0;
  return {
    id: row.id, tenant: row.tenant_id, service, status: row.status, statusSince: row.status_since, reference: row.reference ?? undefined, submittedAt: row.submitted_at ?? undefined, person: row.person ?? undefined, level,
    people: others.map(({ id, person, at }) => ({ person: person ?? undefined, mine: id === row.id, at: at ?? undefined })),
    own: given.key === undefined || given.level < level ? undefined : ownOf(service, row, given.key),
  };
}

function ownOf(service: PublishedService, row: ParticipationRow, key: Buffer): Participation["own"] {
  if (row.part_id === null || row.own === null || row.part_at === null || row.person === null) return undefined;
  const day = legalDate(row.part_at);
  const { answers } = openContent(key, { id: row.part_id, content: row.own });
  return { answers: reachableAnswers(serviceFor(service, row.person).form, answers, day), day };
}

/** What an account took part in, newest first. */
export async function participationsOf(deps: ApplicationsDeps, account: string): Promise<readonly ParticipationHead[]> {
  const found = await deps.db.asOperator("what an account took part in, for this account", (tx) => tx.rows<ParticipationRow>(sql`${rows} where t.account_id = ${account} order by t.id desc limit 100`));
  return found.map((row) => ({ id: row.id, tenant: row.tenant_id, service: row.service, formVersion: row.form_version, status: row.status, statusSince: row.status_since, reference: row.reference ?? undefined }));
}

/** One of them, at the level of this sign-in. Undefined where it is not theirs. */
export async function participation(deps: ApplicationsDeps, given: { readonly id: string; readonly account: string; readonly level: Level }): Promise<Participation | undefined> {
  if (!isId(given.id)) return undefined;
  return deps.db.asOperator("what an account took part in, for this account", async (tx) => {
    const row = await tx.maybe<ParticipationRow>(sql`${rows} where t.id = ${given.id} and t.account_id = ${given.account}`);
    if (!row) return undefined;
    const holder = row.account_key === null ? undefined : await deps.accounts.accountKey(tx, given.account);
    const key = holder && row.account_key && row.part_id ? unwrapKey(holder, row.account_key, contexts.draftKey(row.part_id)) : undefined;
    return openParticipation(tx, deps, row, { key, level: given.level });
  });
}
