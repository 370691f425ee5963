import { attr, html, type Html } from "@kommunalportal/html";
import type { Option } from "../controls.ts";

/** Inputs in one row, each with a label above it; for short forms inside a list. */
export function compactInput({ id, name, label, value = "", type = "text", placeholder, list }: { readonly id: string; readonly name: string; readonly label: string; readonly value?: string; readonly type?: "text" | "date"; readonly placeholder?: string; readonly list?: string }): Html {
  return html`<div class="portal-compact__field"><label class="kern-label" for="${id}">${label}</label><input class="kern-form-input__input" type="${type}" id="${id}" name="${name}" value="${value}" autocomplete="off" ${attr("placeholder", placeholder)} ${attr("list", list)}></div>`;
}

export function compactSelect({ id, name, label, value = "", options }: { readonly id: string; readonly name: string; readonly label: string; readonly value?: string; readonly options: readonly Option[] }): Html {
  return html`<div class="portal-compact__field"><label class="kern-label" for="${id}">${label}</label><div class="kern-form-input__select-wrapper"><select class="kern-form-input__select" id="${id}" name="${name}">${options.map((option) => html`<option value="${option.value}" ${attr("selected", option.value === value)}>${option.text}</option>`)}</select></div></div>`;
}

/** A small button with an icon and a name that says what it acts on; `form` when it stands outside its form, `id` where a page is opened at it. */
export function rowButton({ text, what, name, value, form, id }: { readonly text: string; readonly what: string; readonly name: string; readonly value: string; readonly form?: string; readonly id?: string }): Html {
  return html`<button type="submit" class="portal-rowbutton" ${attr("id", id)} name="${name}" value="${value}" ${attr("form", form)} aria-label="${`${text}: ${what}`}" title="${text}">${text}</button>`;
}
