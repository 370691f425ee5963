import { z } from "zod";
import { openJournal } from "../../frame/journal.ts";
import { metadataSchema } from "../../fit-subscriber/metadata.ts";
import { problemSchema } from "./problem-schema.ts";

const receivedSchema = z.object({
  kind: z.literal("received"), at: z.string(), submissionId: z.string(), caseId: z.string(), destinationId: z.string(), identifier: z.string(),
  /** The application as the sender names it; its own id where it names none. */
  reference: z.string(),
  /** What of it this is: another part, a withdrawal, an answer of the person is another effect than the application. */
  about: z.string().default(""), metadata: metadataSchema, tags: z.unknown(),
  attachments: z.array(z.object({ attachmentId: z.string(), filename: z.string(), mimeType: z.string(), size: z.number() })),
});
const entrySchema = z.discriminatedUnion("kind", [
  receivedSchema,
  /** Fetched again: the answer did not get through the first time. */
  z.object({ kind: z.literal("repeat"), at: z.string(), submissionId: z.string() }),
  /** What could not be opened or was not as it should be; rejected. */
  z.object({ kind: z.literal("broken"), at: z.string(), submissionId: z.string(), caseId: z.string(), destinationId: z.string(), problems: z.array(problemSchema) }),
  z.object({ kind: z.literal("decided"), at: z.string(), submissionId: z.string(), verb: z.enum(["accept", "reject"]) }),
  z.object({ kind: z.literal("replied"), at: z.string(), submissionId: z.string(), replyId: z.string(), answer: z.unknown() }),
]);
type Entry = z.infer<typeof entrySchema>;
export type ReceivedEntry = z.infer<typeof receivedSchema>;
export type BrokenEntry = Extract<Entry, { kind: "broken" }>;

export interface Held {
  readonly entry: ReceivedEntry;
  repeats: number;
  /** The same application came before in another submission: a fault of the sender, without a second effect here. */
  readonly duplicate: boolean;
  decided: "accept" | "reject" | undefined;
  readonly replies: { readonly replyId: string; readonly at: string; readonly answer: unknown }[];
}

/** What this Fachverfahren fetched, decided and answered; on the disk before anything is acknowledged. */
export interface FitInbox {
  find(submissionId: string): Held | undefined;
  /** Newest first. */
  latest(count: number): readonly Held[];
  broken(): readonly BrokenEntry[];
  all(): readonly Held[];
  record(entry: Entry): Promise<void>;
  close(): Promise<void>;
}

export async function openFitInbox(path: string): Promise<FitInbox> {
  const held = new Map<string, Held>();
  const broken = new Map<string, BrokenEntry>();
  const effects = new Set<string>();
  const apply = (entry: Entry): void => {
    if (entry.kind === "received") {
      const effect = JSON.stringify([entry.destinationId, entry.reference, entry.about]);
      held.set(entry.submissionId, { entry, repeats: 0, duplicate: effects.has(effect), decided: undefined, replies: [] });
      effects.add(effect);
      return;
    }
    if (entry.kind === "broken") {
      broken.set(entry.submissionId, entry);
      return;
    }
    const known = held.get(entry.submissionId);
    if (!known) return;
    if (entry.kind === "repeat") known.repeats += 1;
    else if (entry.kind === "decided") known.decided = entry.verb;
    else known.replies.push(entry);
  };
  const journal = await openJournal(path, (entry) => { apply(entrySchema.parse(entry)); });
  return {
    find: (submissionId) => held.get(submissionId),
    latest: (count) => [...held.values()].slice(-count).toReversed(),
    broken: () => [...broken.values()],
    all: () => [...held.values()],
    async record(entry) {
      await journal.append(entry);
      apply(entry);
    },
    close: () => journal.close(),
  };
}
