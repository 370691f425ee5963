import { attr, html, type Html } from "@kommunalportal/html";
import { controlId } from "#ui/fields/control-id";
import { fieldFrame } from "#ui/fields/field-frame";
import type { FieldView } from "#ui/fields/field-view";
import { check } from "#ui/fields/choice-field";
import { describe, inputClass } from "#ui/fields/text-field";

export interface Control {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: string;
  readonly error?: string | undefined;
  readonly optional?: boolean;
}

function viewOf(control: Control): FieldView {
  return {
    path: control.name, inputs: { "": [control.value ?? ""] }, ...(control.error === undefined ? {} : { error: { message: control.error } }),
    field: { kind: "field", id: control.name, type: "text", label: { de: control.label }, ...(control.hint === undefined ? {} : { hint: { de: control.hint } }), ...(control.optional === true ? { required: false } : {}) },
  };
}

/** One line; `time`: day and wall-clock time of German legal time. */
export function lineControl(control: Control & { readonly type?: "text" | "password" | "date" | "datetime-local" | "url"; readonly width?: "short" | "medium" | "full" }): Html {
  const view = viewOf(control);
  return fieldFrame(view, { lang: "de" }, { control: (id, describedBy) => html`<input class="${inputClass(view, control.width ?? "full")}" type="${control.type ?? "text"}" id="${id}" name="${control.name}" value="${control.value ?? ""}" autocomplete="off" spellcheck="false" ${describe(describedBy, view)}>` });
}

export function fileControl(control: Control & { readonly accept: string }): Html {
  const view = viewOf(control);
  return fieldFrame(view, { lang: "de" }, { control: (id, describedBy) => html`<input class="${inputClass(view, "full")}" type="file" id="${id}" name="${control.name}" accept="${control.accept}" ${describe(describedBy, view)}>` });
}

export function areaControl(control: Control & { readonly lang?: string; readonly rows?: number }): Html {
  const view = viewOf(control);
  return fieldFrame(view, { lang: "de" }, { control: (id, describedBy) => html`<textarea class="${inputClass(view, "full")}" id="${id}" name="${control.name}" rows="${control.rows ?? 3}" ${attr("lang", control.lang)} ${describe(describedBy, view)}>
${control.value ?? ""}</textarea>` });
}

export function selectControl(control: Control & { readonly options: readonly { readonly value: string; readonly text: string }[]; readonly empty?: string }): Html {
  const view = viewOf(control);
  return fieldFrame(view, { lang: "de" }, { control: (id, describedBy) => html`<div class="kern-form-input__select-wrapper"><select class="kern-form-input__select${control.error === undefined ? "" : " kern-form-input__select--error"}" id="${id}" name="${control.name}" ${describe(describedBy, view)}>${control.empty !== undefined && html`<option value="">${control.empty}</option>`}${control.options.map(({ value, text }) => html`<option value="${value}" ${attr("selected", value === control.value)}>${text}</option>`)}</select></div>` });
}

export function tickControl(control: { readonly name: string; readonly label: string; readonly hint?: string; readonly checked?: boolean }): Html {
  return html`<div class="portal-field">${check({ type: "checkbox", id: controlId(control.name), name: control.name, value: "ja", label: control.label, checked: control.checked ?? false, ...(control.hint === undefined ? {} : { hint: control.hint }) })}</div>`;
}
