import { randomUUID } from "node:crypto";
import { z } from "zod";
import { openJournal } from "../frame/journal.ts";
import { parseMail, type ParsedMail } from "./parse-mail.ts";

const storedSchema = z.object({ id: z.uuid(), at: z.string(), sender: z.string(), recipients: z.array(z.string()), message: z.string() });

export interface ReceivedMail extends ParsedMail {
  readonly id: string;
  readonly at: string;
  /** Envelope, not header. */
  readonly sender: string;
  readonly recipients: readonly string[];
}

/** The mails that arrived, the newest {@link MAX_MAILS} of them; accepted means on the disk. */
export interface MailStore {
  add(mail: { readonly sender: string; readonly recipients: readonly string[]; readonly message: Buffer; readonly at: Date }): Promise<void>;
  /** Newest first; `to` limits to one recipient of the envelope. */
  list(to?: string): readonly ReceivedMail[];
  find(id: string): ReceivedMail | undefined;
  close(): Promise<void>;
}

const MAX_MAILS = 1000;

export async function openMailStore(path: string): Promise<MailStore> {
  const mails: ReceivedMail[] = [];
  const keep = ({ message, ...envelope }: z.infer<typeof storedSchema>): void => {
    mails.unshift({ ...envelope, ...parseMail(Buffer.from(message, "base64")) });
    mails.length = Math.min(mails.length, MAX_MAILS);
  };
  const journal = await openJournal(path, (entry) => { keep(storedSchema.parse(entry)); });
  return {
    async add({ sender, recipients, message, at }) {
      const stored = { id: randomUUID(), at: at.toISOString(), sender, recipients: [...recipients], message: message.toString("base64") };
      await journal.append(stored);
      keep(stored);
    },
    list: (to) => to === undefined ? mails : mails.filter(({ recipients }) => recipients.some((recipient) => recipient.toLowerCase() === to.toLowerCase())),
    find: (id) => mails.find((mail) => mail.id === id),
    close: () => journal.close(),
  };
}
