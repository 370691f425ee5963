import { hkdfSync } from "node:crypto";
import type { Applicant } from "#modules/applications";
import { open, seal } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import type { AtField, EvidenceDeps } from "./deps.ts";
import type { FetchedEvidence } from "./register.ts";

export interface Preview extends FetchedEvidence { readonly kind: string }

const keptFor = 30 * 60_000;
const context = (draft: string, path: string): string => `evidence.preview.content:${draft}:${path}`;

/** The key of whoever fills in: the account's, or one made of the secret in a visitor's cookie. */
async function keyOf(tx: Tx, deps: Pick<EvidenceDeps, "accounts">, applicant: Applicant): Promise<Buffer> {
  if (applicant.account !== undefined) return deps.accounts.accountKey(tx, applicant.account);
  if (applicant.ownerSecret?.length !== 32) throw new Error("a visitor brings a secret of 32 bytes");
  return Buffer.from(hkdfSync("sha256", applicant.ownerSecret, Buffer.alloc(0), "kommunalportal evidence preview", 32));
}

/** Replaces what was fetched for the field before. */
export async function storePreview(tx: Tx, deps: Pick<EvidenceDeps, "accounts" | "clock">, { applicant, draft, path }: AtField, preview: Preview): Promise<void> {
  const content = seal(await keyOf(tx, deps, applicant), JSON.stringify({ ...preview, pdf: preview.pdf.toString("base64") }), context(draft, path));
  await tx.run(sql`insert into evidence.preview (draft_id, path, owner_id, content, expires_at) values (${draft}, ${path}, ${applicant.owner}, ${content}, ${new Date(deps.clock.now().getTime() + keptFor)})
    on conflict (draft_id, path) do update set owner_id = excluded.owner_id, content = excluded.content, expires_at = excluded.expires_at`);
}

export async function openPreview(tx: Tx, deps: Pick<EvidenceDeps, "accounts" | "clock">, { applicant, draft, path }: AtField): Promise<Preview | undefined> {
  const row = await tx.maybe<{ content: Buffer }>(sql`select content from evidence.preview where draft_id = ${draft} and path = ${path} and owner_id = ${applicant.owner} and expires_at > ${deps.clock.now()}`);
  if (!row) return undefined;
  // Only this room writes it, and the seal proves that nobody else did.
  const stored = JSON.parse(open(await keyOf(tx, deps, applicant), row.content, context(draft, path)).toString("utf8")) as Omit<Preview, "pdf"> & { pdf: string };
  return { ...stored, pdf: Buffer.from(stored.pdf, "base64") };
}

export async function removePreview(tx: Tx, { applicant, draft, path }: AtField): Promise<boolean> {
  return (await tx.run(sql`delete from evidence.preview where draft_id = ${draft} and path = ${path} and owner_id = ${applicant.owner}`)) === 1;
}

export async function removeExpired(tx: Tx, now: Date): Promise<void> {
  await tx.run(sql`delete from evidence.preview where expires_at <= ${now}`);
}
