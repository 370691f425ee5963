import { empty, inNamespace, raw, record, simple, type ValueOf } from "../codec/codec.ts";
import { attribute, choice, list, nonEmptyList, optional, optionalAttribute, required, text } from "../codec/items.ts";
import { anyUri, boolean, date, dateTime, nonEmptyString, normalizedString, positiveInteger, string } from "../codec/simple-type.ts";
import { ns } from "../names.ts";
import { keyCode, keyCodeFields } from "./code.ts";
import { messageId } from "./message-id.ts";
import { party, partyIdentifier } from "./party.ts";

const own = inNamespace(ns.oscimeta);

const receiptRequests = record({
  submission: optional(own("Submission", empty)),
  relay: optional(own("Relay", empty)),
  delivery: optional(own("Delivery", empty)),
  fetch: optional(own("Fetch", empty)),
  reception: optional(own("Reception", empty)),
  receiptTo: optional(own("ReceiptTo", raw)),
});

const deliveryAttributes = record({
  /** When the content was made. */
  origin: optional(own("Origin", simple(dateTime))),
  /** When the sender began to deliver. */
  initialSend: optional(own("InitialSend", simple(dateTime))),
  /** Not to be delivered earlier; only then can a message be cancelled. */
  notBefore: optional(own("NotBefore", simple(dateTime))),
  obsoleteAfter: optional(own("ObsoleteAfter", simple(date))),
  /** When it lay in the mailbox. */
  delivery: optional(own("Delivery", simple(dateTime))),
  /** When the reader fetched it for the first time. */
  initialFetch: optional(own("InitialFetch", simple(dateTime))),
  /** When the reader confirmed it, by `close` or by asking for the next one. */
  reception: optional(own("Reception", simple(dateTime))),
  serviceQuality: optional(own("ServiceQuality", simple(nonEmptyString))),
  receiptRequests: optional(own("ReceiptRequests", receiptRequests)),
});

const processIdentifier = record({
  value: text(nonEmptyString),
  /** Spelled like this in the standard. */
  processName: optionalAttribute("ProccesName", nonEmptyString),
});

const msgIdentification = record({
  messageId: required(messageId),
  inReplyTo: list(own("In-Reply-To", simple(anyUri, true))),
  processRef: optional(own("ProcessRef", record({
    requester: optional(own("Requester", processIdentifier)),
    responder: optional(own("Responder", processIdentifier)),
  }))),
});

const qualifier = record({
  subject: optional(own("Subject", simple(string))),
  /** The URI of the service, as in the DVDV. */
  service: required(own("Service", simple(anyUri))),
  businessScenario: required(own("BusinessScenario", record({
    scenario: choice(["defined", own("Defined", keyCode)], ["undefined", own("Undefined", simple(normalizedString))]),
  })), { deviation: "missing-business-scenario", instead: { scenario: { kind: "undefined", value: "" } } }),
  messageType: required(own("MessageType", record({ ...keyCodeFields, payloadSchema: attribute("payloadSchema", anyUri) }))),
});

/** MessageMetaData of OSCI 2.02: the transport order, without the content. */
export const messageMetaData = own("MessageMetaData", record({
  deliveryAttributes: required(own("DeliveryAttributes", deliveryAttributes), { deviation: "missing-delivery-attributes", instead: {} }),
  originators: required(own("Originators", record({
    author: required(own("Author", party)),
    sender: optional(own("Sender", party)),
    replyTo: optional(own("ReplyTo", party)),
  }))),
  destinations: required(own("Destinations", record({
    reader: required(own("Reader", party)),
    otherDestinations: optional(own("OtherDestinations", record({
      otherReaders: nonEmptyList(own("OtherReaders", partyIdentifier)),
      ccReaders: list(own("CcReaders", partyIdentifier)),
    }))),
  }))),
  msgIdentification: required(own("MsgIdentification", msgIdentification)),
  qualifier: required(own("Qualifier", qualifier)),
  messageProperties: optional(own("MessageProperties", record({
    properties: nonEmptyList(own("Property", record({ key: required(own("Key", keyCode)), value: required(own("Value", simple(nonEmptyString))) }))),
  }))),
  /** Bytes. */
  msgSize: optional(own("MsgSize", simple(positiveInteger))),
  /** Absent means false. */
  testMsg: optionalAttribute("TestMsg", boolean),
}));

export type MessageMetaData = ValueOf<typeof messageMetaData.codec>;
