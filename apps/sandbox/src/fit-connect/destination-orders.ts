import { randomUUID } from "node:crypto";
import { z } from "zod";
import { checkCallback, parsed } from "./announce.ts";
import { DESTINATION_STATES, destinationSettings, orderedKeys, type Destination } from "./destination.ts";
import { checkPublicJwk, type PublicJwk } from "./jwk.ts";
import { mergePatch } from "./merge-patch.ts";
import { ApiProblem } from "./problem.ts";
import { now, type Service } from "./service.ts";

const settings = z.strictObject({ ...destinationSettings, encryptionPublicKey: z.unknown().optional(), signingPublicKey: z.unknown().optional() });
const newSettings = settings.refine(({ encryptionPublicKey, signingPublicKey }) => encryptionPublicKey !== undefined && signingPublicKey !== undefined, "both keys are mandatory");
/** Who replaces a destination may say in which state it is from then on. */
const replacement = settings.extend({ status: z.enum(DESTINATION_STATES).optional() });
/** What a patch may name beside the settings, which it is merged into. */
const patchSchema = z.looseObject({ status: z.enum(DESTINATION_STATES).optional(), encryptionPublicKey: z.unknown().optional(), signingPublicKey: z.unknown().optional() });
const mergedSettings = z.strictObject(destinationSettings);

/** v1 says `services` where v2 says `publicServices` (delivery.md 1.5.9); a body that uses the other version's word is refused by the schema. */
export function fromVersion(version: "v1" | "v2", body: unknown): unknown {
  if (version === "v2" || typeof body !== "object" || body === null) return body;
  const { services, ...rest } = Object.fromEntries(Object.entries(body));
  return { ...rest, ...("publicServices" in body ? { services } : services !== undefined && { publicServices: services }) };
}

/** `POST /destinations` (delivery.md 1.6): mandatory are name, contact, a service with schema, both keys and metadata versions. */
export async function createDestination(host: Service, clientId: string, body: unknown, destinationId: string = randomUUID()): Promise<Destination> {
  const { encryptionPublicKey, signingPublicKey, ...rest } = parsed(newSettings, body);
  const keys = [checkPublicJwk(encryptionPublicKey, "RSA-OAEP-256", host.clock()), checkPublicJwk(signingPublicKey, "PS512", host.clock())];
  const destination: Destination = { ...trimmed(rest), destinationId, clientId, status: "created", keys, createdAt: now(host) };
  return save(host, destination);
}

/** `PUT /destinations/{id}` replaces the settings; keys that are not named again stay, so that old and new stand side by side (1.6, key rotation). */
export async function replaceDestination(host: Service, clientId: string, destinationId: string, body: unknown): Promise<Destination> {
  return host.store.inTurn(destinationId, async () => {
    const known = ownDestination(host, clientId, destinationId);
    const { encryptionPublicKey, signingPublicKey, status = known.status, ...rest } = parsed(replacement, body);
    const { clientId: owner, createdAt } = known;
    inUse(known);
    return save(host, { ...trimmed(rest), destinationId, clientId: owner, status, createdAt, keys: withKeys(host, known, encryptionPublicKey, signingPublicKey) });
  });
}

/** `PATCH /destinations/{id}`, `application/merge-patch+json`: status, or parts of the settings, however deep; null removes what is optional (RFC 7396). What comes out is checked as a whole. */
export async function patchDestination(host: Service, clientId: string, destinationId: string, body: unknown): Promise<Destination> {
  return host.store.inTurn(destinationId, async () => {
    const known = ownDestination(host, clientId, destinationId);
    const { encryptionPublicKey, signingPublicKey, status = known.status, ...patch } = parsed(patchSchema, body);
    const { clientId: owner, createdAt, status: _before, keys: _keys, destinationId: _id, ...before } = known;
    inUse(known);
    const merged = parsed(mergedSettings, mergePatch(before, patch));
    return save(host, { ...trimmed(merged), destinationId, clientId: owner, status, createdAt, keys: withKeys(host, known, encryptionPublicKey, signingPublicKey) });
  });
}

/** Only who made a destination may change it or fetch for it. */
export function ownDestination({ store }: Service, clientId: string, destinationId: string): Destination {
  const destination = store.destinations.get(destinationId.toLowerCase());
  if (!destination) throw new ApiProblem("destination-not-found");
  if (destination.clientId !== clientId) throw new ApiProblem("forbidden", "not a destination of this subscriber");
  return destination;
}

function inUse({ status }: Destination): void {
  if (status === "decommissioned") throw new ApiProblem("destination-state-invalid", "a decommissioned destination stays so");
}

function withKeys(host: Service, { keys }: Destination, encryption: unknown, signing: unknown): PublicJwk[] {
  const added = [
    ...encryption === undefined ? [] : [checkPublicJwk(encryption, "RSA-OAEP-256", host.clock())],
    ...signing === undefined ? [] : [checkPublicJwk(signing, "PS512", host.clock())],
  ];
  return [...keys.filter(({ kid, n }) => !added.some((key) => key.kid === kid && key.n === n)), ...added];
}

async function save(host: Service, destination: Destination): Promise<Destination> {
  const { keys, encryptionKid, callback } = destination;
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length) throw new ApiProblem("key-invalid", "kid: already used for another key");
  if (new Set(keys.map(({ n }) => n)).size < keys.length) throw new ApiProblem("key-invalid", "encryption and signature need different key pairs (1.7)");
  if (!keys.some(({ kid, alg }) => kid === encryptionKid && alg === "RSA-OAEP-256")) throw new ApiProblem("key-invalid", "encryptionKid names no encryption key");
  if (callback) checkCallback(callback.url, host.behaviour.current);
  const saved = { ...destination, keys: orderedKeys(destination) };
  await host.store.commit({ destination: saved });
  return saved;
}

/** Without members that are undefined. */
function trimmed<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
