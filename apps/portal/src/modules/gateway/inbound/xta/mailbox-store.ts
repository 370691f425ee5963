import { createHash } from "node:crypto";
import { open, seal } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import type { ClientCertificate } from "#platform/http";
import { z } from "zod";

export const mailboxSettings = z.object({
  send: z.string(), management: z.string(), msgBox: z.string(), mailbox: z.string(),
  certificateUntil: z.string(),
  /** Days before the end of that certificate for which the town was told. */
  warnedDays: z.number().exactOptional(),
  /** What authors encrypt with the key transport of XML Encryption 1.0 is read too. */
  olderKeyTransport: z.boolean().exactOptional(),
});
export type MailboxSettings = z.infer<typeof mailboxSettings>;
/** A town's mailbox as its page shows it; nothing secret. */
export interface Mailbox { readonly id: string; readonly tenant: string; readonly name: string; readonly settings: MailboxSettings }
export interface SealedMailbox extends Mailbox { readonly access: Buffer }

interface Row { id: string; tenant_id: string; name: string; settings: unknown; access: Buffer }
const columns = sql`id, tenant_id, name, settings, access`;
const mailboxOf = (row: Row): SealedMailbox => ({ id: row.id, tenant: row.tenant_id, name: row.name, settings: mailboxSettings.parse(row.settings), access: row.access });

const context = (id: string): string => `gateway.destination.access:${id}`;
const certificate = z.object({ certificate: z.string(), key: z.string(), authorities: z.string().exactOptional() });
export const sealAccess = (tenantKey: Buffer, id: string, access: ClientCertificate): Buffer => seal(tenantKey, JSON.stringify(access), context(id));
/** @throws SealBroken */
export const openAccess = (tenantKey: Buffer, { id, access }: Pick<SealedMailbox, "id" | "access">): ClientCertificate => certificate.parse(JSON.parse(open(tenantKey, access, context(id)).toString("utf8")));

export const mailboxesOf = async (tx: Tx, tenant: string): Promise<Mailbox[]> =>
  (await tx.rows<Row>(sql`select ${columns} from gateway.destination where tenant_id = ${tenant} and channel = 'xta' and ended_at is null order by created_at, id`)).map((row) => { const { access: _, ...shown } = mailboxOf(row); return shown; });
/** Of all towns; needs an operator's transaction. */
export const allMailboxes = async (tx: Tx): Promise<SealedMailbox[]> => (await tx.rows<Row>(sql`select ${columns} from gateway.destination where channel = 'xta' and ended_at is null order by id`)).map(mailboxOf);
/** One of the town's that is read from here. */
export async function connectedMailbox(tx: Tx, tenant: string, id: string): Promise<SealedMailbox | undefined> {
  const row = await tx.maybe<Row>(sql`select ${columns} from gateway.destination where id::text = ${id} and tenant_id = ${tenant} and channel = 'xta' and ended_at is null`);
  return row && mailboxOf(row);
}
export async function sealedMailbox(tx: Tx, id: string): Promise<SealedMailbox | undefined> {
  const row = await tx.maybe<Row>(sql`select ${columns} from gateway.destination where id = ${id} and channel = 'xta'`);
  return row && mailboxOf(row);
}

/** The id of an arrival by XTA: the same for a message however often it is listed. */
export function arrivalId(mailbox: string, messageId: string): string {
  const hex = createHash("sha256").update(`${mailbox} ${messageId}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The case of a message that answers another one: that of the application it belongs to, whether it names the application or what the office said in it. */
export async function caseAnswered(tx: Tx, destination: string, messageIds: readonly string[]): Promise<string | undefined> {
  return (await tx.maybe<{ case_id: string }>(sql`select a.case_id from gateway.arrival a where a.destination_id = ${destination} and (a.parcel = any(${messageIds}::text[])
    or exists (select from gateway.reply r where r.submission_id = a.submission_id and r.parcel = any(${messageIds}::text[]))) order by a.listed_at limit 1`))?.case_id;
}
