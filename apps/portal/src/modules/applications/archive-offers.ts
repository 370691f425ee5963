import type { Actor } from "#modules/audit";
import { addDays, legalDate } from "#platform/clock";
import { sql, type Tx } from "#platform/database";
import type { ApplicationsDeps } from "./deps.ts";

/** `wanted`: the archive takes it, nothing is deleted before it has it. `released`: it does not want it, or has it. */
export type ArchiveAnswer = "wanted" | "released";

/** A case whose retention term has ended and that was offered to the archive (§ 4 ArchivG NRW). */
export interface ArchiveOffer {
  readonly application: string;
  readonly reference: string;
  readonly service: string;
  readonly formVersion: string;
  readonly leikaKey: string;
  readonly submittedAt: Date;
  readonly closedAt: Date;
  readonly offeredAt: Date;
  readonly answer: ArchiveAnswer | undefined;
  /** First day on which it is deleted, `YYYY-MM-DD`; undefined while the archive wants it. */
  readonly deletedFrom: string | undefined;
}

interface OfferRow { readonly id: string; readonly reference: string; readonly service: string; readonly form_version: string; readonly leika_key: string; readonly submitted_at: Date; readonly closed_at: Date; readonly archive_offered_at: Date; readonly archive_answer: ArchiveAnswer | null }

/** A town's offers, the oldest first; with `application` that one. In the town's transaction. */
export async function archiveOffers(tx: Tx, deps: Pick<ApplicationsDeps, "clock" | "settings">, wanted: { readonly tenant: string; readonly limit: number; readonly application?: string }): Promise<readonly ArchiveOffer[]> {
  const rows = await tx.rows<OfferRow>(sql`select id, reference, service, form_version, leika_key, submitted_at, closed_at, archive_offered_at, archive_answer from applications.application
    where tenant_id = ${wanted.tenant} and archive_offered_at is not null and reference is not null and (${wanted.application ?? null}::uuid is null or id = ${wanted.application ?? null}::uuid)
    order by archive_offered_at, id limit ${wanted.limit}`);
  const today = legalDate(deps.clock.now());
  return rows.map((row) => ({
    application: row.id, reference: row.reference, service: row.service, formVersion: row.form_version, leikaKey: row.leika_key, submittedAt: row.submitted_at, closedAt: row.closed_at, offeredAt: row.archive_offered_at,
    answer: row.archive_answer ?? undefined,
    deletedFrom: row.archive_answer === "wanted" ? undefined : row.archive_answer === "released" ? addDays(today, 1) : addDays(legalDate(row.archive_offered_at), deps.settings.archiveDays),
  }));
}

export async function countArchiveOffers(tx: Tx, tenant: string): Promise<number> {
  return (await tx.one<{ count: number }>(sql`select count(*)::int as count from applications.application where tenant_id = ${tenant} and archive_offered_at is not null`)).count;
}

/** Notes what the archive answered; until the night that deletes it, it may be said otherwise. The number of those that were changed: what is not offered, or gone, is passed over. */
export async function answerArchiveOffer(tx: Tx, deps: Pick<ApplicationsDeps, "clock" | "audit">, given: { readonly tenant: string; readonly applications: readonly string[]; readonly answer: ArchiveAnswer; readonly actor: Actor }): Promise<number> {
  const { tenant, answer, actor } = given;
  const changed = await tx.rows<{ id: string }>(sql`update applications.application set archive_answer = ${answer}, archive_answered_at = ${deps.clock.now()}
    where tenant_id = ${tenant} and id = any(${given.applications}::uuid[]) and archive_offered_at is not null and archive_answer is distinct from ${answer} returning id`);
  for (const { id } of changed) await deps.audit.record(tx, { tenant, actor, action: answer === "wanted" ? "application.keep-for-archive" : "application.release-from-archive", subject: { kind: "application", id } });
  return changed.length;
}
