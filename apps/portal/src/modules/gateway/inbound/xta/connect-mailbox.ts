import { randomUUID, X509Certificate } from "node:crypto";
import { XtaException, XtaUnreachable } from "@kommunalportal/xta";
import type { Actor } from "#modules/audit";
import { type DestinationProblem, xtaConnectionProblems } from "#modules/hub";
import { sql } from "#platform/database";
import { randomToken, seal } from "#platform/crypto";
import type { ClientCertificate } from "#platform/http";
import { secretContext } from "../destination-store.ts";
import type { InboundDeps } from "../inbound-deps.ts";
import { sealAccess } from "./mailbox-store.ts";
import { connectionOf, openClient } from "./open-mailbox.ts";

export interface ConnectMailbox extends ClientCertificate {
  readonly tenant: string;
  readonly send: string;
  readonly management: string;
  readonly msgBox: string;
  /** Name of the mailbox at the server (type XTA_ID), for example `eingang:059990001001`. */
  readonly mailbox: string;
  readonly actor: Actor;
}
export type MailboxOutcome =
  | { readonly ok: true; readonly mailbox: string }
  | { readonly ok: false; readonly problems: readonly (DestinationProblem | { readonly path: "mailbox"; readonly code: "mailbox-missing" })[] }
  /** The server was asked with this certificate and does not let it in, or does not answer: nothing is kept. */
  | { readonly ok: false; readonly why: "not-let-in" | "no-answer" };

/** Connects a mailbox, or gives the one of this name other settings; only where the server lets it in. Keys stay sealed with the town's key. */
export async function connectMailbox(deps: InboundDeps, given: ConnectMailbox): Promise<MailboxOutcome> {
  const mailbox = given.mailbox.trim();
  const settings = { send: given.send.trim(), management: given.management.trim(), msgBox: given.msgBox.trim(), mailbox, certificateUntil: "" };
  const certificate: ClientCertificate = { certificate: given.certificate, key: given.key, ...(given.authorities === undefined ? {} : { authorities: given.authorities }) };
  const problems = [...(mailbox === "" || mailbox.length > 200 || /[\r\n\t]/.test(mailbox) ? [{ path: "mailbox", code: "mailbox-missing" } as const] : []), ...xtaConnectionProblems(connectionOf(settings, certificate))];
  if (problems.length > 0) return { ok: false, problems };
  try {
    await openClient(deps, settings, certificate).checkAccountActive();
  } catch (error) {
    if (error instanceof XtaException) return { ok: false, why: "not-let-in" };
    if (error instanceof XtaUnreachable) return { ok: false, why: "no-answer" };
    throw error;
  }
  const tenantKey = await deps.tenants.tenantKey(given.tenant);
  const until = new Date(new X509Certificate(given.certificate).validTo).toISOString();
  const now = deps.clock.now();
  return deps.db.inTenant(given.tenant, async (tx): Promise<MailboxOutcome> => {
    const before = await tx.maybe<{ id: string }>(sql`select id from gateway.destination where tenant_id = ${given.tenant} and channel = 'xta' and ended_at is null and settings ->> 'mailbox' = ${mailbox} for update`);
    const id = before?.id ?? randomUUID();
    const stored = JSON.stringify({ ...settings, certificateUntil: until });
    const access = sealAccess(tenantKey, id, certificate);
    if (before) await tx.run(sql`update gateway.destination set settings = (settings - 'warnedDays') || ${stored}::jsonb, access = ${access} where id = ${id}`);
    else {
      // Nobody calls back here; the columns belong to every destination.
      const callback = randomUUID();
      await tx.run(sql`insert into gateway.destination (id, tenant_id, name, services, callback_id, callback_secret, created_at, channel, settings, access)
        values (${id}, ${given.tenant}, ${mailbox}, '{}', ${callback}, ${seal(tenantKey, randomToken(32), secretContext(callback))}, ${now}, 'xta', ${stored}, ${access})`);
    }
    await deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "gateway.connect-mailbox", subject: { kind: "destination", id } });
    return { ok: true, mailbox: id };
  });
}

/** Nothing more is read there; what arrived stays. False: there is none. */
export function endMailbox(deps: Pick<InboundDeps, "db" | "clock" | "audit">, given: { readonly tenant: string; readonly mailbox: string; readonly actor: Actor }): Promise<boolean> {
  return deps.db.inTenant(given.tenant, async (tx) => {
    const ended = await tx.run(sql`update gateway.destination set ended_at = ${deps.clock.now()} where id = ${given.mailbox} and tenant_id = ${given.tenant} and channel = 'xta' and ended_at is null`);
    if (ended > 0) await deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "gateway.end-mailbox", subject: { kind: "destination", id: given.mailbox } });
    return ended > 0;
  });
}
