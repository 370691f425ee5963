import { type WrongInput, wrongInput } from "#modules/answers";
import { reasonProblem } from "./tell-person.ts";

export type OfficeProblem = "unknown-office" | "same-office" | "text-missing" | "text-too-long";

/** What is wrong with the office that is to get a case, and with the reason that the person reads. */
export function officeProblems(name: string | undefined, given: { readonly office: string; readonly reason: string }, here: string): WrongInput<OfficeProblem> | undefined {
  return wrongInput<OfficeProblem>([name === undefined ? "unknown-office" : given.office === here ? "same-office" : undefined, reasonProblem(given.reason)]);
}
