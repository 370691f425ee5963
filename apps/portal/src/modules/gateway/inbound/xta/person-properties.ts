import type { MessageMetaData } from "@kommunalportal/xta";
import { propertyList } from "#modules/hub";
import { isId } from "#platform/ids";

/**
 * How the person wants to hear, in the words of FIT-Connect's metadata, as properties of the message: `mailboxUuid` of BundID, `zustimmungZumDigitalenBescheid`. They are not encrypted;
 * a mailbox id says nothing without BundID.
 */
export function personProperties({ messageProperties }: Pick<MessageMetaData, "messageProperties">): { readonly mailboxUuid: string | undefined; readonly consent: boolean | undefined } {
  const of = (code: string): string | undefined => messageProperties?.properties.find(({ key }) => key.listUri === propertyList && key.code === code)?.value;
  const [mailbox, consent] = [of("mailboxUuid")?.toLowerCase(), of("zustimmungZumDigitalenBescheid")];
  return { mailboxUuid: mailbox !== undefined && isId(mailbox) ? mailbox : undefined, consent: consent === "true" ? true : consent === "false" ? false : undefined };
}
