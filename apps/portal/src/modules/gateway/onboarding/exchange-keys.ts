import { checkPublicJwk, createDestinations, generateFitConnectKeyPair } from "@kommunalportal/fit-connect";
import type { Actor } from "#modules/audit";
import { sql } from "#platform/database";
import { destinationRow, insertKey, keysOf, sealPrivateJwk, setKeyState, type KeyRow } from "../inbound/destination-store.ts";
import type { InboundDeps } from "../inbound/inbound-deps.ts";
import { connectionSettings } from "../inbound/party.ts";
import { certifiedKey, needsCertificates, useCertifiedKey } from "./certificate-requests.ts";
import { certificateEnd } from "./open-reception.ts";

export type KeyUse = KeyRow["use"];
export type ExchangeOutcome =
  | { readonly ok: true; readonly kid: string }
  /** `wrong-order`: the step before it is not done. `in-use`: something encrypted with it may still be on its way. */
  | { readonly ok: false; readonly why: "not-connected" | "not-found" | "wrong-order" | "in-use" | "certificates-needed" | "kept-by-the-town" };

interface Step { readonly tenant: string; readonly destination: string; readonly use: KeyUse; readonly actor: Actor }
const certificateDays = 730;
/** Until then the delivery service rejects by itself what nobody fetched (14 days), so nothing sent with the old key can still come. */
export const tailDays = 15;

/** First step: the new key is made and kept. Nobody uses it yet. */
export async function prepareKey(deps: InboundDeps, step: Step): Promise<ExchangeOutcome> {
  const fit = deps.fitConnect;
  if (!fit) return { ok: false, why: "not-connected" };
  const keys = await read(deps, step);
  if (!keys) return { ok: false, why: "not-found" };
  const waiting = keys.find(({ use, state }) => use === step.use && state === "next");
  if (waiting) return { ok: true, kid: waiting.kid };
  if (keys.find(({ use, state }) => use === step.use && state === "current")?.private_jwk === null) return { ok: false, why: "kept-by-the-town" };
  const now = deps.clock.now();
  const certified = needsCertificates(deps) ? await certifiedKey(deps, step.tenant, step.use) : undefined;
  if (needsCertificates(deps) && !certified) return { ok: false, why: "certificates-needed" };
  const certificate = { commonName: keys[0]?.name.slice(0, 64) ?? "", from: now, days: certificateDays };
  const { publicJwk, privateJwk } = certified ?? (step.use === "encryption" ? await generateFitConnectKeyPair("encryption", { certificate }) : await generateFitConnectKeyPair("signature", { certificate }));
  const sealed = sealPrivateJwk(await deps.tenants.tenantKey(step.tenant), step.destination, privateJwk);
  await deps.db.inTenant(step.tenant, async (tx) => {
    await insertKey(tx, { destination: step.destination, tenant: step.tenant, use: step.use, state: "next", publicJwk, sealed, certificateUntil: certificateEnd(publicJwk), at: now });
    if (certified) await useCertifiedKey(tx, certified.id);
    await deps.audit.record(tx, { tenant: step.tenant, actor: step.actor, action: "gateway.prepare-key", subject: { kind: "destination", id: step.destination } });
  });
  return { ok: true, kid: publicJwk.kid };
}

/**
 * Second step: senders are told the new key; the old one stays beside it and opens what is on its way. Broken off between the delivery service and the
 * database, the same call finds the service done and only writes it down.
 */
export async function announceKey(deps: InboundDeps, step: Step): Promise<ExchangeOutcome> {
  const fit = deps.fitConnect;
  if (!fit) return { ok: false, why: "not-connected" };
  const keys = await read(deps, step);
  const next = keys?.find(({ use, state }) => use === step.use && state === "next");
  if (!keys) return { ok: false, why: "not-found" };
  if (!next) return { ok: false, why: "wrong-order" };
  const destinations = createDestinations(connectionSettings(deps, fit));
  if (step.use === "encryption") await destinations.changeEncryptionKey(step.destination, checkPublicJwk(next.public_jwk, "encryption"));
  else await destinations.patch(step.destination, { signingPublicKey: checkPublicJwk(next.public_jwk, "signature") });
  const now = deps.clock.now();
  await deps.db.inTenant(step.tenant, async (tx) => {
    const current = keys.find(({ use, state }) => use === step.use && state === "current");
    if (current) await setKeyState(tx, step.destination, current.kid, "previous", now);
    await setKeyState(tx, step.destination, next.kid, "current", now);
    await deps.audit.record(tx, { tenant: step.tenant, actor: step.actor, action: "gateway.announce-key", subject: { kind: "destination", id: step.destination } });
  });
  return { ok: true, kid: next.kid };
}

/** Third step: the old key opens nothing any more, and its private part is gone. Refused while something sent with it may still come. */
export async function retireKey(deps: InboundDeps, step: Step): Promise<ExchangeOutcome> {
  const keys = await read(deps, step);
  if (!keys) return { ok: false, why: "not-found" };
  const old = keys.find(({ use, state }) => use === step.use && state === "previous");
  if (!old) return { ok: false, why: "wrong-order" };
  const now = deps.clock.now();
  return deps.db.inTenant(step.tenant, async (tx): Promise<ExchangeOutcome> => {
    const { waiting } = await tx.one<{ waiting: number }>(sql`select count(*)::int as waiting from gateway.arrival where destination_id = ${step.destination} and state in ('listed', 'unopened')`);
    if (step.use === "encryption" && (waiting > 0 || now.getTime() - old.state_since.getTime() < tailDays * 86_400_000)) return { ok: false, why: "in-use" };
    await setKeyState(tx, step.destination, old.kid, "retired", now);
    await tx.run(sql`update gateway.key set private_jwk = null where destination_id = ${step.destination} and kid = ${old.kid}`);
    await deps.audit.record(tx, { tenant: step.tenant, actor: step.actor, action: "gateway.retire-key", subject: { kind: "destination", id: step.destination } });
    return { ok: true, kid: old.kid };
  });
}

function read(deps: InboundDeps, step: Step): Promise<readonly (KeyRow & { readonly name: string })[] | undefined> {
  return deps.db.inTenant(step.tenant, async (tx) => {
    const row = await destinationRow(tx, step.destination);
    return row && (await keysOf(tx, step.destination)).map((key) => ({ ...key, name: row.name }));
  });
}
