import type { Tx } from "#platform/database";
import { announce } from "#platform/events";

/** Told in the transaction that holds the content: the hub, the mailbox and the rendition all begin with it. */
export function announceSubmitted(tx: Tx, given: { readonly event: string; readonly application: string; readonly tenant: string; readonly service: string }): Promise<void> {
  return announce(tx, { type: "application.submitted", id: given.event, application: given.application, tenant: given.tenant, service: given.service });
}
