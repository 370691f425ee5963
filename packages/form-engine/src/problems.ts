import type { Text } from "./definition.ts";

/** One thing that is wrong with a form definition: where and what. */
export interface DefinitionProblem {
  /** Path of the node (`hunde.rasse`), or `steps.<id>`, `rules.<id>`, `parts.<id>`. */
  readonly path: string;
  readonly problem: string;
}

/** Thrown by `compileForm` and `parseDefinition`; names every problem at once. */
export class FormDefinitionError extends Error {
  readonly problems: readonly DefinitionProblem[];

  constructor(problems: readonly DefinitionProblem[]) {
    super(`The form definition has ${problems.length} problem(s):\n${problems.map((p) => `  ${p.path}: ${p.problem}`).join("\n")}`);
    this.name = "FormDefinitionError";
    this.problems = problems;
  }
}

/** What can be wrong with an answer. The message says what to do; the code is for software. */
export type ErrorCode =
  | "missing" | "incomplete" | "impossible" | "wrong-type" | "wrong-format" | "characters"
  | "too-short" | "too-long" | "too-small" | "too-large" | "too-early" | "too-late"
  | "unknown-option" | "too-few" | "too-many" | "file-type" | "file-size" | "rule";

/** A fault of one value, before it is known where the value stands. */
export interface Problem {
  readonly code: ErrorCode;
  readonly message: Text;
  /** The input to link to, for fields with several (`month`); otherwise the first one. */
  readonly input?: string;
}

/** A fault of one value, with the path of its field (`hunde.0.rasse`). */
export interface FieldError extends Problem {
  readonly path: string;
}

/** A field error of `checkAll`, with the step on which it can be mended. */
export interface StepError extends FieldError {
  readonly stepId: string;
}
