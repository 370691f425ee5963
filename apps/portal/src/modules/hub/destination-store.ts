import { sql, type Sql, type Tx } from "#platform/database";
import type { ChannelKind, Destination } from "./destination.ts";

interface Row {
  id: string; tenant_id: string; name: string; channel: ChannelKind; address: string; settings: Readonly<Record<string, unknown>>; max_in_flight: number; paused_at: Date | null; retired_at: Date | null; failures: number;
  failing_since: Date | null; last_failure: string | null; held_until: Date | null; last_answer_at: Date | null; tested_at: Date | null; test_result: string | null;
}

const columns: Sql = sql`id, tenant_id, name, channel, address, settings, max_in_flight, paused_at, retired_at, failures, failing_since, last_failure, held_until, last_answer_at, tested_at, test_result`;

function destinationOf(row: Row): Destination {
  return {
    id: row.id, tenant: row.tenant_id, name: row.name, channel: row.channel, address: row.address, settings: row.settings, maxInFlight: row.max_in_flight, pausedAt: row.paused_at ?? undefined,
    retiredAt: row.retired_at ?? undefined, failures: row.failures, failingSince: row.failing_since ?? undefined, lastFailure: row.last_failure ?? undefined,
    heldUntil: row.held_until ?? undefined, lastAnswerAt: row.last_answer_at ?? undefined,
    test: row.tested_at && row.test_result !== null ? { at: row.tested_at, result: row.test_result } : undefined,
  };
}

/** Those that are not retired; of one town or, as operator, of all. */
export async function destinations(tx: Tx, tenant?: string): Promise<Destination[]> {
  return (await tx.rows<Row>(sql`select ${columns} from hub.destination where retired_at is null${tenant === undefined ? sql`` : sql` and tenant_id = ${tenant}`} order by tenant_id, name`)).map(destinationOf);
}

export async function destination(tx: Tx, id: string): Promise<Destination | undefined> {
  const row = await tx.maybe<Row>(sql`select ${columns} from hub.destination where id = ${id}`);
  return row && destinationOf(row);
}

/** Nobody else claims for this destination meanwhile: what keeps order and back pressure exact among many workers. */
export async function lockDestination(tx: Tx, id: string): Promise<Destination | undefined> {
  const row = await tx.maybe<Row>(sql`select ${columns} from hub.destination where id = ${id} for update`);
  return row && destinationOf(row);
}

export async function sealedSecrets(tx: Tx, id: string): Promise<Buffer | undefined> {
  return (await tx.maybe<{ secrets: Buffer }>(sql`select secrets from hub.destination where id = ${id}`))?.secrets;
}
