import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { generateFitConnectKeyPair } from "@kommunalportal/fit-connect";
import { XtaException, XtaUnreachable } from "@kommunalportal/xta";
import type { Actor } from "#modules/audit";
import { sql, type Tx } from "#platform/database";
import { reopenWaiting } from "../inbound/arrival-store.ts";
import { insertKey, keysOf, sealPrivateJwk, setKeyState, type KeyRow, type StoredJwk } from "../inbound/destination-store.ts";
import type { InboundDeps } from "../inbound/inbound-deps.ts";
import { connectedMailbox, type SealedMailbox } from "../inbound/xta/mailbox-store.ts";
import { openMailbox } from "../inbound/xta/open-mailbox.ts";
import { certificateOfKey } from "../inbound/xta/reading-keys.ts";

/** Of a mailbox: authors encrypt for it what only the town may read. */
export interface MailboxStep { readonly tenant: string; readonly mailbox: string; readonly actor: Actor }
export type OwnPairProblem = { readonly path: "certificate"; readonly code: "certificate-unreadable" | "certificate-time" | "key-too-small" } | { readonly path: "key"; readonly code: "key-unreadable" | "key-mismatch" };
export type ReadingKeyOutcome =
  | { readonly ok: true; readonly kid: string }
  | { readonly ok: false; readonly problems: readonly OwnPairProblem[] }
  /** `directory-first`: the server's directory (DVDV) still names another certificate. `in-use`: something encrypted with it may still come. `no-answer`: the server could not be asked. */
  | { readonly ok: false; readonly why: "not-found" | "wrong-order" | "directory-first" | "in-use" | "no-answer" };

const certificateDays = 730;
/** BSI TR-02102-1; what `encryptContainer` asks for too. */
const leastModulus = 3_000;
/** So long may what was encrypted with the old key still be on its way, after its exchange was done. */
const tailDays = 15;

/** First step: a new key, made here or the town's own pair, beside what is there. It opens at once; nobody is told of it by this. The first one of a mailbox is in use from the start. */
export async function addReadingKey(deps: InboundDeps, step: MailboxStep & { readonly own?: { readonly certificate: string; readonly key: string } }): Promise<ReadingKeyOutcome> {
  const found = await read(deps, step);
  if (!found) return { ok: false, why: "not-found" };
  const waiting = found.keys.find(({ state }) => state === "next");
  if (waiting) return step.own ? { ok: false, why: "wrong-order" } : { ok: true, kid: waiting.kid };
  const now = deps.clock.now();
  const pair = step.own ? ownPair(step.own, now) : await newPair(found.mailbox.settings.mailbox, now);
  if (Array.isArray(pair)) return { ok: false, problems: pair };
  const { publicJwk, privateJwk } = pair as Pair;
  if (found.keys.some(({ kid }) => kid === publicJwk.kid)) return { ok: false, why: "wrong-order" };
  const sealed = sealPrivateJwk(await deps.tenants.tenantKey(step.tenant), step.mailbox, privateJwk);
  await noted(deps, step, "gateway.add-reading-key", async (tx) => {
    await insertKey(tx, { destination: step.mailbox, tenant: step.tenant, use: "encryption", state: found.keys.some(({ state }) => state === "current") ? "next" : "current", publicJwk, sealed, certificateUntil: new Date(certificateOfKey({ public_jwk: publicJwk }).validTo), at: now });
    await reopenWaiting(tx, step.mailbox, ["key"], now);
  });
  return { ok: true, kid: publicJwk.kid };
}

/** Second step, after the new certificate was entered in the directory: it is the one in use, the old one opens what is on its way. Refused while the directory names another one. */
export async function announceReadingKey(deps: InboundDeps, step: MailboxStep): Promise<ReadingKeyOutcome> {
  const found = await read(deps, step);
  const next = found?.keys.find(({ state }) => state === "next");
  if (!found) return { ok: false, why: "not-found" };
  if (!next) return { ok: false, why: "wrong-order" };
  const directory = await directoryOf(deps, found.mailbox);
  if (directory === "no-answer") return { ok: false, why: "no-answer" };
  if (directory.length > 0 && !directory.includes(certificateOfKey(next).fingerprint256)) return { ok: false, why: "directory-first" };
  const now = deps.clock.now();
  await noted(deps, step, "gateway.announce-reading-key", async (tx) => {
    const current = found.keys.find(({ state }) => state === "current");
    if (current) await setKeyState(tx, step.mailbox, current.kid, "previous", now);
    await setKeyState(tx, step.mailbox, next.kid, "current", now);
  });
  return { ok: true, kid: next.kid };
}

/** Third step: the old key opens nothing any more, its private part is gone. Refused while the directory names it, something waits, or what was sent with it may still come. */
export async function retireReadingKey(deps: InboundDeps, step: MailboxStep): Promise<ReadingKeyOutcome> {
  const found = await read(deps, step);
  const old = found?.keys.find(({ state }) => state === "previous");
  if (!found) return { ok: false, why: "not-found" };
  if (!old) return { ok: false, why: "wrong-order" };
  const now = deps.clock.now();
  if (now.getTime() - old.state_since.getTime() < tailDays * 86_400_000) return { ok: false, why: "in-use" };
  const directory = await directoryOf(deps, found.mailbox);
  if (directory === "no-answer") return { ok: false, why: "no-answer" };
  if (directory.includes(certificateOfKey(old).fingerprint256)) return { ok: false, why: "directory-first" };
  const refused = await noted<"in-use">(deps, step, "gateway.retire-reading-key", async (tx) => {
    if (await tx.maybe(sql`select 1 as n from gateway.arrival where destination_id = ${step.mailbox} and state in ('listed', 'unopened') limit 1`)) return "in-use";
    await setKeyState(tx, step.mailbox, old.kid, "retired", now);
    await tx.run(sql`update gateway.key set private_jwk = null where destination_id = ${step.mailbox} and kid = ${old.kid}`);
    return undefined;
  });
  return refused === undefined ? { ok: true, kid: old.kid } : { ok: false, why: refused };
}

