import type { Answer, Field, FieldType, Text } from "../definition.ts";
import type { Problem } from "../problems.ts";
import type { Language } from "../text.ts";

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export interface JsonObject { readonly [key: string]: JsonValue }

/** What was posted for one field: the strings of the input with this suffix ("" is the field's own name). */
export type Submitted = (suffix: string) => readonly string[];

/** What became of it. `empty`: nothing was entered, which is a fault only where the field is required. */
export type Parsed =
  | { readonly kind: "value"; readonly value: Answer }
  | { readonly kind: "empty" }
  | { readonly kind: "problem"; readonly problem: Problem };

/** A value in a PDF: words, or facts of its own (coordinates, size) that become lines below the label. */
export type DocumentValue = string | readonly { readonly label: string; readonly value: string }[];

/** One field of a compiled form: everything the engine ever does with its value. */
export interface FieldBehaviour {
  /** Where its value comes from: what a person posted (default), the form's own logic, nowhere. */
  readonly origin?: "post" | "logic" | "nowhere";
  /** Suffixes of its inputs; the input's name is the path, or `<path>.<suffix>`. */
  readonly inputs: readonly string[];
  /** Said when a required value is missing. */
  readonly missing: Text;
  /** Reads what was posted. `previous` is what the answers hold (uploads keep their files). */
  readonly parse: (submitted: Submitted, previous: Answer | undefined) => Parsed;
  /** Checks a value of unknown origin, type first. `today` is `YYYY-MM-DD`. */
  readonly check: (value: Answer, today: string) => Problem | undefined;
  /** The strings that stand in the inputs for a value; `parse` of them gives the value back. */
  readonly shown: (value: Answer) => Readonly<Record<string, readonly string[]>>;
  /** For people: check-your-answers page, casework. */
  readonly summary: (value: Answer, lang: Language) => string;
  /** For people, in the PDF and in letters. */
  readonly document: (value: Answer, lang: Language) => DocumentValue;
  /** For software. */
  readonly exported: (value: Answer) => JsonValue;
  /** JSON Schema of the exported value. */
  readonly schema: () => JsonObject;
}

type FieldOf<T extends FieldType, F extends Field = Field> = F extends Field ? (T extends F["type"] ? F : never) : never;
/** The definition that belongs to a field type. */
export type FieldMap = { readonly [T in FieldType]: FieldOf<T> };

/** A field type: turns a definition into its behaviour, once per form version. Problems of the definition go into `report`. */
export type FieldFactory<F extends Field> = (field: F, report: (problem: string) => void) => FieldBehaviour;

export const empty: Parsed = { kind: "empty" };
export const valued = (value: Answer): Parsed => ({ kind: "value", value });
export const faulty = (problem: Problem): Parsed => ({ kind: "problem", problem });

/** A text value; anything else (from software, refused by `check`) reads as empty. */
export const asText = (value: Answer): string => (typeof value === "string" ? value : "");
