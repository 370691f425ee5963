import { sql, type Tx } from "#platform/database";

export type ExchangeStep = "prepared" | "registered" | "shown";

export interface ExchangeRow {
  readonly step: ExchangeStep;
  /** New, from `shown` on the old ones. */
  readonly secrets: Buffer;
  readonly certificateUntil: Date;
  readonly preparedAt: Date;
  readonly registered: { readonly note: string; readonly at: Date } | undefined;
  readonly shownAt: Date | undefined;
}

interface Row { step: ExchangeStep; secrets: Buffer; certificate_until: Date; prepared_at: Date; registered_note: string | null; registered_at: Date | null; shown_at: Date | null }
const columns = sql`step, secrets, certificate_until, prepared_at, registered_note, registered_at, shown_at`;

const rowOf = (row: Row): ExchangeRow => ({
  step: row.step, secrets: row.secrets, certificateUntil: row.certificate_until, preparedAt: row.prepared_at, shownAt: row.shown_at ?? undefined,
  registered: row.registered_note !== null && row.registered_at !== null ? { note: row.registered_note, at: row.registered_at } : undefined,
});

export async function exchangeOf(tx: Tx, destination: string): Promise<ExchangeRow | undefined> {
  const row = await tx.maybe<Row>(sql`select ${columns} from hub.certificate_exchange where destination_id = ${destination}`);
  return row && rowOf(row);
}

export async function lockExchange(tx: Tx, destination: string): Promise<ExchangeRow | undefined> {
  const row = await tx.maybe<Row>(sql`select ${columns} from hub.certificate_exchange where destination_id = ${destination} for update`);
  return row && rowOf(row);
}

/** How far an exchange is, as its page shows it; nothing secret. */
export async function certificateExchange(tx: Tx, destination: string): Promise<Omit<ExchangeRow, "secrets"> | undefined> {
  const found = await exchangeOf(tx, destination);
  if (!found) return undefined;
  const { secrets: _, ...shown } = found;
  return shown;
}
