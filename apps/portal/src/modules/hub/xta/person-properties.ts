import type { MessageMetaData } from "@kommunalportal/xta";

/** List of properties about the person; XTA leaves their keys to both sides (decision 0070). */
export const propertyList = "https://schema.kommunalportal.example/xta/eigenschaften/1.0";

/** Whether the person wants decisions electronically, in the words of FIT-Connect's metadata. A refusal is said, not left out; nothing where nobody was asked. */
export function consentProperty(consent: boolean | undefined): Pick<MessageMetaData, "messageProperties"> {
  return consent === undefined ? {} : { messageProperties: { properties: [{ key: { listUri: propertyList, listVersionId: "1.0", code: "zustimmungZumDigitalenBescheid" }, value: String(consent) }] } };
}
