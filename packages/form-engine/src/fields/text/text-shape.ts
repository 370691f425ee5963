import { z } from "zod";
import { optional, textSchema } from "../../definition-schema.ts";
import type { TextField } from "../../definition.ts";
import { limits } from "../../limits.ts";
import type { EditorDescription } from "../field-module.ts";

/** The properties of `text` and `longtext`, for their JSON and for the editor. */
export const textShape = {
  minLength: optional(z.int()),
  maxLength: optional(z.int()),
  pattern: optional(z.string().max(limits.patternLength)),
  patternMessage: optional(textSchema),
  characters: optional(z.enum(["latin", "upper"])),
  width: optional(z.enum(["short", "medium", "full"])),
  inputmode: optional(z.enum(["text", "numeric"])),
};

export const textProperties: EditorDescription<TextField>["properties"] = {
  minLength: { label: { de: "Mindestens so viele Zeichen", en: "Least characters" }, control: "whole-number" },
  maxLength: { label: { de: "Höchstens so viele Zeichen", en: "Most characters" }, control: "whole-number" },
  pattern: { label: { de: "Muster", en: "Pattern" }, control: "text", hint: { de: "Regulärer Ausdruck nach XSD; gilt für die ganze Eingabe.", en: "Regular expression as in XSD; for the whole entry." } },
  patternMessage: { label: { de: "Meldung, wenn das Muster nicht passt", en: "Message when the pattern does not match" }, control: "words" },
  characters: { label: { de: "Zeichen", en: "Characters" }, control: "one-of", options: [{ value: "latin", label: { de: "DIN 91379 Typ C", en: "DIN 91379 type C" } }, { value: "upper", label: { de: "in Großbuchstaben", en: "in capitals" } }] },
  width: { label: { de: "Breite", en: "Width" }, control: "one-of", options: [{ value: "short", label: { de: "kurz", en: "short" } }, { value: "medium", label: { de: "mittel", en: "medium" } }, { value: "full", label: { de: "ganz", en: "full" } }] },
  inputmode: { label: { de: "Tastatur", en: "Keyboard" }, control: "one-of", options: [{ value: "text", label: { de: "Buchstaben", en: "letters" } }, { value: "numeric", label: { de: "Ziffern", en: "digits" } }] },
};
