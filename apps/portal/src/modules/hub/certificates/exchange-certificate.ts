import type { Actor } from "#modules/audit";
import { sql, type Tx } from "#platform/database";
import type { DestinationProblem, UnreachableReason } from "../channel.ts";
import type { HubParts } from "../deps.ts";
import { openSecrets, sealSecrets } from "../destination-secrets.ts";
import { destination as readDestination, lockDestination, sealedSecrets } from "../destination-store.ts";
import type { Destination } from "../destination.ts";
import { endRest } from "../end-rest.ts";
import { wake } from "../wake.ts";
import { type ExchangeStep, exchangeOf, lockExchange } from "./exchange-store.ts";

interface Step { readonly tenant: string; readonly destination: string; readonly actor: Actor }
export type ExchangeProblem = DestinationProblem | { readonly path: "certificate"; readonly code: "certificate-ended" } | { readonly path: "note"; readonly code: "note-missing" };
export type CertificateOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly problems: readonly ExchangeProblem[] }
  /** `wrong-order`: the step before it is not done. `not-accepted`: the server did not take the new one, and the old one stays in use. */
  | { readonly ok: false; readonly why: "not-found" | "no-certificate" | "under-way" | "wrong-order" }
  | { readonly ok: false; readonly why: "not-accepted"; readonly reason: UnreachableReason | "rejected" | "refused" };

/** First step: the new certificate and its key are kept, sealed. Nobody uses them yet. */
export async function prepareCertificate(parts: HubParts, given: Step & { readonly certificate: string; readonly key: string }): Promise<CertificateOutcome> {
  const found = await read(parts, given);
  if (!found) return { ok: false, why: "not-found" };
  const { destination, secrets } = found;
  const channel = parts.channels[destination.channel];
  if (!channel.certificateUntil || !channel.secrets) return { ok: false, why: "no-certificate" };
  const fresh = channel.secrets(secrets, { certificate: given.certificate, key: given.key });
  const problems = channel.check({ address: destination.address, settings: destination.settings, secrets: fresh });
  if (problems.length > 0) return { ok: false, problems };
  const now = parts.clock.now();
  const until = channel.certificateUntil({ settings: destination.settings, secrets: fresh });
  if (!until || until <= now) return { ok: false, problems: [{ path: "certificate", code: "certificate-ended" }] };
  const sealed = sealSecrets(await parts.tenants.tenantKey(given.tenant), given.destination, fresh);
  return parts.db.inTenant(given.tenant, async (tx): Promise<CertificateOutcome> => {
    const made = await tx.run(sql`insert into hub.certificate_exchange (destination_id, tenant_id, step, secrets, certificate_until, prepared_at) values (${given.destination}, ${given.tenant}, 'prepared', ${sealed}, ${until}, ${now})
      on conflict (destination_id) do nothing`);
    if (made === 0) return { ok: false, why: "under-way" };
    await note(parts, tx, given, "destination.certificate-prepare");
    return { ok: true };
  });
}

/** Second step: somebody says that the DVDV names the new certificate, and by which order or since when; the register itself cannot be asked from here. */
export function registerCertificate(parts: HubParts, given: Step & { readonly note: string }): Promise<CertificateOutcome> {
  const text = given.note.replace(/\s+/g, " ").trim();
  if (text === "" || text.length > 200) return Promise.resolve({ ok: false, problems: [{ path: "note", code: "note-missing" }] });
  return parts.db.inTenant(given.tenant, async (tx): Promise<CertificateOutcome> => {
    const now = parts.clock.now();
    const changed = await tx.run(sql`update hub.certificate_exchange set step = 'registered', registered_note = ${text}, registered_at = ${now} where destination_id = ${given.destination} and step = 'prepared'`);
    if (changed === 0) return { ok: false, why: "wrong-order" };
    await note(parts, tx, given, "destination.certificate-register");
    return { ok: true };
  });
}

/**
 * Third step: the server is asked with the new certificate; only where it answers as it should is it used from now on. Whatever is on its way with the old one
 * ends with it, and every message keeps its id: none is lost and none comes twice.
 */
