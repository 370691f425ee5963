import type { Readable } from "node:stream";
import type { Level } from "#modules/accounts";
import { addDays, legalDate } from "#platform/clock";
import { FileMissing, getSealed } from "#platform/files";
import { open, seal } from "#platform/crypto";
import { sql, type Sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { SafeDeps } from "./deps.ts";
import { contexts, keyOf, type About } from "./document-seal.ts";
import { findDocument } from "./document-store.ts";

/** A document that its person lets the office see in one case. */
export interface SharedDocument extends About { readonly id: string; readonly document: string; readonly sharedAt: Date; /** The last day on which it may be seen, in German legal time. */ readonly lastDay: string }

interface SharedRow { readonly id: string; readonly document_id: string; readonly store_key: string; readonly wrapped_key: Buffer; readonly about: Buffer; readonly at: Date; readonly last_day: string }
const columns = sql`id, document_id, store_key, wrapped_key, about, at, last_day`;
/** Neither ended nor over: what the job has not yet seen is over all the same. */
const inForce = (deps: Pick<SafeDeps, "clock">): Sql => sql`ended_at is null and last_day >= ${legalDate(deps.clock.now())}`;
const keyContext = (share: string): string => `safe.shared.wrapped_key:${share}`;
/** More than anybody needs for one case. */
const mostShared = 50;

export interface ShareDocument { readonly account: string; readonly level: Level; readonly document: string; readonly application: string; /** The last day on which it may be seen; without it the one that is proposed. */ readonly lastDay?: string }
export type ShareOutcome = { readonly ok: true; readonly share: string } | { readonly ok: false; readonly why: "not-found" | "held" | "level-too-low" | "case-ended" | "too-many" | "day-wrong" };

/** The day that is proposed for a new release, and the last that can be chosen. */
export function releaseDays(deps: Pick<SafeDeps, "clock" | "settings">): { readonly first: string; readonly proposed: string; readonly latest: string } {
  const first = legalDate(deps.clock.now());
  return { first, proposed: addDays(first, deps.settings.shareDays), latest: addDays(first, deps.settings.mostShareDays) };
}

/**
 * Lets the office of one case see one document, to the end of a day that the person chooses, or until they end it or delete the document (§ 8 (4)
 * Serviceportal.NRW-VO: for each case anew). Released once more, it has the new day. The bytes stay where they are; the town gets the document's key under its own. The case's log tells of it.
 */
export async function shareDocument(deps: SafeDeps, given: ShareDocument): Promise<ShareOutcome> {
  const { account, application } = given;
  const { first, proposed, latest } = releaseDays(deps);
  const lastDay = given.lastDay ?? proposed;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(lastDay) || addDays(lastDay, 0) !== lastDay || lastDay < first || lastDay > latest) return { ok: false, why: "day-wrong" };
  const tenant = await deps.db.asAccount(account, async (tx) => ownCase(await deps.applications.view(tx, application), account)?.tenant);
  if (tenant === undefined) return { ok: false, why: "not-found" };
  // Outside the transaction: where it is not in memory it is read on a connection of its own.
  const tenantKey = await deps.towns.tenantKey(tenant);
  return deps.db.asAccount(account, async (tx): Promise<ShareOutcome> => {
    const tellShared = (id: string) => deps.applications.record(tx, application, { type: "document-shared", actor: { kind: "citizen", account }, data: { document: id, lastDay } }, { kind: "account" });
    const head = ownCase(await deps.applications.view(tx, application), account);
    if (!head || head.tenant !== tenant) return { ok: false, why: "not-found" };
    if (head.status === "closed" || head.status === "withdrawn") return { ok: false, why: "case-ended" };
    const row = await findDocument(tx, account, given.document);
    if (!row || row.state === "found") return { ok: false, why: "not-found" };
    if (row.state === "held") return { ok: false, why: "held" };
    if (row.minimum_level > given.level) return { ok: false, why: "level-too-low" };
    await endExpired(tx, deps, sql`application_id = ${application} and account_id = ${account}`);
    const there = await tx.rows<{ id: string; document_id: string; last_day: string }>(sql`select id, document_id, last_day from safe.shared where application_id = ${application} and account_id = ${account} and ended_at is null`);
    const before = there.find(({ document_id }) => document_id === row.id);
    if (before?.last_day === lastDay) return { ok: true, share: before.id };
    if (before) {
      await tx.run(sql`update safe.shared set last_day = ${lastDay}, level = ${given.level} where id = ${before.id} and ended_at is null`);
      await tellShared(before.id);
      return { ok: true, share: before.id };
    }
    if (there.length >= mostShared) return { ok: false, why: "too-many" };
    const at = deps.clock.now();
    const id = newId(at.getTime());
    const key = keyOf(await deps.accounts.accountKey(tx, account), row);
    const made = await tx.run(sql`insert into safe.shared (id, account_id, document_id, tenant_id, application_id, level, at, last_day, store_key, wrapped_key, about)
      values (${id}, ${account}, ${row.id}, ${tenant}, ${application}, ${given.level}, ${at}, ${lastDay}, ${row.store_key}, ${seal(tenantKey, key, keyContext(id))}, ${row.about}) on conflict do nothing`);
    // Of two at once the other was faster, or the document goes this very moment.
    if (made === 0) return { ok: false, why: "not-found" };
    await tellShared(id);
    return { ok: true, share: id };
  });
}

