import type { Status } from "#modules/applications";
import type { WrongInput } from "./wrong-input.ts";

export type AnswerProblem = "text-missing" | "text-too-long" | "due-day-wrong" | "due-day-passed" | "nothing-asked";

/** Why an answer cannot be given. */
export type AnswerRefusal =
  | { readonly ok: false; readonly why: "not-found" }
  /** The rules admit no such step; `from` is where it stands. */
  | { readonly ok: false; readonly why: "not-allowed"; readonly from: Status }
  | WrongInput<AnswerProblem>;

export const longestAnswer = 10_000;

/** What is wrong with a text for the citizen. */
export function textProblem(text: string, required: boolean): "text-missing" | "text-too-long" | undefined {
  if (required && !/\p{L}{2}/u.test(text)) return "text-missing";
  return text.length > longestAnswer ? "text-too-long" : undefined;
}
