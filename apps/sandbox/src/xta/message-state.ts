import type { MessageMetaData } from "@kommunalportal/xta";
import { mailboxOf, type Mailbox } from "./accounts.ts";
import type { StoredMessage } from "./stored-message.ts";

/** waiting: its NotBefore is still to come · undeliverable: nobody has the reader's mailbox · obsolete: nobody fetched it in time */
export type MessageState = "waiting" | "undeliverable" | "delivered" | "fetched" | "received" | "cancelled" | "obsolete";

export function deliveredAt({ metaData: { deliveryAttributes: { notBefore } }, acceptedAt }: StoredMessage): Date {
  const earliest = notBefore === undefined ? acceptedAt : new Date(notBefore);
  return earliest > acceptedAt ? earliest : acceptedAt;
}

/** Obsolete from the end of the day that the sender named, in UTC. */
export function stateOf(message: StoredMessage, now: Date): MessageState {
  const { obsoleteAfter } = message.metaData.deliveryAttributes;
  if (message.cancelledAt) return "cancelled";
  if (!mailboxOf(message.metaData.destinations.reader.identifier)) return "undeliverable";
  if (message.receivedAt) return "received";
  if (obsoleteAfter !== undefined && now.getTime() >= Date.parse(obsoleteAfter.slice(0, 10)) + 86_400_000) return "obsolete";
  if (message.fetchedAt) return "fetched";
  return now < deliveredAt(message) ? "waiting" : "delivered";
}

/** The transport order with the times that the way has added. */
export function metaDataNow(message: StoredMessage, now: Date): MessageMetaData {
  const { metaData, acceptedAt, fetchedAt, receivedAt } = message;
  const state = stateOf(message, now);
  const arrived = state === "delivered" || state === "fetched" || state === "received";
  return {
    ...metaData,
    deliveryAttributes: {
      ...metaData.deliveryAttributes, initialSend: acceptedAt.toISOString(),
      ...(arrived && { delivery: deliveredAt(message).toISOString() }),
      ...(fetchedAt && { initialFetch: fetchedAt.toISOString() }), ...(receivedAt && { reception: receivedAt.toISOString() }),
    },
  };
}

/** What lies in these mailboxes and may be fetched, oldest first. */
export function inMailboxes(messages: readonly StoredMessage[], mailboxes: readonly Mailbox[], now: Date): readonly StoredMessage[] {
  const open: ReadonlySet<MessageState> = new Set(["delivered", "fetched", "received"]);
  return messages
    .filter((message) => open.has(stateOf(message, now)) && mailboxes.some(({ value }) => value === message.metaData.destinations.reader.identifier.value))
    .toSorted((a, b) => deliveredAt(a).getTime() - deliveredAt(b).getTime());
}
