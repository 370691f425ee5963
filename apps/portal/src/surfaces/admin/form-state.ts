import type { ErrorLine } from "#ui/error-summary";
import { controlId } from "#ui/fields/control-id";
import type { StaffVisit } from "../frame/index.ts";

/** What is wrong, by the name of the input. */
export type Errors = Readonly<Record<string, string | undefined>>;

export const noErrors: Errors = {};

export function errorLines(errors: Errors): ErrorLine[] {
  return Object.entries(errors).flatMap(([name, message]) => (message === undefined ? [] : [{ fieldId: controlId(name), message }]));
}

export function hasErrors(errors: Errors): boolean {
  return Object.values(errors).some((message) => message !== undefined);
}

/** Text of several lines as it is kept: NFC, `\n`, no blanks at the ends of lines, no control characters. */
export function linesOf(visit: StaffVisit, name: string): string {
  return (visit.fields.get(name)?.[0] ?? "").normalize("NFC").replace(/\r\n?/g, "\n").replace(/[^\P{Cc}\n\t]/gu, "").split("\n").map((line) => line.trimEnd()).join("\n").trim();
}

/** One line, the same way. */
export function lineOf(visit: StaffVisit, name: string): string {
  return linesOf(visit, name).replace(/\s+/g, " ");
}

/** Hidden in each form: the state that the editor has seen. */
export const seenField = "gesehen";
