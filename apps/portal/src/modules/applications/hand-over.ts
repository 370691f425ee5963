import type { Actor } from "#modules/audit";
import { open, seal } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import { announce } from "#platform/events";
import { applicationKey } from "./application-key.ts";
import type { PartHead } from "./application.ts";
import { lockedRow } from "./application-store.ts";
import { nameHashes } from "./applicant-name.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { append, type RecordedEvent } from "./event-log.ts";
import { heldKey, holdKey } from "./file-about.ts";
import type { FileRow } from "./file-rows.ts";
import { rewrapHidden } from "./hidden-part.ts";
import { contexts, wrapKey } from "./keys.ts";

export interface HandOverApplication {
  readonly application: string;
  readonly from: string;
  readonly to: string;
  /** Which office of the other town gets which part; every part is named. */
  readonly offices: readonly PartHead[];
  readonly actor: Actor;
  /** Codes for the log. */
  readonly data: Readonly<Record<string, string>>;
  /** For the citizen; sealed. */
  readonly text: string;
}

export type HandOverOutcome =
  | { readonly ok: true; readonly event: RecordedEvent }
  | { readonly ok: false; readonly why: "not-found" | "not-allowed" };

/**
 * An application goes to another town as it is: number, day of arrival, log, files and the person's access stay; what only the town can open is
 * sealed for the new town's key, and the old one opens nothing any more. Needs an operator's transaction, because it touches two towns.
 * Announces `application.handed-over` in the new town, with `from`.
 */
export async function handOver(tx: Tx, deps: ApplicationsDeps, given: HandOverApplication): Promise<HandOverOutcome> {
  const row = await lockedRow(tx, given.application);
  if (!row || row.tenant_id !== given.from || row.submitted_at === null) return { ok: false, why: "not-found" };
  if (row.status !== "submitted" && row.status !== "in-progress" && row.status !== "waiting") return { ok: false, why: "not-allowed" };
  // Money does not go along: what is open is owed no more, what was paid the old town's Kasse gives back, and the new town asks for its own fee where it has one.
  if (row.fee_cents !== null) await deps.claims?.ended(tx, row.id, "handed-over");
  const [oldKey, newKey] = [await deps.towns.tenantKey(given.from), await deps.towns.tenantKey(given.to)];
  const key = await applicationKey(tx, deps, row, { kind: "tenant" });
  const name = row.applicant_name === null ? undefined : open(oldKey, row.applicant_name, contexts.applicantName(row.id)).toString("utf8");
  const hashes = name === undefined ? [] : nameHashes(newKey, name);
  const held = await tx.rows<FileRow & { readonly held_key: Buffer }>(sql`select id, tenant_id, held_key from applications.file where application_id = ${row.id} and held_key is not null for update`);
  await tx.run(sql`delete from applications.search_word where application_id = ${row.id}`);
  // Parts, events and files follow by their foreign keys.
  await tx.run(sql`update applications.application set tenant_id = ${given.to}, here_since = ${deps.clock.now()}, towns = towns + 1, fee_cents = null, fee_way = null, paid_at = null, tenant_wrapped_key = ${wrapKey(newKey, key, contexts.applicationKey(row.id, "tenant"))},
    hidden_key = ${rewrapHidden(oldKey, newKey, row)}, applicant_name = ${name === undefined ? null : seal(newKey, name, contexts.applicantName(row.id))} where id = ${row.id}`);
  await tx.run(sql`insert into applications.search_word (tenant_id, hash, application_id) select ${given.to}::uuid, hash, ${row.id}::uuid from unnest(${hashes}::bytea[]) as w (hash)`);
  for (const file of held) {
    const opened = await heldKey(deps.towns, file, file.held_key);
    await tx.run(sql`update applications.file set held_key = ${await holdKey(deps.towns, given.to, file.id, opened)} where id = ${file.id}`);
  }
  for (const { part, office } of given.offices) await tx.run(sql`update applications.part set office = ${office} where application_id = ${row.id} and part = ${part}`);
  const { tenant, service, ...event } = await append(tx, deps, row.id, { type: "handed-over", actor: given.actor, data: given.data, text: given.text }, row.status === "waiting" ? { status: "in-progress" } : {}, key);
  await announce(tx, { type: "application.handed-over", id: event.id, application: row.id, tenant, service, from: given.from });
  return { ok: true, event };
}