export async function showCertificate(parts: HubParts, given: Step): Promise<CertificateOutcome> {
  const found = await read(parts, given);
  if (!found) return { ok: false, why: "not-found" };
  const { destination, exchange } = found;
  if (exchange?.step !== "registered") return { ok: false, why: "wrong-order" };
  const key = await parts.tenants.tenantKey(given.tenant);
  const fresh = openSecrets(key, given.destination, exchange.secrets);
  const now = parts.clock.now();
  const answer = await parts.channels[destination.channel].test({ id: destination.id, tenant: given.tenant, name: destination.name, address: destination.address, settings: destination.settings, secrets: fresh }, { id: destination.id, at: now });
  if (answer.kind === "unreachable") return { ok: false, why: "not-accepted", reason: answer.reason };
  if (answer.kind !== "accepted") return { ok: false, why: "not-accepted", reason: answer.kind === "rejected" ? "rejected" : "refused" };
  return swap(parts, given, { from: "registered", to: "shown", action: "destination.certificate-show" });
}

/** Last step: the office system knows the new certificate too; the old one and its key are gone. */
export function finishCertificate(parts: HubParts, given: Step): Promise<CertificateOutcome> {
  return parts.db.inTenant(given.tenant, async (tx): Promise<CertificateOutcome> => {
    if ((await tx.run(sql`delete from hub.certificate_exchange where destination_id = ${given.destination} and step = 'shown'`)) === 0) return { ok: false, why: "wrong-order" };
    await note(parts, tx, given, "destination.certificate-finish");
    return { ok: true };
  });
}

/** Back to the old one: what was not shown yet is thrown away, what was shown changes places again. */
export async function abandonCertificate(parts: HubParts, given: Step): Promise<CertificateOutcome> {
  const found = await read(parts, given);
  if (!found?.exchange) return { ok: false, why: "wrong-order" };
  if (found.exchange.step === "shown") {
    const back = await swap(parts, given, { from: "shown", to: "registered", action: "destination.certificate-abandon" });
    if (!back.ok) return back;
  }
  return parts.db.inTenant(given.tenant, async (tx): Promise<CertificateOutcome> => {
    await tx.run(sql`delete from hub.certificate_exchange where destination_id = ${given.destination} and step <> 'shown'`);
    if (found.exchange?.step !== "shown") await note(parts, tx, given, "destination.certificate-abandon");
    return { ok: true };
  });
}

/** Old and new change places, in one transaction with what is known of their ends. */
async function swap(parts: HubParts, given: Step, how: { readonly from: ExchangeStep; readonly to: ExchangeStep; readonly action: `destination.${string}` }): Promise<CertificateOutcome> {
  const key = await parts.tenants.tenantKey(given.tenant);
  const now = parts.clock.now();
  return parts.db.inTenant(given.tenant, async (tx): Promise<CertificateOutcome> => {
    const to = await lockDestination(tx, given.destination);
    const exchange = await lockExchange(tx, given.destination);
    const sealed = await sealedSecrets(tx, given.destination);
    if (!to || !sealed || exchange?.step !== how.from) return { ok: false, why: "wrong-order" };
    const until = parts.channels[to.channel].certificateUntil?.({ settings: to.settings, secrets: openSecrets(key, to.id, exchange.secrets) });
    const settings = { ...to.settings, ...(until ? { certificateUntil: until.toISOString() } : {}) };
    await endRest(parts, tx, to.id);
    await tx.run(sql`update hub.destination set secrets = ${exchange.secrets}, settings = ${JSON.stringify(settings)}, certificate_warned_days = null, held_until = null where id = ${to.id}`);
    await tx.run(sql`update hub.certificate_exchange set secrets = ${sealed}, step = ${how.to}, shown_at = ${how.to === "shown" ? now : null} where destination_id = ${to.id}`);
    await note(parts, tx, given, how.action);
    await wake(tx, given);
    return { ok: true };
  });
}

function note(parts: HubParts, tx: Tx, { tenant, destination, actor }: Step, action: `destination.${string}`): Promise<void> {
  return parts.audit.record(tx, { tenant, actor, action, subject: { kind: "destination", id: destination } });
}

async function read(parts: HubParts, { tenant, destination: id }: Step): Promise<{ readonly destination: Destination; readonly secrets: readonly string[]; readonly exchange: Awaited<ReturnType<typeof exchangeOf>> } | undefined> {
  const key = await parts.tenants.tenantKey(tenant);
  return parts.db.inTenant(tenant, async (tx) => {
    const found = await readDestination(tx, id);
    const sealed = await sealedSecrets(tx, id);
    return found && !found.retiredAt && sealed ? { destination: found, secrets: openSecrets(key, id, sealed), exchange: await exchangeOf(tx, id) } : undefined;
  });
}
