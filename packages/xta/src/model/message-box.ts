import { inNamespace, named, raw, record, simple, type ValueOf } from "../codec/codec.ts";
import { attribute, choice, list, optional, optionalAttribute, required, text } from "../codec/items.ts";
import { anyUri, boolean, date, dateTime, int, nonNegativeInteger, oneOf, positiveInteger } from "../codec/simple-type.ts";
import { ns } from "../names.ts";
import { messageId } from "./message-id.ts";
import { messageMetaData } from "./message-meta-data.ts";

const own = inNamespace(ns.osci);

const relatesTo = named(ns.wsa, "RelatesTo", record({ value: text(anyUri), relationshipType: optionalAttribute("RelationshipType", anyUri) }, true));

const msgSelector = own("MsgSelector", record({
  messageIds: list(messageId),
  relatesTo: list(relatesTo),
  entryTimeFrom: optional(own("MsgBoxEntryTimeFrom", simple(dateTime))),
  entryTimeTo: optional(own("MsgBoxEntryTimeTo", simple(dateTime))),
  extension: optional(own("Extension", raw)),
  /** true: only what was not yet confirmed; false: only what was. Absent: both. */
  newEntry: optionalAttribute("newEntry", boolean),
}));

export const msgBoxFetchRequest = own("MsgBoxFetchRequest", record({
  selector: optional(msgSelector),
  /** Absent means Envelope. */
  msgPart: optionalAttribute("MsgPart", oneOf("Envelope", "Header", "Body")),
}));

export const msgBoxStatusListRequest = own("MsgBoxStatusListRequest", record({
  selector: optional(msgSelector),
  maxListItems: optionalAttribute("maxListItems", positiveInteger),
  /** `MsgAtrributes` is spelled like this in the standard. */
  listForm: optionalAttribute("ListForm", oneOf("MsgAtrributes", "MessageMetaData")),
}));

const iteratorFields = record({
  /** Confirms that these were received: they are not offered as new any more. */
  lastMsgReceived: list(own("LastMsgReceived", simple(anyUri, true))),
  requestId: attribute("MsgBoxRequestID", anyUri),
});
export const msgBoxGetNextRequest = own("MsgBoxGetNextRequest", iteratorFields);
export const msgBoxCloseRequest = own("MsgBoxCloseRequest", iteratorFields);

const msgAttributes = own("MsgAttributes", record({
  messageId: required(messageId),
  relatesTo: list(relatesTo),
  from: optional(named(ns.wsa, "From", raw)),
  typeOfBusinessScenario: required(own("TypeOfBusinessScenario", simple(anyUri, true))),
  msgSize: required(own("MsgSize", simple(int))),
  obsoleteAfterDate: optional(own("ObsoleteAfterDate", simple(date))),
  deliveryTime: required(own("DeliveryTime", simple(dateTime))),
  initialFetchedTime: optional(own("InitialFetchedTime", simple(dateTime))),
}));

export const msgStatusList = own("MsgStatusList", record({ attributes: list(msgAttributes), metaData: list(messageMetaData) }));

/** Header of every answer of a mailbox: the iterator and what is still to come, or why there is nothing. */
export const msgBoxResponse = own("MsgBoxResponse", record({
  outcome: choice(
    ["none", own("NoMessageAvailable", record({ reason: attribute("reason", anyUri) }))],
    ["pending", own("ItemsPending", simple(nonNegativeInteger))],
  ),
  requestId: attribute("MsgBoxRequestID", anyUri),
}));

export type MsgBoxFetchRequest = ValueOf<typeof msgBoxFetchRequest.codec>;
export type MsgBoxStatusListRequest = ValueOf<typeof msgBoxStatusListRequest.codec>;
export type MsgBoxIteratorRequest = ValueOf<typeof iteratorFields>;
export type MsgSelector = ValueOf<typeof msgSelector.codec>;
export type MsgAttributes = ValueOf<typeof msgAttributes.codec>;
export type MsgStatusList = ValueOf<typeof msgStatusList.codec>;
export type MsgBoxResponse = ValueOf<typeof msgBoxResponse.codec>;
