import { createHash, randomBytes } from "node:crypto";
import { sql } from "#platform/database";
import { findCopy } from "./copy-store.ts";
import type { AtCopy, WorkshopDeps } from "./edit-copy.ts";
import type { WorkingCopy } from "./working-copy.ts";

/** Days a preview link may live. */
export const longestPreview = 30;

const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();

/** A link for somebody without account, for some days. The token is shown once; only its hash is stored. */
export async function makePreviewLink({ db, clock }: WorkshopDeps, { tenant, copy, by }: Omit<AtCopy, "seen">, days: number): Promise<{ readonly token: string; readonly expiresAt: Date } | undefined> {
  const token = randomBytes(32).toString("base64url");
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + Math.min(longestPreview, Math.max(1, Math.floor(days))) * 86_400_000);
  return db.inTenant(tenant, async (tx) => {
    if ((await findCopy(tx, copy))?.tenant !== tenant) return undefined;
    await tx.run(sql`delete from forms.preview_link where expires_at < ${now}`);
    await tx.run(sql`insert into forms.preview_link (token_hash, copy_id, tenant_id, made_by, made_at, expires_at) values (${hashOf(token)}, ${copy}, ${tenant}, ${by.id}, ${now}, ${expiresAt})`);
    return { token, expiresAt };
  });
}

/** Ends all links to a copy. */
export function endPreviewLinks({ db }: WorkshopDeps, { tenant, copy }: { readonly tenant: string; readonly copy: string }): Promise<number> {
  return db.inTenant(tenant, (tx) => tx.run(sql`delete from forms.preview_link where copy_id = ${copy}`));
}

/** How many links to a copy are open, and until when the last one. */
export async function openPreviewLinks({ db, clock }: WorkshopDeps, { tenant, copy }: { readonly tenant: string; readonly copy: string }): Promise<{ readonly count: number; readonly until: Date | undefined }> {
  return db.inTenant(tenant, async (tx) => {
    const { count, until } = await tx.one<{ count: number; until: Date | null }>(sql`select count(*)::int as count, max(expires_at) as until from forms.preview_link where copy_id = ${copy} and expires_at > ${clock.now()}`);
    return { count, until: until ?? undefined };
  });
}

/** What a link shows now; undefined when it has expired, was ended, or never was one. */
export function previewOf({ db, clock }: WorkshopDeps, token: string): Promise<WorkingCopy | undefined> {
  if (!/^[\w-]{43}$/.test(token)) return Promise.resolve(undefined);
  return db.asOperator("show a preview", async (tx) => {
    const link = await tx.maybe<{ copy_id: string }>(sql`select copy_id from forms.preview_link where token_hash = ${hashOf(token)} and expires_at > ${clock.now()}`);
    return link && findCopy(tx, link.copy_id);
  });
}
