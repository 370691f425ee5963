import { type Answers, checkAll, neededPeople, personForm } from "@kommunalportal/form-engine";
import type { PublishedService } from "#modules/forms";
import type { Tx } from "#platform/database";
import { handedIn } from "./hidden-part.ts";
import type { SubmitProblem } from "./submit.ts";

export interface OfOthers {
  /** What they have said, by their steps; undefined where nobody has to fill in anything. */
  readonly answers: Answers | undefined;
  readonly missing: readonly SubmitProblem[];
}

/**
 * What the other people of a form have handed in, for the submission and for nobody else. Checked once more on the day of sending; who has to take
 * part by the answers as they are now and has not, stops it. Who need not any more is left out.
 */
export async function answersOfOthers(tx: Tx, given: { readonly published: PublishedService; readonly tenantKey: Buffer; readonly draft: string; readonly answers: Answers; readonly day: string }): Promise<OfOthers> {
  const { form } = given.published;
  const needed = neededPeople(form, given.answers, given.day);
  if (needed.length === 0) return { answers: undefined, missing: [] };
  const parts = await handedIn(tx, given.tenantKey, given.draft);
  let answers: Answers = {};
  const missing: SubmitProblem[] = [];
  for (const { definition: { id, title } } of needed) {
    const part = parts.find(({ person }) => person === id);
    if (part && checkAll(personForm(form, id), part.answers, given.day).length === 0) answers = { ...answers, ...part.answers };
    else missing.push({ path: `people.${id}`, code: "not-confirmed", step: undefined, message: title });
  }
  return { answers, missing };
}
