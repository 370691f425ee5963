/** Why a file could not be read, or what in it was passed over. */
export type XdfCode =
  | "too-large" | "not-utf8" | "doctype" | "not-well-formed" | "too-deep" | "too-many-elements" | "too-long"
  | "wrong-namespace" | "wrong-root" | "missing" | "duplicate" | "unknown-element" | "unknown-code" | "invalid" | "too-many-problems";

/** A problem with the file, for the person who chose it: where it stands and what is wrong, in German. */
export interface XdfError {
  readonly code: XdfCode;
  /** Line in the file, counted from 1; 0 when it concerns the file as a whole. */
  readonly line: number;
  /** Element names from the root, `/`-separated; empty when it concerns the file as a whole. */
  readonly path: string;
  readonly message: string;
  /** Name of the element that is missing, unknown or wrong, where it is one. */
  readonly about?: string;
}

/** Collects problems up to a limit, so that a hostile file cannot fill the memory with complaints about itself. */
export class Problems {
  readonly errors: XdfError[] = [];
  readonly warnings: XdfError[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  error(code: XdfCode, line: number, path: string, message: string, about?: string): void {
    this.#push(this.errors, { code, line, path, message, ...(about === undefined ? {} : { about }) });
  }

  warn(code: XdfCode, line: number, path: string, message: string, about?: string): void {
    this.#push(this.warnings, { code, line, path, message, ...(about === undefined ? {} : { about }) });
  }

  get full(): boolean {
    return this.errors.length > this.#limit;
  }

  #push(list: XdfError[], problem: XdfError): void {
    if (list.length < this.#limit) list.push(problem);
    else if (list.length === this.#limit) {
      list.push({ code: "too-many-problems", line: problem.line, path: problem.path, message: `Mehr als ${this.#limit} Meldungen; die weiteren werden nicht gezeigt.` });
    }
  }
}
