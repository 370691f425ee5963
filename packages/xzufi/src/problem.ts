/** Why a file could not be read, or what in it was passed over. */
export type XzufiCode =
  | "too-large" | "not-utf8" | "doctype" | "not-well-formed" | "too-deep" | "too-many-elements" | "too-many-objects" | "too-long"
  | "wrong-namespace" | "wrong-root" | "missing" | "duplicate" | "not-understood" | "invalid" | "too-many-problems";

/** A problem with the file, for the person who chose it: where it stands and what is wrong, in German. */
export interface XzufiProblem {
  readonly code: XzufiCode;
  /** Line in the file, counted from 1; 0 when it concerns the file as a whole. */
  readonly line: number;
  /** Element names from the root, `/`-separated; empty when it concerns the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** Collects problems up to a limit, so that a hostile file cannot fill the memory with complaints about itself. */
export class Problems {
  readonly errors: XzufiProblem[] = [];
  readonly warnings: XzufiProblem[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  error(code: XzufiCode, at: { readonly line: number; readonly path: string }, message: string): void {
    this.#push(this.errors, { code, line: at.line, path: at.path, message });
  }

  warn(code: XzufiCode, at: { readonly line: number; readonly path: string }, message: string): void {
    this.#push(this.warnings, { code, line: at.line, path: at.path, message });
  }

  #push(list: XzufiProblem[], problem: XzufiProblem): void {
    if (list.length < this.#limit) list.push(problem);
    else if (list.length === this.#limit) list.push({ code: "too-many-problems", line: problem.line, path: problem.path, message: `Mehr als ${this.#limit} Meldungen; die weiteren werden nicht gezeigt.` });
  }
}
