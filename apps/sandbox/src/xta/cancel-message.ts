import { XtaException } from "@kommunalportal/xta";
import type { Admitted } from "./admit.ts";
import type { IntermediaryDeps } from "./intermediary-deps.ts";
import { stateOf } from "./message-state.ts";

/** Only before its NotBefore, and only by who sent it. Again changes nothing. @throws XtaException 9022 unknown, 9100, 9101 */
export async function cancelMessage({ store, clock }: IntermediaryDeps, { account }: Admitted, messageId: string): Promise<void> {
  const message = store.find(messageId);
  // The WSDL gives this operation no InvalidMessageIDException.
  if (!message || message.account !== account.id) throw new XtaException(9022);
  if (message.metaData.deliveryAttributes.notBefore === undefined) throw new XtaException(9101);
  const state = stateOf(message, clock());
  if (state === "cancelled") return;
  if (state !== "waiting" && state !== "undeliverable") throw new XtaException(9100);
  await store.mark("cancelled", messageId, clock());
}
