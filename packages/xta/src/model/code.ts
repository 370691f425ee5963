import { named, record, simple, type ValueOf } from "../codec/codec.ts";
import { attribute, optional, required } from "../codec/items.ts";
import { anyUri, normalizedString, token } from "../codec/simple-type.ts";

/** `code` and `name` stand in no namespace (xoev-basisdatentypen 1.1, form="unqualified"). */
const code = required(named("", "code", simple(token)));
const codeFields = {
  listUri: attribute("listURI", anyUri),
  listVersionId: attribute("listVersionID", normalizedString),
  code,
};

/** A code with its list; KeyCodeType of the message meta data. */
export const keyCodeFields = { ...codeFields, name: optional(named("", "name", simple(normalizedString))) };
export const keyCode = record(keyCodeFields);

/** A code without a name: record types, report types and service parameters of XTA. */
export const plainCode = record(codeFields);

export type KeyCode = ValueOf<typeof keyCode>;
export type PlainCode = ValueOf<typeof plainCode>;
