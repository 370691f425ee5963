import type { Actor } from "#modules/audit";
import { isUniqueViolation, sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { Channel, DestinationProblem } from "./channel.ts";
import type { ChannelKind, Destination } from "./destination.ts";
import { exchangeOf } from "./certificates/exchange-store.ts";
import { lockDestination, sealedSecrets } from "./destination-store.ts";
import { openSecrets, sealSecrets } from "./destination-secrets.ts";
import type { HubParts } from "./deps.ts";
import { endRest } from "./end-rest.ts";
import { wake } from "./wake.ts";

export interface SetDestination {
  readonly tenant: string;
  /** Absent: a new one. */
  readonly destination?: string;
  readonly name: string;
  readonly channel: ChannelKind;
  readonly address: string;
  /** What the channel has to know besides; absent: stays as it is. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Absent: stays as it is. `add` signs with the old one too, until the receiver has changed. */
  readonly secret?: { readonly value: string; readonly add?: boolean };
  /** For channels with several secrets: those that change, by their names. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly maxInFlight?: number;
  readonly actor: Actor;
}

export type SettingProblem = DestinationProblem | { readonly path: "name"; readonly code: "name-missing" | "name-too-long" | "name-taken" } | { readonly path: "maxInFlight"; readonly code: "number-out-of-range" }
  /** A certificate that is still good is exchanged in steps, so that no message is lost; and nothing else of it changes meanwhile. */
  | { readonly path: "certificate"; readonly code: "exchange-needed" };
export type SetOutcome = { readonly ok: true; readonly destination: string } | { readonly ok: false; readonly problems: readonly SettingProblem[] } | { readonly ok: false; readonly why: "not-found" };

/** Adds or changes a destination of a town. Correct settings end the rest of one that did not answer. */
export async function setDestination(parts: HubParts, given: SetDestination): Promise<SetOutcome> {
  const key = await parts.tenants.tenantKey(given.tenant);
  try {
    return await parts.db.inTenant(given.tenant, (tx) => write(parts, tx, key, { ...given, name: given.name.trim(), address: given.address.trim() }));
  } catch (error) {
    if (isUniqueViolation(error, "destination_name")) return { ok: false, problems: [{ path: "name", code: "name-taken" }] };
    throw error;
  }
}

async function write(parts: HubParts, tx: Tx, key: Buffer, given: SetDestination): Promise<SetOutcome> {
  const before = given.destination === undefined ? undefined : await lockDestination(tx, given.destination);
  if (given.destination !== undefined && (!before || before.retiredAt)) return { ok: false, why: "not-found" };
  const sealed = before && (await sealedSecrets(tx, before.id));
  const known = before && sealed ? openSecrets(key, before.id, sealed) : [];
  const channel = parts.channels[given.channel];
  const secrets = secretsOf(channel, given, before?.channel === given.channel ? known : []);
  const wanted = given.settings ?? (before?.channel === given.channel ? before.settings : {});
  const maxInFlight = given.maxInFlight ?? before?.maxInFlight ?? 4;
  const problems: SettingProblem[] = [
    ...(before && (await needsExchange(parts, tx, given, channel, { before, known, secrets })) ? [{ path: "certificate", code: "exchange-needed" } as const] : []),
    ...problemsOf(channel, { name: given.name, address: given.address, settings: wanted, secrets, maxInFlight }),
  ];
  if (problems.length > 0) return { ok: false, problems };
  // Stands in the clear beside the settings, so that a certificate's end can be watched and a public key be read without opening secrets.
  const until = channel.certificateUntil?.({ settings: wanted, secrets });
  const { certificateUntil: _, publicKeys: __, ...others } = wanted;
  const settings = { ...others, ...channel.shown?.({ settings: wanted, secrets }), ...(until === undefined ? {} : { certificateUntil: until.toISOString() }) };
  const now = parts.clock.now();
  const id = before?.id ?? newId(now.getTime());
  const stored = sealSecrets(key, id, secrets);
  if (before) {
    await endRest(parts, tx, id);
    await tx.run(sql`update hub.destination set name = ${given.name}, channel = ${given.channel}, address = ${given.address}, settings = ${JSON.stringify(settings)}, secrets = ${stored}, max_in_flight = ${maxInFlight}, held_until = null where id = ${id}`);
    await wake(tx, { tenant: given.tenant, destination: id });
  } else {
    await tx.run(sql`insert into hub.destination (id, tenant_id, name, channel, address, settings, secrets, max_in_flight, created_at)
      values (${id}, ${given.tenant}, ${given.name}, ${given.channel}, ${given.address}, ${JSON.stringify(settings)}, ${stored}, ${maxInFlight}, ${now})`);
  }
  await parts.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: before ? "destination.change" : "destination.add", subject: { kind: "destination", id } });
  return { ok: true, destination: id };
}

interface Wanted { readonly name: string; readonly address: string; readonly settings: Readonly<Record<string, unknown>>; readonly secrets: readonly string[]; readonly maxInFlight: number }

function problemsOf(channel: Channel, { name, address, settings, secrets, maxInFlight }: Wanted): readonly SettingProblem[] {
  return [
    ...(name === "" ? [{ path: "name", code: "name-missing" } as const] : name.length > 120 ? [{ path: "name", code: "name-too-long" } as const] : []),
    ...(secrets.length === 0 ? [{ path: "secret", code: "secret-missing" } as const] : []),
    ...(Number.isInteger(maxInFlight) && maxInFlight >= 1 && maxInFlight <= 64 ? [] : [{ path: "maxInFlight", code: "number-out-of-range" } as const]),
    ...(address.length > 2_000 ? [{ path: "address", code: "address-invalid" } as const] : channel.check({ address, settings, secrets })),
  ];
}

/** What is wrong with the settings of a new destination, whichever town it is for. */
export function newDestinationProblems(parts: Pick<HubParts, "channels">, given: Omit<SetDestination, "tenant" | "destination" | "actor">): readonly SettingProblem[] {
  const channel = parts.channels[given.channel];
  return problemsOf(channel, { name: given.name.trim(), address: given.address.trim(), settings: given.settings ?? {}, secrets: secretsOf(channel, given, []), maxInFlight: given.maxInFlight ?? 4 });
}

async function needsExchange(parts: HubParts, tx: Tx, given: SetDestination, channel: Channel, { before, known, secrets }: { readonly before: Destination; readonly known: readonly string[]; readonly secrets: readonly string[] }): Promise<boolean> {
  if (!channel.certificateUntil || given.actor.kind === "system" || known.length === 0 || JSON.stringify(known) === JSON.stringify(secrets)) return false;
  if (await exchangeOf(tx, before.id)) return true;
  const changed = given.secrets?.["certificate"] !== undefined || given.secrets?.["key"] !== undefined;
  const until = channel.certificateUntil({ settings: before.settings, secrets: known });
  return changed && until !== undefined && until > parts.clock.now();
}

function secretsOf(channel: Channel, given: Pick<SetDestination, "secret" | "secrets">, known: readonly string[]): readonly string[] {
  if (channel.secrets) return channel.secrets(known, given.secrets ?? {});
  if (given.secret === undefined) return known;
  return given.secret.add === true ? [given.secret.value, ...known].slice(0, 2) : [given.secret.value];
}
