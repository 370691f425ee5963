import type { Datenfeld, Datenfeldgruppe, Regel, Stammdatenschema } from "../model.ts";
import { MESSAGES } from "./messages.ts";
import type { MessageNumber, Severity } from "./messages.ts";

/** One finding of the quality report. */
export interface Finding {
  /** Number in the official list; undefined where the file breaks the standard in a way the list has no number for. */
  readonly number?: MessageNumber;
  readonly severity: Severity;
  /** Line in the file, counted from 1; 0 for the file as a whole. */
  readonly line: number;
  /** Id and version of the element, with its name; empty for the file as a whole. */
  readonly element: string;
  readonly message: string;
}

type Subject = Stammdatenschema | Datenfeldgruppe | Datenfeld | Regel;

/** Collects findings; the same element at several places is reported once. */
export class Findings {
  readonly all: Finding[] = [];
  readonly #seen = new Set<string>();

  add(number: MessageNumber, subject: Subject, detail = ""): void {
    const { identifikation: { id, version }, name, zeile } = subject;
    const [severity, text] = MESSAGES[number];
    const key = `${number} ${id} ${version ?? ""} ${detail}`;
    if (this.#seen.has(key) || this.all.length >= MOST) return;
    this.#seen.add(key);
    this.all.push({ number, severity, line: zeile, element: `${id}${version === undefined ? "" : ` ${version}`} »${name}«`, message: detail === "" ? text : `${text} (${detail})` });
  }
}

/** A hostile file cannot fill the memory with findings. */
const MOST = 20_000;
