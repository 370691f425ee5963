import { type Answers, checkAll, neededPeople, personForm } from "@kommunalportal/form-engine";
import type { PublishedService } from "#modules/forms";
import type { Tx } from "#platform/database";
import { countUsable } from "./file-rows.ts";
import { type HandedIn, type HandedInFile, handedIn } from "./hidden-part.ts";
import type { SubmitProblem } from "./submit.ts";

/** What others have said, by their steps, and the files they handed in. */
export interface OthersSaid { readonly answers: Answers; readonly files: readonly HandedInFile[] }

export interface OfOthers {
  /** For the office only; undefined where nobody has to fill in anything of that kind. */
  readonly hidden: OthersSaid | undefined;
  /** Of the people whose answers whoever sends reads afterwards. */
  readonly shown: OthersSaid;
  readonly missing: readonly SubmitProblem[];
}

export const nobodyElse: OfOthers = { hidden: undefined, shown: { answers: {}, files: [] }, missing: [] };

/**
 * What the other people of a form have handed in, for the submission and for nobody else. Checked once more on the day of sending; who has to take
 * part by the answers as they are now and has not, stops it. Who need not any more is left out.
 */
export async function answersOfOthers(tx: Tx, given: { readonly published: PublishedService; readonly tenantKey: Buffer; readonly draft: string; readonly answers: Answers; readonly day: string }): Promise<OfOthers> {
  const { form } = given.published;
  const needed = neededPeople(form, given.answers, given.day);
  if (needed.length === 0) return nobodyElse;
  const parts = await handedIn(tx, given.tenantKey, given.draft);
  const taken: { readonly part: HandedIn; readonly shown: boolean }[] = [];
  const missing: SubmitProblem[] = [];
  for (const { definition: { id, title, shown = false } } of needed) {
    const part = parts.find(({ person }) => person === id);
    const complete = part !== undefined && checkAll(personForm(form, id), part.answers, given.day).length === 0 && (await countUsable(tx, part.files.map((file) => file.id))) === part.files.length;
    if (complete) taken.push({ part, shown });
    else missing.push({ path: `people.${id}`, code: "not-confirmed", step: undefined, message: title });
  }
  const said = (wanted: boolean): OthersSaid => {
    const theirs = taken.flatMap(({ part, shown }) => (shown === wanted ? [part] : []));
    return { answers: theirs.reduce<Answers>((all, { answers }) => ({ ...all, ...answers }), {}), files: theirs.flatMap(({ files }) => files) };
  };
  return { hidden: taken.some(({ shown }) => !shown) ? said(false) : undefined, shown: said(true), missing };
}
