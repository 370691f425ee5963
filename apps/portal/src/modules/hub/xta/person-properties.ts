import type { MessageMetaData } from "@kommunalportal/xta";

/** List of properties about the person; XTA leaves their keys to both sides (decision 0070). */
export const propertyList = "https://schema.kommunalportal.example/xta/eigenschaften/1.0";

/**
 * How the person wants to hear, in the words of FIT-Connect's metadata: whether decisions may come electronically (a refusal is said, not left out; nothing where nobody was asked), and
 * their mailbox of BundID, where it was asked for.
 */
export function personProperties({ consent, mailbox }: { readonly consent?: boolean; readonly mailbox?: string }): Pick<MessageMetaData, "messageProperties"> {
  const properties = [...(consent === undefined ? [] : [property("zustimmungZumDigitalenBescheid", String(consent))]), ...(mailbox === undefined ? [] : [property("mailboxUuid", mailbox)])];
  return properties.length === 0 ? {} : { messageProperties: { properties } };
}

const property = (code: string, value: string) => ({ key: { listUri: propertyList, listVersionId: "1.0", code }, value });
