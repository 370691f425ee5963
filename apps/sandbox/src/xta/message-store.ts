import { randomUUID } from "node:crypto";
import { openJournal } from "../frame/journal.ts";
import { acceptedEntry, entrySchema, type Entry, type NewMessage, type StoredMessage } from "./stored-message.ts";

/** All messages of all mailboxes. What a method has resolved survives `kill -9`. */
export interface MessageStore {
  createId(account: string): Promise<string>;
  /** "taken" when a message of this id is there or on its way, or the id was made for another account. */
  accept(messageId: string, account: string, receive: () => Promise<NewMessage>): Promise<"accepted" | "taken">;
  mark(kind: "fetched" | "received" | "cancelled", messageId: string, at: Date): Promise<void>;
  find(messageId: string): StoredMessage | undefined;
  /** In the order of their arrival. */
  all(): readonly StoredMessage[];
  close(): Promise<void>;
}

export async function openMessageStore(path: string): Promise<MessageStore> {
  const messages = new Map<string, StoredMessage>();
  const madeFor = new Map<string, string>();
  const arriving = new Set<string>();

  const apply = (entry: Entry): void => {
    if (entry.kind === "id") {
      madeFor.set(entry.messageId, entry.account);
      return;
    }
    if (entry.kind === "accepted") {
      const { messageId } = entry.metaData.msgIdentification;
      messages.set(messageId, { messageId, account: entry.account, metaData: entry.metaData, certificates: entry.certificates, container: entry.container, acceptedAt: new Date(entry.at) });
      return;
    }
    const message = messages.get(entry.messageId);
    if (!message) throw new Error("a change stands before its message in the journal");
    const key = ({ fetched: "fetchedAt", received: "receivedAt", cancelled: "cancelledAt" } as const)[entry.kind];
    message[key] ??= new Date(entry.at);
  };
  const journal = await openJournal(path, (line) => { apply(entrySchema.parse(line)); });
  const add = async (line: object): Promise<void> => {
    await journal.append(line);
    apply(entrySchema.parse(line));
  };

  return {
    async createId(account) {
      const messageId = `urn:de:xta:messageid:sandbox:${randomUUID()}`;
      await add({ kind: "id", messageId, account });
      return messageId;
    },
    async accept(messageId, account, receive) {
      if (messages.has(messageId) || arriving.has(messageId) || (madeFor.get(messageId) ?? account) !== account) return "taken";
      arriving.add(messageId);
      try {
        await add(acceptedEntry(await receive()));
        return "accepted";
      } finally {
        arriving.delete(messageId);
      }
    },
    async mark(kind, messageId, at) { await add({ kind, messageId, at: at.toISOString() }); },
    find: (messageId) => messages.get(messageId),
    all: () => [...messages.values()],
    close: () => journal.close(),
  };
}
