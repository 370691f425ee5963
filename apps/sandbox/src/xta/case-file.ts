import { z } from "zod";
import { openJournal } from "../frame/journal.ts";

const fileSchema = z.object({ role: z.enum(["message", "attachment", "cipher"]), name: z.string(), contentType: z.string(), size: z.number(), sha256: z.string() });
const caseSchema = z.object({
  kind: z.literal("case"), messageId: z.string(), mailbox: z.string(), fileNumber: z.string(), at: z.string(),
  /** What the sender calls the matter: ProcessRef/Requester, or the message's id. */
  reference: z.string(), subject: z.string(), messageType: z.string(), service: z.string(),
  replyTo: z.object({ type: z.string(), value: z.string() }), inReplyTo: z.array(z.string()),
  files: z.array(fileSchema),
  /** The author encrypted it for this reader. */
  encrypted: z.boolean().default(false),
  /** The author enclosed its metadata in it, and they are those that came. */
  bound: z.boolean().exactOptional(),
  /** PEM: what is answered is encrypted for this. */
  answerCertificate: z.string().exactOptional(),
  /** The beginning of the message, for the page. */
  excerpt: z.string(), problem: z.string().exactOptional(),
});
const answerSchema = z.object({
  kind: z.literal("answer"), answerId: z.string(), messageId: z.string(), at: z.string(),
  subject: z.enum(["eingang", "nachfrage", "bescheid"]), outcome: z.string(), text: z.string(),
});
const entrySchema = z.discriminatedUnion("kind", [
  caseSchema, answerSchema,
  z.object({ kind: z.literal("answered"), answerId: z.string(), at: z.string() }),
  z.object({ kind: z.literal("repeat"), messageId: z.string(), at: z.string() }),
]);
type Entry = z.infer<typeof entrySchema>;
export type Case = z.infer<typeof caseSchema>;
export type CaseFileEntry = z.infer<typeof fileSchema>;
export interface Answer extends z.infer<typeof answerSchema> {
  sentAt?: string;
}

/** What the Fachverfahren has made of its messages: one case for each message, however often it was fetched. */
export interface CaseFile {
  /** "known" when there is a case for this message; that is counted. */
  open(entry: Omit<Case, "kind" | "fileNumber">): Promise<Case | "known">;
  find(messageId: string): Case | undefined;
  noteRepeat(messageId: string, at: Date): Promise<void>;
  addAnswer(answer: Omit<Answer, "kind">): Promise<void>;
  markSent(answerId: string, at: Date): Promise<void>;
  cases(): readonly Case[];
  answersTo(messageId: string): readonly Answer[];
  unsent(): readonly Answer[];
  repeatsOf(messageId: string): number;
  close(): Promise<void>;
}

export async function openCaseFile(path: string): Promise<CaseFile> {
  const cases = new Map<string, Case>();
  const answers = new Map<string, Answer>();
  const repeats = new Map<string, number>();
  const apply = (entry: Entry): void => {
    switch (entry.kind) {
      case "case": cases.set(entry.messageId, entry); break;
      case "answer": answers.set(entry.answerId, entry); break;
      case "answered": {
        const answer = answers.get(entry.answerId);
        if (answer) answer.sentAt = entry.at;
        break;
      }
      case "repeat": repeats.set(entry.messageId, (repeats.get(entry.messageId) ?? 0) + 1); break;
    }
  };
  const journal = await openJournal(path, (line) => { apply(entrySchema.parse(line)); });
  const add = async (entry: Entry): Promise<void> => {
    await journal.append(entry);
    apply(entry);
  };
  const noteRepeat = (messageId: string, at: Date): Promise<void> => add({ kind: "repeat", messageId, at: at.toISOString() });
  return {
    noteRepeat,
    async open(entry) {
      if (cases.has(entry.messageId)) {
        await noteRepeat(entry.messageId, new Date(entry.at));
        return "known";
      }
      const opened: Case = { kind: "case", ...entry, fileNumber: `FV-${entry.at.slice(0, 4)}-${String(cases.size + 1).padStart(5, "0")}` };
      await add(opened);
      return opened;
    },
    find: (messageId) => cases.get(messageId),
    addAnswer: (answer) => add({ kind: "answer", ...answer }),
    markSent: (answerId, at) => add({ kind: "answered", answerId, at: at.toISOString() }),
    cases: () => [...cases.values()],
    answersTo: (messageId) => [...answers.values()].filter((answer) => answer.messageId === messageId),
    unsent: () => [...answers.values()].filter(({ sentAt }) => sentAt === undefined),
    repeatsOf: (messageId) => repeats.get(messageId) ?? 0,
    close: () => journal.close(),
  };
}
