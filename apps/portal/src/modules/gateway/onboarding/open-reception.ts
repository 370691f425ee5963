import { randomUUID } from "node:crypto";
import { checkPublicJwk, createDestinations, generateFitConnectKeyPair, readCertificate, type EncryptionJwk, type PublicJwk } from "@kommunalportal/fit-connect";
import type { Actor } from "#modules/audit";
import { randomToken, seal } from "#platform/crypto";
import { destinationsOf, insertDestination, insertKey, keysOf, sealPrivateJwk, secretContext, setServices, type KeyRow } from "../inbound/destination-store.ts";
import type { InboundDeps } from "../inbound/inbound-deps.ts";
import { connectionSettings } from "../inbound/party.ts";
import { certifiedKey, needsCertificates, useCertifiedKey } from "./certificate-requests.ts";
import { offerOf, replyChannels } from "./service-offer.ts";

export interface OpenReception {
  readonly tenant: string;
  /** Ids of the register's services; all of them are delivered by FIT-Connect and have a schema. */
  readonly services: readonly string[];
  readonly contact: { readonly legalName: string; readonly email: string };
  readonly actor: Actor;
  /** The town's own key, whose private part stays with the town: then nothing can be opened here. With its certificates. */
  readonly ownEncryptionKey?: unknown;
}

export type OpenOutcome =
  | { readonly ok: true; readonly destination: string; readonly made: "now" | "before" }
  | { readonly ok: false; readonly why: "not-connected" | "unknown-service" | "no-schema" | "not-by-fit-connect" | "certificates-needed" | "key-not-usable" };

const certificateDays = 730;

/**
 * Opens a destination for a town at FIT-Connect, or adds services to the one it has. Keys are made here and sealed with the town's key; it is active only
 * after they are stored for good. Broken off before that, an inactive destination is left behind at FIT-Connect that nobody can send to; broken off after it, the same step opens it.
 */
export async function openReception(deps: InboundDeps, given: OpenReception): Promise<OpenOutcome> {
  const fit = deps.fitConnect;
  const town = deps.tenants.byId(given.tenant);
  if (!fit || !town) return { ok: false, why: "not-connected" };
  const found = given.services.map((id) => deps.links.service(id));
  const services = found.flatMap((one) => one ?? []);
  if (services.length !== found.length || services.length === 0) return { ok: false, why: "unknown-service" };
  if (services.some(({ delivery }) => delivery !== "fit-connect")) return { ok: false, why: "not-by-fit-connect" };
  if (services.some(({ schemas }) => schemas.length === 0)) return { ok: false, why: "no-schema" };
  const destinations = createDestinations(connectionSettings(deps, fit));
  const [before] = await deps.db.inTenant(given.tenant, (tx) => destinationsOf(tx, given.tenant));
  if (before) return addServices(deps, before, { destinations, given, ars: town.ars });
  const own = given.ownEncryptionKey === undefined ? undefined : ownKey(given.ownEncryptionKey);
  if (own === "not-usable") return { ok: false, why: "key-not-usable" };
  const certified = needsCertificates(deps) ? { encryption: own === undefined ? await certifiedKey(deps, given.tenant, "encryption") : undefined, signature: await certifiedKey(deps, given.tenant, "signature") } : undefined;
  if (certified && (!certified.signature || (own === undefined && !certified.encryption))) return { ok: false, why: "certificates-needed" };

  const now = deps.clock.now();
  const certificate = { commonName: given.contact.legalName.slice(0, 64), from: now, days: certificateDays };
  const signature = certified?.signature ?? await generateFitConnectKeyPair("signature", { certificate });
  const encryption = own === undefined ? certified?.encryption ?? await generateFitConnectKeyPair("encryption", { certificate }) : { publicJwk: own, privateJwk: undefined };
  const [callbackId, secret] = [randomUUID(), randomToken(32)];
  const { destinationId } = await destinations.create({
    name: `Zustellpunkt ${given.contact.legalName}`.slice(0, 200), contactInformation: given.contact, services: offerOf(services, town.ars), encryptionPublicKey: checkPublicJwk(encryption.publicJwk, "encryption"), signingPublicKey: checkPublicJwk(signature.publicJwk, "signature"), replyChannels,
    callback: { url: `${fit.callbackOrigin}/rueckruf/zustellpunkt/${callbackId}`, secret },
  });
  const tenantKey = await deps.tenants.tenantKey(given.tenant);
  const key = (use: KeyRow["use"], publicJwk: PublicJwk, privateJwk: { readonly kid: string } | undefined) => ({
    destination: destinationId, tenant: given.tenant, use, state: "current" as const, publicJwk, sealed: privateJwk === undefined ? null : sealPrivateJwk(tenantKey, destinationId, privateJwk), certificateUntil: certificateEnd(publicJwk), at: now,
  });
  await deps.db.inTenant(given.tenant, async (tx) => {
    await insertDestination(tx, { id: destinationId, tenant: given.tenant, name: given.contact.legalName, services: [], callbackId, sealedSecret: seal(tenantKey, secret, secretContext(callbackId)), at: now });
    await insertKey(tx, key("encryption", encryption.publicJwk, encryption.privateJwk));
    await insertKey(tx, key("signature", signature.publicJwk, signature.privateJwk));
    for (const one of [certified?.encryption, certified?.signature]) if (one) await useCertifiedKey(tx, one.id);
    await deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "gateway.open-reception", subject: { kind: "destination", id: destinationId } });
  });
  await destinations.activate(destinationId);
  // Only now: what broke off before is still to be done, and done again it finds the destination and opens it.
  await deps.db.inTenant(given.tenant, (tx) => setServices(tx, destinationId, given.services));
  return { ok: true, destination: destinationId, made: "now" };
}

