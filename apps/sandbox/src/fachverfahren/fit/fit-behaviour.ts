import { z } from "zod";
import { PROBLEM_IDS } from "../../fit-subscriber/problem.ts";

/** Is anything fetched at all; and what is done with what is in order: accept | reject with `problem` | hold: a person or the control decides. */
export const fitBehaviourSchema = z.strictObject({
  fetch: z.boolean(),
  decision: z.enum(["accept", "reject", "hold"]),
  /** How many submissions the decision applies to before it is "accept" again; null: all. */
  times: z.int().min(1).max(1_000_000).nullable(),
  problem: z.enum(PROBLEM_IDS),
  /** Other Fachdaten than those the demo destinations offer are rejected with `unsupported-schema`; null: any schema is taken. */
  schemas: z.array(z.string().max(2000)).max(100).nullable(),
});
export type FitBehaviour = z.infer<typeof fitBehaviourSchema>;

export const STANDARD_FIT_BEHAVIOUR: FitBehaviour = { fetch: true, decision: "accept", times: null, problem: "schema-violation", schemas: null };
