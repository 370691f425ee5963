import { attr, html, type Html } from "@kommunalportal/html";
import { icon } from "#ui/icon";

interface FieldOptions {
  /** Unique on the page; also what an error links to. */
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly optional?: boolean;
}

function frame(field: FieldOptions, control: (describedBy: string | undefined) => Html): Html {
  const { id, hint, error } = field;
  const ids = [hint !== undefined && `${id}:hint`, error !== undefined && `${id}:error`].filter((one) => one !== false);
  return html`<div class="kern-form-input portal-field${error === undefined ? "" : " kern-form-input--error"}"><label class="kern-label" for="${id}">${field.label}${field.optional === true && html` <span class="portal-optional">(freiwillig)</span>`}</label>${hint !== undefined && html`<p class="kern-hint" id="${id}:hint">${hint}</p>`}${error !== undefined && html`<p class="kern-error" id="${id}:error">${icon("danger")}<span class="kern-body"><span class="kern-sr-only">Fehler: </span>${error}</span></p>`}${control(ids.length === 0 ? undefined : ids.join(" "))}</div>`;
}

export function lineInput(field: FieldOptions & { readonly width?: "short" | "medium" | "full"; readonly type?: "text" | "date"; readonly inputmode?: string }): Html {
  return frame(field, (describedBy) => html`<input class="kern-form-input__input portal-input--${field.width ?? "full"}${field.error === undefined ? "" : " kern-form-input__input--error"}" type="${field.type ?? "text"}" id="${field.id}" name="${field.name}" ${attr("value", field.value)} ${attr("inputmode", field.inputmode)} autocomplete="off" ${attr("aria-describedby", describedBy)} ${attr("aria-invalid", field.error !== undefined)}>`);
}

export function textArea(field: FieldOptions & { readonly rows?: number }): Html {
  // A line break after the start tag is dropped by the parser, so one is added: the first of the text stays.
  return frame(field, (describedBy) => html`<textarea class="kern-form-input__input${field.error === undefined ? "" : " kern-form-input__input--error"}" id="${field.id}" name="${field.name}" rows="${field.rows ?? 5}" ${attr("aria-describedby", describedBy)} ${attr("aria-invalid", field.error !== undefined)}>
${field.value ?? ""}</textarea>`);
}

export function selectInput(field: FieldOptions & { readonly empty?: string; readonly options: readonly { readonly value: string; readonly text: string }[] }): Html {
  return frame(field, (describedBy) => html`<div class="kern-form-input__select-wrapper"><select class="kern-form-input__select${field.error === undefined ? "" : " kern-form-input__select--error"}" id="${field.id}" name="${field.name}" ${attr("aria-describedby", describedBy)} ${attr("aria-invalid", field.error !== undefined)}>${field.empty !== undefined && html`<option value="">${field.empty}</option>`}${field.options.map(({ value, text }) => html`<option value="${value}" ${attr("selected", value === field.value)}>${text}</option>`)}</select></div>`);
}

export function fileInput(field: FieldOptions & { readonly accept: string }): Html {
  return frame(field, (describedBy) => html`<input class="kern-form-input__input" type="file" id="${field.id}" name="${field.name}" accept="${field.accept}" ${attr("aria-describedby", describedBy)} ${attr("aria-invalid", field.error !== undefined)}>`);
}
