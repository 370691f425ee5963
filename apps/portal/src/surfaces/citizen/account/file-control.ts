import { attr, html, type Html } from "@kommunalportal/html";
import { acceptedTypes } from "#modules/safe";
import { controlId } from "#ui/fields/control-id";
import { errorText } from "#ui/fields/field-frame";
import type { Lang } from "../../frame/index.ts";

export interface FileControl { readonly name: string; readonly label: string; readonly hint: string; readonly error?: string; readonly several?: boolean; readonly mostBytes: number }

/** Chooses files; what is sent is looked at by its content. */
export function fileControl(lang: Lang, control: FileControl): Html {
  const id = controlId(control.name);
  const wrong = control.error !== undefined;
  return html`<div class="kern-form-input portal-field${wrong ? " kern-form-input--error" : ""}"><label class="kern-label" for="${id}">${control.label}</label><p class="kern-hint" id="${id}:hint">${control.hint}</p>${control.error !== undefined && errorText(`${id}:error`, control.error, lang)}<input class="kern-form-input__input" type="file" id="${id}" name="${control.name}" accept="${acceptedTypes.join(",")}" ${attr("multiple", control.several)} data-max-size="${control.mostBytes}" aria-describedby="${wrong ? `${id}:hint ${id}:error` : `${id}:hint`}" ${attr("aria-invalid", wrong)}></div>`;
}
