import { join } from "node:path";
import { z } from "zod";
import { readJson, writeJson } from "../frame/atomic-json.ts";

const saidSchema = z.object({ replyId: z.string(), kind: z.string(), text: z.string(), status: z.string().optional(), question: z.string().optional(), result: z.string().optional(), letterBytes: z.number().optional(), encrypted: z.boolean().optional() });
const caseSchema = z.object({
  number: z.string(), ars: z.string(), submissionId: z.string(), caseId: z.string(), destinationId: z.string(), name: z.string(), at: z.string(), tags: z.unknown(),
  said: z.array(saidSchema), answered: z.array(z.string()),
  /** Over XTA the ids above are those of the message and of the mailbox. */
  way: z.enum(["fit-connect", "xta"]).default("fit-connect"), encrypted: z.boolean().optional(), sentIds: z.array(z.string()).optional(),
});
export type EfaCase = z.infer<typeof caseSchema>;
export type Said = z.infer<typeof saidSchema>;

/** What somebody has handed in here; on the disk before the page says so. */
export async function openEfaCases(folder: string) {
  const path = join(folder, "cases.json");
  const cases = new Map(z.array(caseSchema).parse((await readJson(path)) ?? []).map((one) => [one.number, one]));
  return {
    find: (number: string): EfaCase | undefined => cases.get(number),
    all: (): readonly EfaCase[] => [...cases.values()],
    async keep(one: EfaCase): Promise<void> {
      cases.set(one.number, one);
      await writeJson(path, [...cases.values()]);
    },
  };
}
export type EfaCases = Awaited<ReturnType<typeof openEfaCases>>;