function ownCase<T extends { readonly account: string | undefined; readonly submittedAt: Date | undefined }>(head: T | undefined, account: string): T | undefined {
  return head?.account === account && head.submittedAt !== undefined ? head : undefined;
}

/**
 * Ends it at once: whoever looks from now on finds nothing. One release, or all of a document that its person deletes. The case's log tells of it, so
 * that an office that has looked knows that it may not any more. False where it was over.
 */
export async function endShare(tx: Tx, deps: Pick<SafeDeps, "clock" | "applications">, given: { readonly account: string } & ({ readonly share: string } | { readonly document: string })): Promise<boolean> {
  const { account } = given;
  const which = "share" in given ? sql`id = ${given.share}` : sql`document_id = ${given.document}`;
  const ended = await tx.rows<{ id: string; application_id: string }>(sql`update safe.shared set ended_at = ${deps.clock.now()}, wrapped_key = null, about = null where ${which} and account_id = ${account} and ended_at is null returning id, application_id`);
  for (const { id, application_id } of ended) await deps.applications.record(tx, application_id, { type: "document-unshared", actor: { kind: "citizen", account }, data: { document: id } }, { kind: "account" });
  return ended.length > 0;
}

const system = { kind: "system", what: "safe" } as const;

/** Ends what is over by its day, and the log of each case tells of it. In the scope of the person, or of the operator for all. How many. */
export async function endExpired(tx: Tx, deps: Pick<SafeDeps, "clock" | "applications">, which: Sql): Promise<number> {
  const now = deps.clock.now();
  const ended = await tx.rows<{ id: string; application_id: string }>(sql`update safe.shared set ended_at = ${now}, wrapped_key = null, about = null where ${which} and ended_at is null and last_day < ${legalDate(now)} returning id, application_id`);
  const known = new Set((await deps.applications.heads(tx, [...new Set(ended.map(({ application_id }) => application_id))])).map(({ id }) => id));
  // Of a case that was deleted nobody is told.
  for (const { id, application_id } of ended) if (known.has(application_id)) await deps.applications.record(tx, application_id, { type: "document-share-expired", actor: system, data: { document: id } }, { kind: "account" });
  return ended.length;
}

/** The case went to another town: the release was for the old one, and its key is the old one's. Nobody else is let see anything in the person's stead. */
export async function endSharesElsewhere(deps: Pick<SafeDeps, "db" | "clock">, given: { readonly application: string; readonly tenant: string }): Promise<void> {
  const at = deps.clock.now();
  await deps.db.asOperator("a case went to another town", async (tx) => {
    await tx.run(sql`update safe.shared set ended_at = ${at}, wrapped_key = null, about = null where application_id = ${given.application} and tenant_id <> ${given.tenant} and ended_at is null`);
    await tx.run(sql`update safe.case_consent set ended_at = ${at} where application_id = ${given.application} and tenant_id <> ${given.tenant} and ended_at is null`);
  });
}

