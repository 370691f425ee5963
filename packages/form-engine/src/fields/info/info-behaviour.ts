import type { InfoField } from "../../definition.ts";
import { empty, type FieldFactory } from "../field-behaviour.ts";
import { enterMessage, wrongType } from "../messages.ts";

/** Text between the fields. It has no value: nothing is read, required, summarised or exported. */
export const infoBehaviour: FieldFactory<InfoField> = (field) => ({
  origin: "nowhere",
  inputs: [],
  missing: enterMessage(field.label),
  parse: () => empty,
  check: () => wrongType(field.label),
  shown: () => ({}),
  summary: () => "",
  document: () => "",
  exported: () => null,
  schema: () => ({ const: null }),
});
