import { noMessageReason, type MsgAttributes, type MsgBoxIteratorRequest, type MsgBoxResponse, type MsgBoxStatusListRequest, type MsgStatusList } from "@kommunalportal/xta";
import type { Admitted } from "./admit.ts";
import type { IntermediaryDeps } from "./intermediary-deps.ts";
import type { Iterator } from "./iterators.ts";
import { deliveredAt, metaDataNow } from "./message-state.ts";
import { selectMessages } from "./select-messages.ts";
import type { StoredMessage } from "./stored-message.ts";

interface Listed {
  readonly msgBox: MsgBoxResponse;
  readonly list?: MsgStatusList;
}

const MOST = 200;

/** What lies in the mailbox, without content; the iterator gives what did not fit. */
export function statusList(deps: IntermediaryDeps, admitted: Admitted, { selector, maxListItems, listForm }: MsgBoxStatusListRequest): Listed {
  const remaining = selectMessages(deps, admitted, selector).map(({ messageId }) => messageId);
  const iterator: Iterator = { account: admitted.account.id, remaining, maxListItems, listForm };
  return page(deps, deps.iterators.open(iterator), iterator);
}

export function nextStatusList(deps: IntermediaryDeps, { account }: Admitted, { requestId }: MsgBoxIteratorRequest): Listed {
  const iterator = deps.iterators.find(requestId, account.id);
  if (!iterator) return { msgBox: { requestId, outcome: { kind: "none", value: { reason: noMessageReason.requestIdInvalid } } } };
  return page(deps, requestId, iterator);
}

function page({ store, clock }: IntermediaryDeps, requestId: string, { remaining, maxListItems, listForm }: Iterator): Listed {
  const listed = remaining.splice(0, Math.min(maxListItems ?? MOST, MOST)).map((id) => store.find(id)).filter((message) => message !== undefined);
  if (listed.length === 0) return { msgBox: { requestId, outcome: { kind: "none", value: { reason: noMessageReason.noMatch } } } };
  const list: MsgStatusList = listForm === "MsgAtrributes" ? { attributes: listed.map(attributesOf) } : { metaData: listed.map((message) => metaDataNow(message, clock())) };
  return { msgBox: { requestId, outcome: { kind: "pending", value: remaining.length } }, list };
}

function attributesOf(message: StoredMessage): MsgAttributes {
  const { metaData: { msgIdentification: { inReplyTo }, deliveryAttributes: { obsoleteAfter }, qualifier, msgSize }, fetchedAt } = message;
  return {
    messageId: message.messageId, ...(inReplyTo && { relatesTo: inReplyTo.map((value) => ({ value })) }),
    typeOfBusinessScenario: qualifier.service, msgSize: Math.min(msgSize ?? 0, 2_147_483_647),
    ...(obsoleteAfter !== undefined && { obsoleteAfterDate: obsoleteAfter }), deliveryTime: deliveredAt(message).toISOString(),
    ...(fetchedAt && { initialFetchedTime: fetchedAt.toISOString() }),
  };
}
