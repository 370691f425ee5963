import { attr, html, type Html } from "@kommunalportal/html";
import { errorText } from "#ui/fields/field-frame";
import type { Lang } from "../../frame/index.ts";

export interface TextInput {
  readonly name: string;
  readonly type: "text" | "email";
  readonly label: string;
  readonly hint?: string;
  readonly autocomplete: string;
  readonly value?: string;
  readonly wrong?: string;
}

/** The control that an error about it links to. */
export const inputId = (name: string): string => `feld-${name}`;

/** One line to type in, on a page that is no step of a form. */
export function textInput(lang: Lang, { name, type, label, hint, autocomplete, value = "", wrong }: TextInput): Html {
  const id = inputId(name);
  const bad = wrong !== undefined;
  const described = [...(hint === undefined ? [] : [`${id}:hint`]), ...(bad ? [`${id}:error`] : [])].join(" ");
  return html`<div class="kern-form-input portal-field${bad ? " kern-form-input--error" : ""}"><label class="kern-label" for="${id}">${label}</label>${hint !== undefined && html`<p class="kern-hint" id="${id}:hint">${hint}</p>`}${bad && errorText(`${id}:error`, wrong, lang)}<input class="kern-form-input__input portal-input--medium${bad ? " kern-form-input__input--error" : ""}" type="${type}" id="${id}" name="${name}" value="${value}" autocomplete="${autocomplete}" spellcheck="false" ${described === "" ? "" : attr("aria-describedby", described)} ${attr("aria-invalid", bad)}></div>`;
}
