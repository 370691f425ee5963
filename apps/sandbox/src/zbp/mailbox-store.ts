import { z } from "zod";
import { openJournal } from "../frame/journal.ts";
import { messageSchema, statusSchema } from "./zbp-content.ts";

const entrySchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("message"), submissionId: z.string(), at: z.string(), author: z.string(), message: messageSchema, files: z.array(z.object({ filename: z.string(), size: z.number() })) }),
  z.object({ kind: z.literal("status"), submissionId: z.string(), at: z.string(), author: z.string(), status: statusSchema }),
]);
export type ZbpEntry = z.infer<typeof entrySchema>;

/** Messages and states as they arrived, each once; on the disk before the bridge accepts. */
export interface MailboxStore {
  /** false: it is there already. */
  keep(entry: ZbpEntry): Promise<boolean>;
  has(submissionId: string): boolean;
  find(submissionId: string): ZbpEntry | undefined;
  /** Newest first. */
  all(): readonly ZbpEntry[];
  close(): Promise<void>;
}

export async function openMailboxStore(path: string): Promise<MailboxStore> {
  const entries = new Map<string, ZbpEntry>();
  const journal = await openJournal(path, (entry) => {
    const parsed = entrySchema.parse(entry);
    entries.set(parsed.submissionId, parsed);
  });
  return {
    async keep(entry) {
      if (entries.has(entry.submissionId)) return false;
      await journal.append(entry);
      entries.set(entry.submissionId, entry);
      return true;
    },
    has: (submissionId) => entries.has(submissionId),
    find: (submissionId) => entries.get(submissionId),
    all: () => [...entries.values()].toReversed(),
    close: () => journal.close(),
  };
}
