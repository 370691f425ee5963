import type { z } from "zod";
import type { Field, FieldBase, FieldType, PrefillSource, Text } from "../definition.ts";
import type { FieldFactory, FieldMap } from "./field-behaviour.ts";

/** With what an editor's property is set in the form designer. */
export type PropertyControl = "words" | "text" | "whole-number" | "number" | "yes-no" | "options" | "bytes" | "media-types" | "day" | "one-of" | "logic";

export interface Property {
  readonly label: Text;
  readonly control: PropertyControl;
  readonly hint?: Text;
  /** For `one-of`. */
  readonly options?: readonly { readonly value: string; readonly label: Text }[];
}

type Own<F extends Field> = Exclude<keyof F, keyof FieldBase | "type">;

/** What the form designer says about a field type. Every property of its own has to be described. */
export interface EditorDescription<F extends Field> {
  readonly name: Text;
  /** When to take it and when not, in a sentence. */
  readonly use: Text;
  /** A new field as it starts; compiles as it is. */
  readonly start: (id: string, label: Text) => F;
  readonly properties: { readonly [P in Own<F>]-?: Property };
}

/**
 * A field type, whole: how its definition reads as JSON, what the engine does with a value (`behaviour`: parse, check, show, summary,
 * document, export, schema), and how an editor meets it. The page part is a registry of the user interface, equally complete.
 */
export interface FieldModule<T extends FieldType> {
  readonly schema: z.ZodType<FieldMap[T]>;
  readonly behaviour: FieldFactory<FieldMap[T]>;
  /** Whether `repeat` makes sense: not for what holds several values or none. */
  readonly repeatable: boolean;
  /** Attributes of an account that can fill it. */
  readonly prefill: readonly PrefillSource[];
  /** Whether a condition may read this path inside a value (`lat` of a place); [] is the value itself. */
  readonly inside?: (keys: readonly string[]) => boolean;
  readonly editor: EditorDescription<FieldMap[T]>;
}
