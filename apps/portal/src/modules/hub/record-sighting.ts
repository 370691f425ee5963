import { seal } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import type { SeenReceipt, Sighting } from "./channel.ts";
import type { HubParts } from "./deps.ts";
import { type Acceptance, acceptMany, closeOpenTries, type EndedDelivery, giveUp, reject } from "./end-delivery.ts";
import type { Looked } from "./look-after.ts";
import { togetherOrEach } from "./together-or-each.ts";

/** FIT-Connect rejects by itself after 14 days; who has said nothing after this will not. */
const givenUpAfterDays = 21;
const context = (delivery: string, id: string): string => `hub.receipt.evidence:${delivery}:${id}`;

export interface Seen { readonly looked: Looked; readonly sighting: Sighting }
interface Place { readonly tenant: string; readonly destination: string; readonly name: string }

/** Writes down what was seen of some deliveries of one destination, together or else each by itself, with everything that follows from it. Seen twice it has one effect. */
export async function recordSightings(parts: HubParts, place: Place, seen: readonly Seen[]): Promise<void> {
  if (seen.length === 0) return;
  const key = await parts.tenants.tenantKey(place.tenant);
  await togetherOrEach(seen, (some) => parts.db.inTenant(place.tenant, (tx) => writeDown(parts, tx, key, place, some)),
    (error) => { parts.log.warn({ err: error, count: seen.length }, "sightings are written down one by one"); });
}

interface Row { readonly id: string; readonly application_id: string; readonly part: string; readonly service: string; readonly message: string; readonly state: string }
interface Known extends Seen { readonly row: Row; readonly ended: EndedDelivery }

async function writeDown(parts: HubParts, tx: Tx, key: Buffer, place: Place, seen: readonly Seen[]): Promise<void> {
  // Locked in the order in which outcomes lock them: by application.
  const rows = new Map((await tx.rows<Row>(sql`select id, application_id, part, service, message, state from hub.delivery where id = any(${seen.map(({ looked }) => looked.delivery)}::uuid[]) order by application_id, id for update`)).map((row) => [row.id, row]));
  const known = [...rows.values()].flatMap((row): Known[] => seen.flatMap(({ looked, sighting }) => (looked.delivery !== row.id ? [] : [{
    looked, sighting, row, ended: { id: row.id, tenant: place.tenant, destination: place.destination, name: receiverOf(looked.dispatch.memory) ?? place.name, application_id: row.application_id, part: row.part, service: row.service },
  }])));
  // An event log that cannot be proved stays a matter for the operator until one can be.
  await tx.run(sql`update hub.dispatch p set problem = m.problem from unnest(${known.map(({ row }) => row.id)}::uuid[], ${known.map(({ sighting }) => (sighting.kind === "unreachable" ? sighting.reason : null))}::text[]) as m (id, problem)
    where p.delivery_id = m.id and p.problem is distinct from m.problem`);
  await keepReceipts(tx, key, place.tenant, known.flatMap(({ row, sighting }) => (sighting.kind === "unreachable" ? [] : sighting.receipts.map((receipt) => ({ ...receipt, delivery: row.id })))));
  const over = await end(parts, tx, known);
  if (over.length === 0) return;
  await closeOpenTries(parts, tx, over);
  await tx.run(sql`update hub.dispatch set look_at = null where delivery_id = any(${over}::uuid[])`);
}

/** What the receiver said, or did not say for too long, with what follows; which of them it ended. */
async function end(parts: HubParts, tx: Tx, known: readonly Known[]): Promise<string[]> {
  const over: string[] = [];
  // Two of one application would grow its log at once: then the second goes by itself.
  const together = new Map<string, Acceptance>();
  for (const { looked, sighting, row, ended } of known) {
    if (sighting.kind === "accepted") {
      const acceptance = { delivery: ended, receipt: sighting.receipt, forCitizen: row.message === "application.submitted", at: sighting.at };
      if (together.has(row.application_id)) await acceptMany(parts, tx, [acceptance]); else together.set(row.application_id, acceptance);
    } else if (sighting.kind === "rejected") await reject(parts, tx, ended, sighting.reasons);
    else if (sighting.kind === "waiting" && parts.clock.now().getTime() - looked.handedOverAt.getTime() > givenUpAfterDays * 86_400_000) await giveUp(parts, tx, ended, { reason: "no-answer", mayHaveArrived: true });
    else continue;
    over.push(row.id);
  }
  await acceptMany(parts, tx, [...together.values()]);
  return over;
}

/** Where a destination finds a receiver for each application: the authority that it went to. */
export function receiverOf(memory: Readonly<Record<string, unknown>>): string | undefined {
  const { receiver } = memory;
  return typeof receiver === "string" ? receiver : undefined;
}

async function keepReceipts(tx: Tx, key: Buffer, tenant: string, receipts: readonly (SeenReceipt & { readonly delivery: string })[]): Promise<void> {
  if (receipts.length === 0) return;
  await tx.run(sql`insert into hub.receipt (delivery_id, id, tenant_id, what, at, evidence)
    select m.delivery, m.id, ${tenant}::uuid, m.what, m.at, m.evidence from unnest(${receipts.map(({ delivery }) => delivery)}::uuid[], ${receipts.map(({ id }) => id)}::text[], ${receipts.map(({ what }) => what)}::text[],
      ${receipts.map(({ at }) => at)}::timestamptz[], ${receipts.map(({ delivery, id, evidence }) => seal(key, evidence, context(delivery, id)))}::bytea[]) as m (delivery, id, what, at, evidence)
    on conflict (delivery_id, id) do nothing`);
}

export interface KeptReceipt { readonly what: SeenReceipt["what"]; readonly at: Date; readonly id: string }

/** In their order; the tokens themselves stay sealed. */
export function receiptsOf(tx: Tx, delivery: string): Promise<KeptReceipt[]> {
  return tx.rows<KeptReceipt>(sql`select what, at, id from hub.receipt where delivery_id = ${delivery} order by at, what`);
}