/** Whether what is encrypted with the key transport of XML Encryption 1.0 is read too (decision 0070). What waits because of it is tried again. */
export async function setOlderKeyTransport(deps: InboundDeps, step: MailboxStep & { readonly reads: boolean }): Promise<boolean> {
  const found = await read(deps, step);
  if (!found) return false;
  await noted(deps, step, "gateway.set-key-transport", async (tx) => {
    await tx.run(sql`update gateway.destination set settings = settings || ${JSON.stringify({ olderKeyTransport: step.reads })}::jsonb where id = ${step.mailbox}`);
    if (step.reads) await reopenWaiting(tx, step.mailbox, ["format"], deps.clock.now());
  });
  return true;
}

function read(deps: InboundDeps, step: MailboxStep): Promise<{ readonly mailbox: SealedMailbox; readonly keys: readonly KeyRow[] } | undefined> {
  return deps.db.inTenant(step.tenant, async (tx) => {
    const mailbox = await connectedMailbox(tx, step.tenant, step.mailbox);
    return mailbox && { mailbox, keys: await keysOf(tx, mailbox.id) };
  });
}

/** Changes and notes it in one transaction; what the change refuses has changed nothing and is not noted. */
const noted = <Why extends string = never>(deps: InboundDeps, step: MailboxStep, action: string, change: (tx: Tx) => Promise<Why | void>): Promise<Why | void> => deps.db.inTenant(step.tenant, async (tx) => {
  const refused = await change(tx);
  if (refused !== undefined) return refused;
  await deps.audit.record(tx, { tenant: step.tenant, actor: step.actor, action, subject: { kind: "destination", id: step.mailbox } });
  return undefined;
});

/** Fingerprints of the certificates that the directory behind the server gives for this mailbox, for any service of ours; none where it says nothing. */
async function directoryOf(deps: InboundDeps, mailbox: SealedMailbox): Promise<readonly string[] | "no-answer"> {
  const keys = new Set(deps.links.services().flatMap(({ leikaKeys }) => leikaKeys.slice(0, 1)));
  try {
    const client = await openMailbox(deps, mailbox);
    const results = await client.lookupService([...keys].slice(0, 20).map((key) => ({ reader: { identifier: { type: "XTA_ID", value: mailbox.settings.mailbox } }, serviceType: `urn:de:fim:leika:leistung:${key}` })));
    return results.flatMap(({ parameters = [] }) => parameters.flatMap(({ resource }) => fingerprintOf(resource)));
  } catch (error) {
    if (error instanceof XtaUnreachable) return "no-answer";
    // A server without a directory says so in its own way; then the town's word counts.
    if (error instanceof XtaException) return [];
    throw error;
  }
}

function fingerprintOf(resource: Uint8Array): string[] {
  try { return [new X509Certificate(resource).fingerprint256]; } catch { return []; }
}

interface Pair { readonly publicJwk: StoredJwk; readonly privateJwk: { readonly kid: string } }

async function newPair(mailbox: string, now: Date): Promise<Pair> {
  const { publicJwk, privateJwk } = await generateFitConnectKeyPair("encryption", { certificate: { commonName: mailbox.slice(0, 64), from: new Date(now.getTime() - 86_400_000), days: certificateDays } });
  return { publicJwk, privateJwk };
}

/** A pair that the town had certified elsewhere (Verwaltungs-PKI): the certificate, and the private key that belongs to it. */
function ownPair({ certificate: pem, key: privatePem }: { readonly certificate: string; readonly key: string }, now: Date): Pair | OwnPairProblem[] {
  let certificate: X509Certificate;
  try { certificate = new X509Certificate(pem); } catch { return [{ path: "certificate", code: "certificate-unreadable" }]; }
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  if (asymmetricKeyType !== "rsa" || (asymmetricKeyDetails?.modulusLength ?? 0) < leastModulus) return [{ path: "certificate", code: "key-too-small" }];
  if (new Date(certificate.validFrom) > now || new Date(certificate.validTo) <= now) return [{ path: "certificate", code: "certificate-time" }];
  let key: KeyObject;
  try { key = createPrivateKey(privatePem); } catch { return [{ path: "key", code: "key-unreadable" }]; }
  if (!certificate.checkPrivateKey(key)) return [{ path: "key", code: "key-mismatch" }];
  const kid = certificate.fingerprint256.replaceAll(":", "").toLowerCase();
  const named = { kid, alg: "RSA-OAEP-256" } as const;
  const publicJwk = { ...certificate.publicKey.export({ format: "jwk" }), ...named, key_ops: ["wrapKey"], x5c: [certificate.raw.toString("base64")] };
  return { publicJwk, privateJwk: { ...key.export({ format: "jwk" }), ...named } };
}
