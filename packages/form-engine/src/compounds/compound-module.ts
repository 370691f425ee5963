import type { z } from "zod";
import type { Compound, CompoundType, Field, Text } from "../definition.ts";
import type { Property } from "../fields/field-module.ts";
import type { Language } from "../text.ts";

type CompoundOf<T extends CompoundType, C extends Compound = Compound> = C extends Compound ? (T extends C["type"] ? C : never) : never;
export type CompoundMap = { readonly [T in CompoundType]: CompoundOf<T> };

type Own<C extends Compound> = Exclude<keyof C, "kind" | "id" | "label" | "hint" | "required" | "when" | "why" | "outputLabel" | "repeat" | "own" | "type">;

/**
 * A compound type, whole. Parsing, checks, export and the PDF come from its parts, which are fields; what is its own is which parts
 * there are, how it reads in few lines, and how an editor meets it. The page part is a registry of the user interface, equally complete.
 */
export interface CompoundModule<T extends CompoundType> {
  readonly schema: z.ZodType<CompoundMap[T]>;
  /** The sub-answers as fields. `pathOf` gives the path by which a condition reads a sub-answer. */
  readonly parts: (compound: CompoundMap[T], pathOf: (part: string) => string) => readonly Field[];
  /** The parts by which `summary` reads: what a {@link Composition} may name. */
  readonly reads: readonly string[];
  /** In few lines, for the check page; `words` gives a sub-answer in words, "" where there is none. */
  readonly summary: (words: (part: string) => string, lang: Language) => readonly string[];
  readonly editor: {
    readonly name: Text;
    readonly use: Text;
    readonly start: (id: string, label: Text) => CompoundMap[T];
    readonly properties: { readonly [P in Own<CompoundMap[T]>]-?: Property };
  };
}
