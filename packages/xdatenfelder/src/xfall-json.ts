import type { Answer, Answers, UploadedFile } from "@kommunalportal/form-engine";
import { PARTIAL_DATE } from "./form/partial-date.ts";
import { positionsOf } from "./form/position.ts";
import type { Position } from "./form/position.ts";
import type { Datenfeld, Identifikation, Stammdatenschema } from "./model.ts";

export type XfallValue = string | number | boolean | readonly XfallValue[] | XfallObject;
export interface XfallObject { readonly [key: string]: XfallValue }

export interface XfallOptions {
  /** What stands for an uploaded file, for example the id of the FIT-Connect attachment. Default: the file's own id. */
  readonly attachment?: (file: UploadedFile) => string;
}

/**
 * The answers of an imported form as XFall-JSON: keys are `<ID>V<version>` (only the id for a working copy), groups are objects, what
 * may occur several times is an array, labels never appear. Amounts leave as euros with two decimals, the partly known birth date as
 * its three numbers. Answers that do not belong to the schema are left out; one of the wrong type is a fault and throws.
 * Source: reference XSLT XDF3 → JSON Schema 0.02 with MitVersionen=1.
 */
export function exportXfallJson(schema: Stammdatenschema, answers: Answers, options: XfallOptions = {}): XfallObject {
  const attachment = options.attachment ?? ((file: UploadedFile) => file.id);
  return objectOf(positionsOf(schema), answers, attachment);
}

/** Key of an element in XFall-JSON. */
export function xfallKey({ id, version }: Identifikation): string {
  return version === undefined ? id : `${id}V${version}`;
}

type Attachment = (file: UploadedFile) => string;

function objectOf(positions: readonly Position[], answers: Answers, attachment: Attachment): XfallObject {
  const result: Record<string, XfallValue> = {};
  for (const position of positions) {
    const answer = Object.hasOwn(answers, position.id) ? answers[position.id] : undefined;
    if (answer === undefined || answer === null) continue;
    // A second occurrence among siblings (forbidden by quality rule 1004, but seen) keeps its suffix, so that nothing is lost.
    const key = `${xfallKey(position.element.identifikation)}${position.id.slice(position.element.identifikation.id.length)}`;
    const value = position.anzahl.max === 1 ? single(position, answer, attachment) : several(position, answer, attachment);
    if (value !== undefined) result[key] = value;
  }
  return result;
}

function several(position: Position, answer: Answer, attachment: Attachment): XfallValue {
  const entries: readonly Answer[] = isList(answer) ? answer : fault(position);
  return entries.map((entry) => valueOf(position, entry, attachment)).filter((value) => value !== undefined);
}

/** An upload is a list in the answers even where the schema allows one file only. */
function single(position: Position, answer: Answer, attachment: Attachment): XfallValue | undefined {
  const [only] = isList(answer) ? answer : [answer];
  return only === undefined ? undefined : valueOf(position, only, attachment);
}

function valueOf(position: Position, answer: Answer, attachment: Attachment): XfallValue | undefined {
  if (answer === null) return undefined;
  if (position.partialDate) return birthDate(position, typeof answer === "string" ? answer : fault(position));
  if (position.element.art === "datenfeld") return fieldValue(position, position.element, answer, attachment);
  return objectOf(position.children, isObject(answer) ? answer : fault(position), attachment);
}

function fieldValue(position: Position, feld: Datenfeld, answer: Answer, attachment: Attachment): XfallValue | undefined {
  if (feld.feldart === "label") return undefined;
  if (feld.feldart === "select") return typeof answer === "string" ? answer : fault(position);
  switch (feld.datentyp) {
    case "bool":
      return typeof answer === "boolean" ? answer : fault(position);
    case "num":
    case "num_int":
      return typeof answer === "number" ? answer : fault(position);
    case "num_currency":
      return typeof answer === "number" && Number.isSafeInteger(answer) ? answer / 100 : fault(position);
    case "file":
      return isFile(answer) ? attachment(answer) : fault(position);
    // XSD wants seconds; the form asks for minutes, in German legal time.
    case "time":
    case "datetime":
      return typeof answer === "string" ? `${answer}:00` : fault(position);
    case "text":
    case "text_latin":
    case "date":
    case "obj":
      return typeof answer === "string" ? answer : fault(position);
  }
}

function birthDate(position: Position, answer: string): XfallObject {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(answer) ?? fault(position);
  const parts = new Map([[PARTIAL_DATE.year, match[1]], [PARTIAL_DATE.month, match[2]], [PARTIAL_DATE.day, match[3]]] as const);
  const result: Record<string, XfallValue> = {};
  for (const { element } of position.children) {
    const digits = [...parts].find(([id]) => id === element.identifikation.id)?.[1];
    if (digits !== undefined) result[xfallKey(element.identifikation)] = Number(digits);
  }
  return result;
}

function isList(answer: Answer): answer is readonly Answer[] {
  return Array.isArray(answer);
}

function isObject(answer: Answer): answer is Answers {
  return typeof answer === "object" && answer !== null && !isList(answer);
}

function isFile(answer: Answer): answer is UploadedFile {
  return isObject(answer) && "sha256" in answer && typeof answer["id"] === "string" && typeof answer["sha256"] === "string";
}

function fault(position: Position): never {
  throw new Error(`The answer at ${position.path} has a type that the schema does not allow.`);
}
