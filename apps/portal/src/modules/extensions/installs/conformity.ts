import { compactVerify, importJWK, type JWK } from "jose";
import { z } from "zod";
import type { Actor } from "#modules/audit";
import { sql } from "#platform/database";
import { findClient } from "../client-store.ts";
import type { ExtensionsDeps } from "../deps.ts";

/** A result of the conformance kit for one version of a program, whose signature was checked. */
export interface Conformity { readonly version: string; readonly level: 0 | 1 | 2 | 3; readonly checks: number; readonly passed: number; readonly examinedAt: Date }

const report = z.object({
  kit: z.literal("kommunalportal-conformance"), suite: z.literal("extension"), subject: z.string().max(200), at: z.iso.datetime(), level: z.literal([0, 1, 2, 3]), results: z.array(z.object({ outcome: z.string().max(40) })).max(1_000),
});

export type TakenConformity = { readonly ok: true; readonly conformity: Conformity } | { readonly ok: false; readonly why: "unknown-client" | "not-signed" | "other-subject" | "not-a-report" };

/** Takes a report that is signed by a key whom the operator trusts (packages/conformance-kit, `signReport`), for exactly this program. */
export async function takeConformity(deps: Pick<ExtensionsDeps, "db" | "clock" | "audit" | "settings">, given: { readonly client: string; readonly signed: string; readonly actor: Actor }): Promise<TakenConformity> {
  const payload = await payloadOf(given.signed, deps.settings.conformityKeys ?? []);
  if (payload === undefined) return { ok: false, why: "not-signed" };
  const read = report.safeParse(payload);
  if (!read.success) return { ok: false, why: "not-a-report" };
  const [id, version = ""] = read.data.subject.split(/[ @]/);
  if (id !== given.client || !/^\d{1,4}\.\d{1,4}\.\d{1,4}$/.test(version)) return { ok: false, why: "other-subject" };
  const { level, results } = read.data;
  const conformity: Conformity = { version, level, checks: results.length, passed: results.filter(({ outcome }) => outcome === "passed").length, examinedAt: new Date(read.data.at) };
  return deps.db.asOperator("take the conformity result of an extension", async (tx): Promise<TakenConformity> => {
    if (!await findClient(tx, given.client)) return { ok: false, why: "unknown-client" };
    await tx.run(sql`insert into extension_installs.conformity (client_id, version, level, checks, passed, examined_at, taken_at, signed)
      values (${given.client}, ${version}, ${level}, ${conformity.checks}, ${conformity.passed}, ${conformity.examinedAt}, ${deps.clock.now()}, ${given.signed.trim()})
      on conflict (client_id, version) do update set level = excluded.level, checks = excluded.checks, passed = excluded.passed, examined_at = excluded.examined_at, taken_at = excluded.taken_at, signed = excluded.signed
      where excluded.examined_at >= extension_installs.conformity.examined_at`);
    await deps.audit.record(tx, { actor: given.actor, action: "extension.take-conformity", subject: { kind: "extension", id: given.client } });
    return { ok: true, conformity };
  });
}

async function payloadOf(signed: string, trusted: readonly JWK[]): Promise<unknown> {
  if (signed.length > 500_000) return undefined;
  for (const jwk of trusted) {
    try {
      const { payload, protectedHeader } = await compactVerify(signed.trim(), await importJWK(jwk, "EdDSA"), { algorithms: ["EdDSA"] });
      if (protectedHeader.typ === "kommunalportal-conformance+jwt") return JSON.parse(new TextDecoder().decode(payload)) as unknown;
    } catch { /* the next key */ }
  }
  return undefined;
}

export async function conformityOf(deps: Pick<ExtensionsDeps, "db">, client: string): Promise<readonly Conformity[]> {
  const rows = await deps.db.published((tx) => tx.rows<{ version: string; level: 0 | 1 | 2 | 3; checks: number; passed: number; examined_at: Date }>(sql`select version, level, checks, passed, examined_at from extension_installs.conformity where client_id = ${client} order by examined_at desc limit 20`));
  return rows.map(({ version, level, checks, passed, examined_at }) => ({ version, level, checks, passed, examinedAt: examined_at }));
}

/** Levels of all that was examined, by `<program> <version>`. */
export async function examinedLevels(deps: Pick<ExtensionsDeps, "db">): Promise<ReadonlyMap<string, Conformity["level"]>> {
  const rows = await deps.db.published((tx) => tx.rows<{ client_id: string; version: string; level: Conformity["level"] }>(sql`select client_id, version, level from extension_installs.conformity order by examined_at desc limit 5000`));
  return new Map(rows.map(({ client_id, version, level }) => [`${client_id} ${version}`, level]));
}
