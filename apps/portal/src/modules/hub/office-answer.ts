import { z } from "zod";
import type { OfficeAnswer } from "./office-reply.ts";

const text = z.string().trim().min(1).max(10_000);
const lines = z.array(z.string().trim().min(1).max(10_000)).max(50).default([]);

/** How an office system answers (schema antwort 1.0.0): JSON, the data of a reply. What a decision lacks is asked of it by the rules for everybody (modules/answers). */
const answerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("status"), status: z.string().max(100), text: z.string().trim().max(10_000).default("") }),
  z.object({ kind: z.literal("question"), text, dueOn: z.iso.date().optional(), documents: z.array(z.string().min(1).max(200)).max(20).default([]) }),
  z.object({
    kind: z.literal("decision"), result: z.enum(["granted", "partly-granted", "refused", "information"]), text, subject: z.string().trim().min(1).max(200).optional(),
    amounts: z.array(z.object({ label: z.string().min(1).max(200), cents: z.int().min(0).max(100_000_000) })).max(50).default([]), conditions: lines, reasons: lines,
    remedy: z.object({ kind: z.enum(["klage", "widerspruch"]).optional(), where: z.string().max(1_000).optional(), months: z.int().optional() }).optional(),
    signatory: z.object({ name: z.string().trim().min(1).max(200), role: z.string().max(200).default("") }).optional(),
  }),
]);

const kinds = { granted: "grant", "partly-granted": "partial", refused: "refusal", information: "information" } as const;
const subjects = { grant: "Bewilligung Ihres Antrags", partial: "Teilweise Bewilligung Ihres Antrags", refusal: "Ablehnung Ihres Antrags", information: "Mitteilung zu Ihrem Antrag" } as const;

/** Undefined: not an answer in this schema. */
export function parseOfficeAnswer(value: unknown): OfficeAnswer | undefined {
  const parsed = answerSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const answer = parsed.data;
  switch (answer.kind) {
    case "status": return { kind: "status", text: answer.text, closed: answer.status === "closed" };
    case "question": return { kind: "question", text: answer.text, dueOn: answer.dueOn, documents: answer.documents };
    case "decision": {
      const kind = kinds[answer.result];
      const remedy = answer.remedy && Object.fromEntries(Object.entries(answer.remedy).filter(([, value]) => value !== undefined));
      return {
        kind: "decision", signatory: answer.signatory,
        draft: { kind, subject: answer.subject ?? subjects[kind], paragraphs: answer.text.split(/\n{2,}/), amounts: answer.amounts, conditions: answer.conditions, reasons: answer.reasons, ...(remedy ? { remedy } : {}) },
      };
    }
  }
}
