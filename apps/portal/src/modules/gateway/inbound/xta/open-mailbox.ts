import type { XtaClient } from "@kommunalportal/xta";
import { openXtaConnection, type XtaConnection } from "#modules/hub";
import type { ClientCertificate } from "#platform/http";
import type { InboundDeps } from "../inbound-deps.ts";
import { type MailboxSettings, openAccess, type SealedMailbox, sealedMailbox } from "./mailbox-store.ts";

export function connectionOf({ send, management, msgBox, mailbox }: MailboxSettings, certificate: ClientCertificate): XtaConnection {
  return { send, management, msgBox, author: { type: "XTA_ID", value: mailbox }, certificate };
}
export const openClient = (deps: Pick<InboundDeps, "outboundStream">, settings: MailboxSettings, certificate: ClientCertificate): XtaClient => openXtaConnection(deps.outboundStream, connectionOf(settings, certificate));

/** The mailbox with its key opened: the only place where it is. */
export async function openMailbox(deps: InboundDeps, mailbox: SealedMailbox): Promise<XtaClient> {
  return openClient(deps, mailbox.settings, openAccess(await deps.tenants.tenantKey(mailbox.tenant), mailbox));
}

export async function clientOf(deps: InboundDeps, given: { readonly tenant: string; readonly destination: string }): Promise<{ readonly client: XtaClient; readonly mailbox: SealedMailbox } | undefined> {
  const mailbox = await deps.db.inTenant(given.tenant, (tx) => sealedMailbox(tx, given.destination));
  return mailbox && { mailbox, client: await openMailbox(deps, mailbox) };
}