/** A release as its evidence: also one that is over. */
export interface Release { readonly id: string; readonly document: string; readonly application: string; readonly level: Level; readonly at: Date; readonly lastDay: string; readonly endedAt: Date | undefined }
interface ReleaseRow { readonly id: string; readonly document_id: string; readonly application_id: string; readonly level: Level; readonly at: Date; readonly last_day: string; readonly ended_at: Date | null }
const releaseOf = (row: ReleaseRow): Release => ({ id: row.id, document: row.document_id, application: row.application_id, level: row.level, at: row.at, lastDay: row.last_day, endedAt: row.ended_at ?? undefined });

/** All that a person has ever released, for their own record. */
export async function releasesOf(tx: Tx, account: string): Promise<Release[]> {
  return (await tx.rows<ReleaseRow>(sql`select id, document_id, application_id, level, at, last_day, ended_at from safe.shared where account_id = ${account} order by at, id`)).map(releaseOf);
}

/** What the office of a case may see, and what it could see before; of that the name is gone with the key. In the town's scope. */
export async function releasedInCase(tx: Tx, deps: Pick<SafeDeps, "clock">, tenantKey: Buffer, given: { readonly tenant: string; readonly application: string }): Promise<(Release & { readonly about: About | undefined })[]> {
  const rows = await tx.rows<SharedRow & ReleaseRow>(sql`select ${columns}, application_id, level, ended_at from safe.shared where tenant_id = ${given.tenant} and application_id = ${given.application} order by at, id`);
  const today = legalDate(deps.clock.now());
  return rows.map((row) => ({ ...releaseOf(row), about: row.ended_at === null && row.last_day >= today ? sharedOf(tenantKey, row).about : undefined }));
}

/** What a person has shared in one case, for themselves: in their own scope. */
export async function sharesOf(tx: Tx, deps: Pick<SafeDeps, "clock">, given: { readonly account: string; readonly application: string }): Promise<readonly { readonly id: string; readonly document: string; readonly at: Date; readonly lastDay: string }[]> {
  return (await tx.rows<{ id: string; document_id: string; at: Date; last_day: string }>(sql`select id, document_id, at, last_day from safe.shared where account_id = ${given.account} and application_id = ${given.application} and ${inForce(deps)} order by at`)).map((row) => ({ id: row.id, document: row.document_id, at: row.at, lastDay: row.last_day }));
}

/** For the office of the case: in the town's scope. */
export async function sharedInCase(tx: Tx, deps: Pick<SafeDeps, "clock">, tenantKey: Buffer, given: { readonly tenant: string; readonly application: string }): Promise<SharedDocument[]> {
  const rows = await tx.rows<SharedRow>(sql`select ${columns} from safe.shared where tenant_id = ${given.tenant} and application_id = ${given.application} and ${inForce(deps)} order by at, id`);
  return rows.map((row) => sharedOf(tenantKey, row).about);
}

/** One of them as a stream; an error in mid-stream (SealBroken) means that the bytes were changed. */
export async function openShared(tx: Tx, deps: Pick<SafeDeps, "files" | "clock">, tenantKey: Buffer, given: { readonly tenant: string; readonly application: string; readonly share: string }): Promise<{ readonly about: SharedDocument; readonly content: Readable } | undefined> {
  const row = await tx.maybe<SharedRow>(sql`select ${columns} from safe.shared where id = ${given.share} and tenant_id = ${given.tenant} and application_id = ${given.application} and ${inForce(deps)}`);
  if (!row) return undefined;
  const { key, about } = sharedOf(tenantKey, row);
  try {
    return { about, content: await getSealed(deps.files, row.store_key, { dek: key, context: contexts.bytes(row.document_id) }) };
  } catch (error) {
    // Deleted by its person this very moment.
    if (error instanceof FileMissing) return undefined;
    throw error;
  }
}

function sharedOf(tenantKey: Buffer, row: SharedRow): { readonly key: Buffer; readonly about: SharedDocument } {
  const key = open(tenantKey, row.wrapped_key, keyContext(row.id));
  const about = JSON.parse(open(key, row.about, contexts.about(row.document_id)).toString("utf8")) as About;
  return { key, about: { ...about, id: row.id, document: row.document_id, sharedAt: row.at, lastDay: row.last_day } };
}
