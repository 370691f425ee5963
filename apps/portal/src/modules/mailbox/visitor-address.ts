import { newKey, open, seal } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import type { DomainEvent } from "#platform/events";
import { isMailAddress } from "#platform/mail";
import type { MailboxDeps } from "./deps.ts";
import { visitorNewsText } from "./notice-text.ts";
import { mailId } from "./send-notice.ts";

const keyContext = (application: string): string => `mailbox.visitor_address.wrapped_key:${application}`;
const addressContext = (application: string): string => `mailbox.visitor_address.address:${application}`;

export type LeaveAddressOutcome = { readonly ok: true } | { readonly ok: false; readonly why: "not-an-address" | "has-account" | "not-found" };

/**
 * Somebody without account leaves an address for notices on one application, or changes it. In the scope of the application's town; the
 * caller has checked cookie or look-up code. The town stores it and cannot read it: the key is wrapped by the installation.
 */
export async function leaveAddress(tx: Tx, deps: Pick<MailboxDeps, "applications" | "keyring" | "clock">, given: { readonly application: string; readonly address: string }): Promise<LeaveAddressOutcome> {
  const address = given.address.trim();
  if (!isMailAddress(address)) return { ok: false, why: "not-an-address" };
  const head = await deps.applications.view(tx, given.application);
  if (!head) return { ok: false, why: "not-found" };
  if (head.account !== undefined) return { ok: false, why: "has-account" };
  const key = newKey();
  await tx.run(sql`insert into mailbox.visitor_address (application_id, tenant_id, wrapped_key, address, created_at)
    values (${head.id}, ${head.tenant}, ${deps.keyring.wrap(key, keyContext(head.id))}, ${seal(key, address, addressContext(head.id))}, ${deps.clock.now()})
    on conflict (application_id) do update set wrapped_key = excluded.wrapped_key, address = excluded.address, created_at = excluded.created_at, refused_at = null`);
  return { ok: true };
}

export async function removeAddress(tx: Tx, application: string): Promise<void> {
  await tx.run(sql`delete from mailbox.visitor_address where application_id = ${application}`);
}

/** Whether an address was left, never which; `refused`: it did not take our last mail. */
export async function addressState(tx: Tx, application: string): Promise<"none" | "left" | "refused"> {
  const row = await tx.maybe<{ refused: boolean }>(sql`select refused_at is not null as refused from mailbox.visitor_address where application_id = ${application}`);
  return row === undefined ? "none" : row.refused ? "refused" : "left";
}

interface Row { readonly wrapped_key: Buffer; readonly address: Buffer; readonly last_notice_at: Date | null }

/** The mail after something happened for the citizen. What happened before the last mail is covered by it. */
export async function sendVisitorNotice(deps: MailboxDeps, event: DomainEvent): Promise<void> {
  const application = String(event["application"]);
  const begun = deps.clock.now();
  const row = await deps.db.asOperator("notice to a visitor", (tx) => tx.maybe<Row>(sql`select wrapped_key, address, last_notice_at from mailbox.visitor_address where application_id = ${application}`));
  if (!row || (row.last_notice_at !== null && row.last_notice_at >= instantIn(event.id))) return;
  const to = open(deps.keyring.unwrap(row.wrapped_key, keyContext(application)), row.address, addressContext(application)).toString("utf8");
  const outcome = await deps.mailer.send({ to, ...visitorNewsText(`${deps.publicOrigin}/status`), messageId: mailId(deps, event.id) });
  if (outcome.kind === "unavailable") throw new Error(`the mail could not be sent: ${outcome.reason}`);
  await deps.db.asOperator("notice to a visitor: how it went", (tx) => tx.run(outcome.kind === "accepted"
    ? sql`update mailbox.visitor_address set last_notice_at = ${begun}, refused_at = null where application_id = ${application}`
    : sql`update mailbox.visitor_address set refused_at = ${begun} where application_id = ${application}`));
}

/** The application went to another town: the address, which no town can read, goes along, and the notice names no town. */
export async function followHandOver(deps: MailboxDeps, event: DomainEvent): Promise<void> {
  await deps.db.asOperator("an application has gone to another town", (tx) => tx.run(sql`update mailbox.visitor_address set tenant_id = ${String(event.tenant)} where application_id = ${String(event["application"])}`));
  await sendVisitorNotice(deps, event);
}

/** The instant in a UUID of version 7 (RFC 9562 5.7). */
function instantIn(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16));
}

/** After the last notice there is no reason to keep it (Art. 5 (1) e DSGVO). */
export async function forgetVisitorAddress(deps: MailboxDeps, event: DomainEvent): Promise<void> {
  await deps.db.asOperator("an application has ended", (tx) => removeAddress(tx, String(event["application"])));
}
