import type { MsgSelector } from "@kommunalportal/xta";
import type { Admitted } from "./admit.ts";
import type { IntermediaryDeps } from "./intermediary-deps.ts";
import { deliveredAt, inMailboxes } from "./message-state.ts";
import type { StoredMessage } from "./stored-message.ts";

/** The messages that a selector means (OSCI 2.02, MsgSelector): every condition has to fit. Without one, what is new. */
export function selectMessages({ store, clock }: Pick<IntermediaryDeps, "store" | "clock">, { mailboxes }: Admitted, selector: MsgSelector | undefined): readonly StoredMessage[] {
  const { messageIds, relatesTo, entryTimeFrom, entryTimeTo } = selector ?? {};
  // A message that is asked for by its id is given also when it was confirmed before.
  const newEntry = selector?.newEntry ?? (messageIds || relatesTo ? undefined : true);
  return inMailboxes(store.all(), mailboxes, clock()).filter((message) => {
    const { inReplyTo } = message.metaData.msgIdentification;
    const entered = deliveredAt(message).getTime();
    return (!messageIds || messageIds.includes(message.messageId))
      && (!relatesTo || relatesTo.some(({ value }) => inReplyTo?.includes(value)))
      && (entryTimeFrom === undefined || entered >= Date.parse(entryTimeFrom))
      && (entryTimeTo === undefined || entered <= Date.parse(entryTimeTo))
      && (newEntry === undefined || newEntry === (message.receivedAt === undefined));
  });
}
