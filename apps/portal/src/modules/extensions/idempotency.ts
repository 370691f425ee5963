import { createHash } from "node:crypto";
import { open, seal } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import type { Access } from "./access.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { Refused } from "./refusal.ts";

/** One write as it was asked for: the key its sender chose and everything that makes it this request. */
export interface WriteRequest {
  /** 1 to 128 visible ASCII characters. */
  readonly key: string;
  /** Method, address and body; a file by its hash. */
  readonly fingerprint: readonly string[];
}

export interface StoredAnswer { readonly status: number; readonly body: unknown }
export interface WrittenAnswer extends StoredAnswer { readonly replayed: boolean }

const context = (access: Access, key: string): string => `extensions.idempotency/${access.tenant}/${access.client}/${key}`;

function hashOf(fingerprint: readonly string[]): Buffer {
  return createHash("sha256").update(JSON.stringify(fingerprint)).digest();
}

/**
 * Runs a write once. The key is taken in the transaction of the effect, so of two requests at the same time one waits for the other and then
 * gets its answer; a refusal rolls both back and the key is free again. The answer is kept sealed: it may hold a webhook's secret.
 */
export async function once(tx: Tx, deps: ExtensionsDeps, access: Access, request: WriteRequest, write: () => Promise<StoredAnswer>): Promise<WrittenAnswer> {
  const taken = await tx.run(sql`insert into extensions.idempotency (tenant_id, client_id, key, request_hash, at)
    values (${access.tenant}, ${access.client}, ${request.key}, ${hashOf(request.fingerprint)}, ${deps.clock.now()}) on conflict do nothing`);
  if (taken === 0) {
    const before = await earlierAnswer(tx, deps, access, request);
    if (!before) throw new Error("an idempotency key was taken by a write that has no answer");
    return before;
  }
  const answer = await write();
  const sealed = seal(await deps.tenants.tenantKey(access.tenant), JSON.stringify(answer.body), context(access, request.key));
  await tx.run(sql`update extensions.idempotency set status = ${answer.status}, answer = ${sealed} where tenant_id = ${access.tenant} and client_id = ${access.client} and key = ${request.key}`);
  return { ...answer, replayed: false };
}

/** The answer that the same request got before; refused where the key was used for another one. */
export async function earlierAnswer(tx: Tx, deps: ExtensionsDeps, access: Access, request: WriteRequest): Promise<WrittenAnswer | undefined> {
  const row = await tx.maybe<{ request_hash: Buffer; status: number | null; answer: Buffer | null }>(sql`select request_hash, status, answer from extensions.idempotency
    where tenant_id = ${access.tenant} and client_id = ${access.client} and key = ${request.key}`);
  if (!row) return undefined;
  if (!row.request_hash.equals(hashOf(request.fingerprint))) throw new Refused({ why: "idempotency-key-reused" });
  if (row.status === null || row.answer === null) return undefined;
  const body: unknown = JSON.parse(open(await deps.tenants.tenantKey(access.tenant), row.answer, context(access, request.key)).toString("utf8"));
  return { status: row.status, body, replayed: true };
}
