import { type JsonValue, type MergeConflict, mergeThree } from "@kommunalportal/form-engine";
import { newId } from "#platform/ids";
import { sql, type Tx } from "#platform/database";
import { openReleases, publishedFor } from "../release-store.ts";
import { findVersion } from "../version-store.ts";
import { insertChange, insertCopy, lockCopy } from "./copy-store.ts";
import { type AtCopy, storeContent, type WorkshopDeps } from "./edit-copy.ts";
import { type CopyContent, type Editor, firstOwnNumber, readContent, type WorkingCopy } from "./working-copy.ts";

/** A published version as the content of a working copy. @throws when it is not there: versions are kept for ever */
export async function contentOf(tx: Tx, slug: string, version: string): Promise<CopyContent> {
  const row = await findVersion(tx, slug, version);
  if (!row) throw new Error(`version ${version} of ${slug} is missing`);
  return readContent(row.package);
}

/** Begins a town's adaptation of what the publisher offers it. */
export function adaptCopy({ db, clock }: WorkshopDeps, { tenant, by, slug }: { readonly tenant: string; readonly by: Editor; readonly slug: string }): Promise<{ readonly ok: true; readonly copy: WorkingCopy } | { readonly ok: false; readonly why: "not-offered" | "own-form" | "exists"; readonly copy?: string }> {
  return db.inTenant(tenant, async (tx) => {
    const version = await publisherVersion(tx, { slug, tenant, now: clock.now() });
    if (version === undefined) return { ok: false, why: "not-offered" };
    if (await tx.maybe(sql`select id from forms.working_copy where slug = ${slug} and tenant_id = ${tenant} and adapts is null`)) return { ok: false, why: "own-form" };
    const copy: WorkingCopy = { id: newId(), tenant, slug, adapts: version, revision: 1, state: "draft", content: await contentOf(tx, slug, version), asked: undefined, decided: undefined, editors: [by.id], changedAt: clock.now() };
    if (!(await insertCopy(tx, copy))) {
      const { id } = await tx.one<{ id: string }>(sql`select id from forms.working_copy where slug = ${slug} and tenant_id = ${tenant}`);
      return { ok: false, why: "exists", copy: id };
    }
    await insertChange(tx, { copy, what: `Anpassung von Version ${version} begonnen`, by, undoTo: undefined, redo: [] });
    return { ok: true, copy };
  });
}

async function publisherVersion(tx: Tx, { slug, tenant, now }: { readonly slug: string; readonly tenant: string; readonly now: Date }): Promise<string | undefined> {
  return publishedFor((await openReleases(tx, slug)).filter(({ validFrom }) => validFrom <= now), tenant)?.version;
}

/** A newer version of the publisher, and where it meets the town's changes. */
export interface PublisherUpdate { readonly from: string; readonly to: string; readonly conflicts: readonly MergeConflict[] }

/** Undefined: the copy is no adaptation, or stands on what the publisher offers now. */
export function publisherUpdate({ db, clock }: WorkshopDeps, copy: WorkingCopy): Promise<PublisherUpdate | undefined> {
  const { adapts } = copy;
  if (adapts === undefined) return Promise.resolve(undefined);
  return db.inTenant(copy.tenant, async (tx) => {
    const to = await publisherVersion(tx, { slug: copy.slug, tenant: copy.tenant, now: clock.now() });
    return to === undefined || to === adapts ? undefined : { from: adapts, to, conflicts: (await merged(tx, copy, { from: adapts, to }, new Map())).conflicts };
  });
}

async function merged(tx: Tx, { slug, content }: WorkingCopy, { from, to }: { readonly from: string; readonly to: string }, choices: ReadonlyMap<string, "theirs" | "mine">): Promise<ReturnType<typeof mergeThree>> {
  const [base, theirs] = [await contentOf(tx, slug, from), await contentOf(tx, slug, to)];
  return mergeThree(json(base), json(theirs), json(content), choices);
}

const json = ({ service, form, tests }: CopyContent): JsonValue => JSON.parse(JSON.stringify({ service, form, tests })) as JsonValue;

/** What came out of the merge, checked again like what somebody typed. Which schema the copy came from was never part of it. */
function readMerged(content: JsonValue, { imported }: CopyContent): CopyContent {
  if (typeof content !== "object" || content === null || !("service" in content) || !("form" in content)) throw new Error("a merge lost the service or its form");
  return readContent({ service: content.service, form: content.form, tests: "tests" in content ? content.tests : [], ...(imported === undefined ? {} : { imported }) });
}

export type UpdateOutcome = { readonly ok: true; readonly copy: WorkingCopy } | { readonly ok: false; readonly why: "not-found" | "changed-meanwhile" | "nothing-to-do" } | { readonly ok: false; readonly why: "undecided"; readonly update: PublisherUpdate };

/** Takes the publisher's newer version over; every conflict needs a choice. The tests of both run at the next check. */
export function takeUpdate({ db, clock }: WorkshopDeps, { tenant, copy: id, by, seen }: AtCopy, choices: ReadonlyMap<string, "theirs" | "mine">): Promise<UpdateOutcome> {
  return db.inTenant(tenant, async (tx): Promise<UpdateOutcome> => {
    const copy = await lockCopy(tx, id);
    if (copy?.tenant !== tenant) return { ok: false, why: "not-found" };
    if (copy.revision !== seen) return { ok: false, why: "changed-meanwhile" };
    const from = copy.adapts;
    const to = await publisherVersion(tx, { slug: copy.slug, tenant, now: clock.now() });
    if (from === undefined || to === undefined || to === from) return { ok: false, why: "nothing-to-do" };
    const { merged: content, conflicts } = await merged(tx, copy, { from, to }, choices);
    if (conflicts.some(({ path }) => !choices.has(path))) return { ok: false, why: "undecided", update: { from, to, conflicts } };
    const next = readMerged(content, copy.content);
    return { ok: true, copy: await storeContent(tx, clock, { ...copy, adapts: to, content: { ...copy.content, form: { ...copy.content.form, version: to } } }, { content: next, what: `Version ${to} des Herausgebers übernommen`, by, undoTo: undefined, redo: [] }) };
  });
}

/** The number of a town's own version: the next one that is free above the first. */
export async function ownVersionNumber(tx: Tx, slug: string, adapts: string): Promise<string> {
  const [major = "1", minor = "0"] = adapts.split(".");
  const { most } = await tx.one<{ most: number | null }>(sql`select max(ordinal[3])::int as most from forms.version where slug = ${slug} and ordinal[3] >= ${firstOwnNumber}`);
  return `${major}.${minor}.${Math.max(firstOwnNumber, most ?? 0) + 1}`;
}