async function addServices(deps: InboundDeps, before: { readonly id: string; readonly services: readonly string[] }, { destinations, given, ars }: { readonly destinations: ReturnType<typeof createDestinations>; readonly given: OpenReception; readonly ars: string }): Promise<OpenOutcome> {
  const wanted = [...new Set([...before.services, ...given.services])];
  const services = wanted.flatMap((id) => deps.links.service(id) ?? []);
  await destinations.patch(before.id, { services: offerOf(services, ars), status: "active" });
  await deps.db.inTenant(given.tenant, async (tx) => {
    await setServices(tx, before.id, wanted);
    if (wanted.length > before.services.length) await deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "gateway.add-service", subject: { kind: "destination", id: before.id } });
  });
  return { ok: true, destination: before.id, made: "before" };
}

function ownKey(value: unknown): EncryptionJwk | "not-usable" {
  try {
    const key = checkPublicJwk(value, "encryption");
    return key.x5c === undefined ? "not-usable" : key;
  } catch { return "not-usable"; }
}

/** End of the leaf's validity; undefined where there is none. */
export function certificateEnd(jwk: PublicJwk): Date | null {
  const [leaf] = jwk.x5c ?? [];
  return leaf === undefined ? null : readCertificate(leaf).until;
}

/** The keys of a town's destination as its page shows them; never a private part. */
export async function receptionKeys(deps: Pick<InboundDeps, "db">, tenant: string): Promise<readonly (Pick<KeyRow, "kid" | "use" | "state"> & { readonly destination: string; readonly certificateUntil: Date | undefined; readonly since: Date; readonly here: boolean })[]> {
  return deps.db.inTenant(tenant, async (tx) => {
    const all = await Promise.all((await destinationsOf(tx, tenant)).map(({ id }) => keysOf(tx, id)));
    return all.flat().map(({ kid, use, state, destination_id, certificate_until, state_since, private_jwk }) => ({ kid, use, state, destination: destination_id, certificateUntil: certificate_until ?? undefined, since: state_since, here: private_jwk !== null }));
  });
}
