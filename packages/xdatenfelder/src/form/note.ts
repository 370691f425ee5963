/** What somebody must look at before an imported form is published. */
export type NoteKind =
  /** A rule that stays a sentence: nothing in the form enforces it. */
  | "rule"
  /** A rule that was translated with an assumption. */
  | "assumption"
  /** A code list is not loaded; the field is a text field. */
  | "codelist"
  /** A pattern cannot be checked. */
  | "pattern"
  /** A limit or default of ours stands where the schema has none, or the other way round. */
  | "limit"
  /** Part of the schema that does not appear in the form. */
  | "omitted"
  /** The schema is not released (Freigabestatus). */
  | "status";

export interface Note {
  readonly kind: NoteKind;
  /** XDatenfelder ids from the top to the element, `/`-separated; empty for the schema. */
  readonly path: string;
  /** For the editor, in German. */
  readonly text: string;
  /** Only for rules. */
  readonly rule?: RuleNote;
}

export interface RuleNote {
  /** `R00000002589` */
  readonly id: string;
  /** The sentence as it stands in the schema. */
  readonly freitextRegel: string;
  /** Ids of fields and groups that the sentence names, in order, dotted paths kept. */
  readonly names: readonly string[];
}
