import type { InfoField } from "../definition.ts";
import { empty, type FieldFactory } from "./field-behaviour.ts";
import { enterMessage, wrongType } from "./messages.ts";

/** Text between the fields. It has no value: nothing is read, required, summarised or exported. */
export const infoField: FieldFactory<InfoField> = (field) => ({
  inputs: [],
  missing: enterMessage(field.label),
  parse: () => empty,
  check: () => wrongType(field.label),
  shown: () => ({}),
  summary: () => "",
  exported: () => null,
  schema: () => ({ const: null }),
});
