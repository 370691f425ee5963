import { answerAt } from "./answer-path.ts";
import type { Answers } from "./definition.ts";
import type { StepAction } from "./step-action.ts";

/** The entry that a page has to show after a button: the one that was added, the one turned to, or the one beside what was removed. */
export function shownEntry(action: StepAction | undefined, answers: Answers): string | undefined {
  if (action?.kind !== "add") return action?.path;
  const list = answerAt(answers, action.path);
  return `${action.path}.${Math.max(0, (Array.isArray(list) ? list.length : 0) - 1)}`;
}
