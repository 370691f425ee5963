import { attr, html, type Html } from "@kommunalportal/html";
import { check } from "#ui/fields/choice-field";
import { controlId } from "#ui/fields/control-id";
import { fieldFrame, fieldsetFrame } from "#ui/fields/field-frame";
import type { FieldView } from "#ui/fields/field-view";
import { describe, inputClass } from "#ui/fields/text-field";

export interface Control {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value?: string | undefined;
  readonly error?: string | undefined;
  readonly optional?: boolean;
}

export interface Option { readonly value: string; readonly text: string; readonly hint?: string }

const ctx = { lang: "de" } as const;

function viewOf(control: Control, values: readonly string[] = [control.value ?? ""]): FieldView {
  return {
    path: control.name, inputs: { "": values }, ...(control.error === undefined ? {} : { error: { message: control.error } }),
    field: { kind: "field", id: control.name, type: "text", label: { de: control.label }, ...(control.hint === undefined ? {} : { hint: { de: control.hint } }), ...(control.optional === true ? { required: false } : {}) },
  };
}

export function lineControl(control: Control & { readonly type?: "text" | "url" | "email" | "tel" | "date" | "password"; readonly width?: "short" | "medium" | "full"; readonly inputmode?: "numeric" }): Html {
  const view = viewOf(control);
  return fieldFrame(view, ctx, { control: (id, describedBy) => html`<input class="${inputClass(view, control.width ?? "full")}" type="${control.type ?? "text"}" id="${id}" name="${control.name}" value="${control.value ?? ""}" autocomplete="off" ${attr("inputmode", control.inputmode)} ${describe(describedBy, view)}>` });
}

/** A line break after the start tag is dropped by the parser, so one is added: the first of the text stays. */
export function areaControl(control: Control & { readonly rows?: number; readonly lang?: string; readonly readonly?: boolean }): Html {
  const view = viewOf(control);
  return fieldFrame(view, ctx, { control: (id, describedBy) => html`<textarea class="${inputClass(view, "full")}" id="${id}" name="${control.name}" rows="${control.rows ?? 4}" ${attr("lang", control.lang)} ${attr("readonly", control.readonly === true)} ${describe(describedBy, view)}>
${control.value ?? ""}</textarea>` });
}

export function selectControl(control: Control & { readonly options: readonly Option[] }): Html {
  const view = viewOf(control);
  return fieldFrame(view, ctx, { control: (id, describedBy) => html`<div class="kern-form-input__select-wrapper"><select class="kern-form-input__select${control.error === undefined ? "" : " kern-form-input__select--error"}" id="${id}" name="${control.name}" ${describe(describedBy, view)}>${control.options.map(({ value, text }) => html`<option value="${value}" ${attr("selected", value === (control.value ?? ""))}>${text}</option>`)}</select></div>` });
}

/** Radios, or with `several` ticks. */
export function choiceControl(control: Control & { readonly options: readonly Option[]; readonly values?: readonly string[]; readonly several?: boolean }): Html {
  const chosen = control.values ?? [control.value ?? ""];
  const view = viewOf(control, chosen);
  const type = control.several === true ? "checkbox" : "radio";
  return fieldsetFrame(view, ctx, {
    radios: type === "radio",
    body: control.options.map(({ value, text, hint }, index) => check({
      type, id: index === 0 ? controlId(control.name) : `${controlId(control.name)}:${index + 1}`, name: control.name, value, label: text, checked: chosen.includes(value),
      wrong: control.error !== undefined, ...(hint === undefined ? {} : { hint }),
    })),
  });
}

export function fileControl(control: Control & { readonly accept: string; readonly several?: boolean }): Html {
  const view = viewOf(control);
  return fieldFrame(view, ctx, { control: (id, describedBy) => html`<input class="${inputClass(view, "full")}" type="file" id="${id}" name="${control.name}" accept="${control.accept}" ${attr("multiple", control.several === true)} ${describe(describedBy, view)}>` });
}
