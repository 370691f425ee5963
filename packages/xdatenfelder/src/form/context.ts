import type { Logic } from "@kommunalportal/form-engine";
import type { CodelistLookup } from "../codelist.ts";
import type { Note, NoteKind } from "./note.ts";
import type { Position } from "./position.ts";

/** What the translated rules say about one position. */
export interface Effect {
  /** Shown only while this holds. */
  readonly when?: Logic;
  /** Overrides the minimum of the position (»… und mache sie zu einer Pflichtangabe«). */
  readonly required?: boolean;
  /** Filled with this code and not shown (»ist mit 001 vorzubefüllen und auszublenden«). */
  readonly preset?: string;
  /** Exactly one of the group's children (»entweder … oder …«). */
  readonly oneOf?: boolean;
}

/** What stays the same while one schema is turned into one form. */
export interface FormContext {
  readonly lookup: CodelistLookup;
  readonly effects: ReadonlyMap<Position, Effect>;
  /** Most entries of a group or field whose schema sets no limit (`*`). */
  readonly maxRepeats: number;
  /** Positions that ask the applicant about herself: they may carry autocomplete and prefill. */
  readonly ownData: ReadonlySet<Position>;
  readonly notes: Note[];
}

export function note(context: FormContext, kind: NoteKind, position: Position, text: string): void {
  context.notes.push({ kind, path: position.idPath.join("/"), text });
}

/** Upper end of `0:*` and of limits beyond what a form can hold. */
export function maxOf(position: Position, context: FormContext): number {
  return position.anzahl.max === "*" ? Math.max(context.maxRepeats, position.anzahl.min) : Math.min(position.anzahl.max, MOST_REPEATS);
}

/** Entries a form engine takes for one group or field. */
export const MOST_REPEATS = 100;
