import { generateFitConnectKeyPair, createSigningRequest, type CertificateSubject, keyWithCertificates, type PublicJwk, readCertificate, VerificationError } from "@kommunalportal/fit-connect";
import type { JsonWebKey } from "node:crypto";
import type { Actor } from "#modules/audit";
import { open, seal } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { KeyRow } from "../inbound/destination-store.ts";
import type { InboundDeps } from "../inbound/inbound-deps.ts";

type Use = KeyRow["use"];
type Deps = Pick<InboundDeps, "db" | "clock" | "tenants" | "audit" | "fitConnect">;

export interface CertificateRequest { readonly id: string; readonly use: Use; readonly request: string; readonly requestedAt: Date; readonly certifiedAt: Date | undefined; readonly certificateUntil: Date | undefined }
/** A key with its certificate, ready for a destination. */
export interface CertifiedKey { readonly id: string; readonly publicJwk: PublicJwk; readonly privateJwk: { readonly kid: string } }

interface Row { readonly id: string; readonly use: Use; readonly request: string; readonly public_jwk: PublicJwk; readonly private_jwk: Buffer; readonly requested_at: Date; readonly certified_at: Date | null; readonly certificate_until: Date | null }
const columns = sql`id, use, request, public_jwk, private_jwk, requested_at, certified_at, certificate_until`;
const context = (id: string): string => `gateway.certificate_request.private_jwk:${id}`;
const longestFile = 100_000;

/** Whether this environment takes keys only with certificates of the Verwaltungs-PKI (delivery.md 1.7: STAGE and PROD). */
export const needsCertificates = ({ fitConnect }: Pick<InboundDeps, "fitConnect">): boolean => fitConnect?.environment.certificates.kind === "strict";

export async function certificateRequests(tx: Tx, tenant: string): Promise<CertificateRequest[]> {
  const rows = await tx.rows<Row>(sql`select ${columns} from gateway.certificate_request where tenant_id = ${tenant} order by use`);
  return rows.map((row) => ({ id: row.id, use: row.use, request: row.request, requestedAt: row.requested_at, certifiedAt: row.certified_at ?? undefined, certificateUntil: row.certificate_until ?? undefined }));
}

export type RequestOutcome = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly why: "not-needed" | "subject-invalid" | "requested-already" };

/** First step: the key is made here and never leaves; the request for its certificate is what the operator takes to the authority. Asked again while one waits, nothing new is made. */
export async function requestCertificate(deps: Deps, given: { readonly tenant: string; readonly use: Use; readonly subject: CertificateSubject; readonly actor: Actor }): Promise<RequestOutcome> {
  if (!needsCertificates(deps)) return { ok: false, why: "not-needed" };
  const waiting = await deps.db.inTenant(given.tenant, (tx) => certificateRequests(tx, given.tenant));
  if (waiting.some(({ use }) => use === given.use)) return { ok: false, why: "requested-already" };
  const { publicJwk, privateJwk } = given.use === "encryption" ? await generateFitConnectKeyPair("encryption") : await generateFitConnectKeyPair("signature");
  let request: string;
  try {
    request = createSigningRequest({ subject: given.subject, privateKey: privateJwk as JsonWebKey, use: given.use });
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, why: "subject-invalid" };
    throw error;
  }
  const id = newId();
  const sealed = seal(await deps.tenants.tenantKey(given.tenant), JSON.stringify(privateJwk), context(id));
  return deps.db.inTenant(given.tenant, async (tx): Promise<RequestOutcome> => {
    const made = await tx.run(sql`insert into gateway.certificate_request (id, tenant_id, use, request, public_jwk, private_jwk, requested_at)
      values (${id}, ${given.tenant}, ${given.use}, ${request}, ${JSON.stringify(publicJwk)}, ${sealed}, ${deps.clock.now()}) on conflict (tenant_id, use) do nothing`);
    if (made === 0) return { ok: false, why: "requested-already" };
    await deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "gateway.request-certificate", subject: { kind: "certificate-request", id } });
    return { ok: true, id };
  });
}

export type CertifyOutcome = { readonly ok: true; readonly until: Date } | { readonly ok: false; readonly why: "not-found" | "not-needed" } | { readonly ok: false; readonly why: "refused"; readonly code: VerificationError["code"] };

/** Second step: what the authority issued, with its chain, after every check that senders make. A better file replaces an earlier one as long as the key is not in use. */
export async function takeCertificate(deps: Deps, given: { readonly tenant: string; readonly id: string; readonly pem: string; readonly actor: Actor }): Promise<CertifyOutcome> {
  const policy = deps.fitConnect?.environment.certificates;
  if (policy?.kind !== "strict") return { ok: false, why: "not-needed" };
  const row = await deps.db.inTenant(given.tenant, (tx) => requestRow(tx, given.tenant, given.id));
  if (!row) return { ok: false, why: "not-found" };
  const now = deps.clock.now();
  let certified: PublicJwk;
  try {
    certified = await keyWithCertificates(row.public_jwk, row.use, given.pem.slice(0, longestFile), policy, now.getTime());
  } catch (error) {
    if (error instanceof VerificationError) return { ok: false, why: "refused", code: error.code };
    throw error;
  }
  const until = readCertificate(certified.x5c?.[0] ?? "").until;
  return deps.db.inTenant(given.tenant, async (tx): Promise<CertifyOutcome> => {
    const done = await tx.run(sql`update gateway.certificate_request set public_jwk = ${JSON.stringify(certified)}, certified_at = ${now}, certificate_until = ${until} where id = ${row.id} and tenant_id = ${given.tenant}`);
    if (done === 0) return { ok: false, why: "not-found" };
    await deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "gateway.take-certificate", subject: { kind: "certificate-request", id: row.id } });
    return { ok: true, until };
  });
}

/** The authority says no, or the name was wrong: the key goes with the request. */
export function dropCertificateRequest(deps: Deps, given: { readonly tenant: string; readonly id: string; readonly actor: Actor }): Promise<boolean> {
  return deps.db.inTenant(given.tenant, async (tx) => {
    const gone = await tx.run(sql`delete from gateway.certificate_request where id = ${given.id} and tenant_id = ${given.tenant}`);
    if (gone > 0) await deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "gateway.drop-certificate-request", subject: { kind: "certificate-request", id: given.id } });
    return gone > 0;
  });
}

/** The key of a town that has its certificate and is not in use yet. Undefined: there is none, or its certificate has ended meanwhile. */
export async function certifiedKey(deps: Deps, tenant: string, use: Use): Promise<CertifiedKey | undefined> {
  const row = await deps.db.inTenant(tenant, (tx) => tx.maybe<Row>(sql`select ${columns} from gateway.certificate_request where tenant_id = ${tenant} and use = ${use} and certificate_until > ${deps.clock.now()}`));
  if (!row) return undefined;
  const privateJwk = JSON.parse(open(await deps.tenants.tenantKey(tenant), row.private_jwk, context(row.id)).toString("utf8")) as { readonly kid: string };
  return { id: row.id, publicJwk: row.public_jwk, privateJwk };
}

/** In the transaction in which the key becomes a destination's. */
export async function useCertifiedKey(tx: Tx, id: string): Promise<void> {
  await tx.run(sql`delete from gateway.certificate_request where id = ${id}`);
}

const requestRow = (tx: Tx, tenant: string, id: string): Promise<Row | undefined> => tx.maybe<Row>(sql`select ${columns} from gateway.certificate_request where id = ${id} and tenant_id = ${tenant} for update`);
