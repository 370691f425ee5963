import { seal } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import type { SeenReceipt, Sighting } from "./channel.ts";
import type { HubParts } from "./deps.ts";
import { accept, closeOpenTries, giveUp, reject, type EndedDelivery } from "./end-delivery.ts";
import type { Looked } from "./look-after.ts";

/** FIT-Connect rejects by itself after 14 days; who has said nothing after this will not. */
const givenUpAfterDays = 21;
const context = (delivery: string, id: string): string => `hub.receipt.evidence:${delivery}:${id}`;

/** Writes down what was seen of one delivery, in one transaction with everything that follows from it. Seen twice it has one effect. */
export async function recordSighting(parts: HubParts, given: { readonly tenant: string; readonly destination: string; readonly name: string }, looked: Looked, sighting: Sighting): Promise<void> {
  const key = await parts.tenants.tenantKey(given.tenant);
  const now = parts.clock.now();
  await parts.db.inTenant(given.tenant, async (tx) => {
    const row = await tx.maybe<{ application_id: string; part: string; service: string; message: string; state: string }>(sql`select application_id, part, service, message, state from hub.delivery where id = ${looked.delivery} for update`);
    if (!row) return;
    const ended: EndedDelivery = { id: looked.delivery, tenant: given.tenant, destination: given.destination, name: receiverOf(looked.dispatch.memory) ?? given.name, application_id: row.application_id, part: row.part, service: row.service };
    if (sighting.kind === "unreachable") {
      // An event log that cannot be proved stays a matter for the operator until one can be.
      await tx.run(sql`update hub.dispatch set problem = ${sighting.reason} where delivery_id = ${looked.delivery}`);
      return;
    }
    await tx.run(sql`update hub.dispatch set problem = null where delivery_id = ${looked.delivery} and problem is not null`);
    await keepReceipts(tx, key, { tenant: given.tenant, delivery: looked.delivery }, sighting.receipts);
    if (sighting.kind === "accepted") await accept(parts, tx, ended, sighting.receipt, row.message === "application.submitted", sighting.at);
    else if (sighting.kind === "rejected") await reject(parts, tx, ended, sighting.reasons);
    else if (now.getTime() - looked.handedOverAt.getTime() > givenUpAfterDays * 86_400_000) await giveUp(parts, tx, ended, { reason: "no-answer", mayHaveArrived: true });
    else return;
    await closeOpenTries(parts, tx, looked.delivery);
    await tx.run(sql`update hub.dispatch set look_at = null where delivery_id = ${looked.delivery}`);
  });
}

/** Where a destination finds a receiver for each application: the authority that it went to. */
export function receiverOf(memory: Readonly<Record<string, unknown>>): string | undefined {
  const { receiver } = memory;
  return typeof receiver === "string" ? receiver : undefined;
}

async function keepReceipts(tx: Tx, key: Buffer, of: { readonly tenant: string; readonly delivery: string }, receipts: readonly SeenReceipt[]): Promise<void> {
  for (const { id, what, at, evidence } of receipts) {
    await tx.run(sql`insert into hub.receipt (delivery_id, id, tenant_id, what, at, evidence) values (${of.delivery}, ${id}, ${of.tenant}, ${what}, ${at}, ${seal(key, evidence, context(of.delivery, id))})
      on conflict (delivery_id, id) do nothing`);
  }
}

export interface KeptReceipt { readonly what: SeenReceipt["what"]; readonly at: Date; readonly id: string }

/** In their order; the tokens themselves stay sealed. */
export function receiptsOf(tx: Tx, delivery: string): Promise<KeptReceipt[]> {
  return tx.rows<KeptReceipt>(sql`select what, at, id from hub.receipt where delivery_id = ${delivery} order by at, what`);
}
