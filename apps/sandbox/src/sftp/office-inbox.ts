import { z } from "zod";
import { openJournal } from "../frame/journal.ts";

const takenSchema = z.object({
  kind: z.literal("taken"), name: z.string(), fileNumber: z.string(), at: z.string(), accepted: z.boolean(), reasons: z.array(z.string()),
  applicationId: z.string(), reference: z.string(), type: z.string(), part: z.string(), files: z.array(z.object({ path: z.string(), size: z.number() })), excerpt: z.string(),
});
const entrySchema = z.discriminatedUnion("kind", [
  takenSchema,
  /** The same file again. */
  z.object({ kind: z.literal("repeat"), name: z.string(), at: z.string() }),
  z.object({ kind: z.literal("answer"), name: z.string(), number: z.number(), at: z.string(), body: z.string() }),
]);
type Entry = z.infer<typeof entrySchema>;
export type Taken = z.infer<typeof takenSchema>;

/** What the Fachverfahren took from its folder; each file has one effect, whatever comes twice. */
export interface OfficeInbox {
  find(name: string): Taken | undefined;
  take(taken: Omit<Taken, "kind" | "fileNumber">): Promise<Taken>;
  repeat(name: string, at: Date): Promise<void>;
  answer(name: string, at: Date, body: string): Promise<number>;
  answersTo(name: string): number;
  all(): readonly Taken[];
  repeatsOf(name: string): number;
  close(): Promise<void>;
}

export async function openOfficeInbox(path: string): Promise<OfficeInbox> {
  const taken = new Map<string, Taken>();
  const repeats = new Map<string, number>();
  const answers = new Map<string, number>();
  const apply = (entry: Entry): void => {
    if (entry.kind === "taken") taken.set(entry.name, entry);
    else if (entry.kind === "repeat") repeats.set(entry.name, (repeats.get(entry.name) ?? 0) + 1);
    else answers.set(entry.name, entry.number);
  };
  const journal = await openJournal(path, (line) => { apply(entrySchema.parse(line)); });
  const add = async <T extends Entry>(entry: T): Promise<T> => { await journal.append(entry); apply(entry); return entry; };
  return {
    find: (name) => taken.get(name),
    take: (one) => add({ kind: "taken", ...one, fileNumber: `FV-${one.at.slice(0, 4)}-${String(taken.size + 1).padStart(5, "0")}` }),
    repeat: async (name, at) => { await add({ kind: "repeat", name, at: at.toISOString() }); },
    answer: async (name, at, body) => (await add({ kind: "answer", name, number: (answers.get(name) ?? 0) + 1, at: at.toISOString(), body })).number,
    answersTo: (name) => answers.get(name) ?? 0,
    all: () => [...taken.values()],
    repeatsOf: (name) => repeats.get(name) ?? 0,
    close: () => journal.close(),
  };
}
