import type { Html } from "@kommunalportal/html";
import { longTextField } from "#ui/fields/text-field";
import type { Lang } from "../../frame/index.ts";

export interface TextControl { readonly name: string; readonly label: string; readonly hint?: string; readonly value?: string; readonly error?: string; readonly optional?: boolean; readonly most?: number }

/** Several lines of text, as everywhere in the forms: label, hint, error, count-down. */
export function textControl(lang: Lang, control: TextControl): Html {
  const text = (words: string): { readonly de: string; readonly en: string } => ({ de: words, en: words });
  return longTextField({
    field: { kind: "field", id: control.name, type: "longtext", label: text(control.label), maxLength: control.most ?? 10_000, ...(control.hint === undefined ? {} : { hint: text(control.hint) }), ...(control.optional === true ? { required: false } : {}) },
    path: control.name, inputs: { "": [control.value ?? ""] }, ...(control.error === undefined ? {} : { error: { message: control.error } }),
  }, { lang });
}
