import { attr, html, type Html } from "@kommunalportal/html";
import { controlId } from "./control-id.ts";
import { first, type FieldView } from "./field-view.ts";

export interface PartInput {
  /** Suffix of the input; "" is the field's own name. */
  readonly suffix: string;
  readonly label: string;
  readonly hint?: string;
  readonly unit?: string;
  readonly inputmode?: "numeric" | "decimal";
  readonly width?: "short" | "medium" | "full";
  readonly lines?: number;
}

/** One of several inputs of a field, with a label of its own. Wrong is the input that the error names. */
export function partInput(view: FieldView, part: PartInput): Html {
  const id = controlId(view.path, part.suffix);
  const name = part.suffix === "" ? view.path : `${view.path}.${part.suffix}`;
  const wrong = view.error !== undefined && (view.error.input ?? "") === part.suffix;
  const className = `kern-form-input__input portal-input--${part.width ?? "full"}${wrong ? " kern-form-input__input--error" : ""}`;
  const described = [part.hint !== undefined && `${id}:about`, part.unit !== undefined && `${id}:unit`, wrong && `${controlId(view.path)}:error`].filter((one) => one !== false).join(" ");
  const rest = [attr("inputmode", part.inputmode), attr("aria-describedby", described === "" ? undefined : described), attr("aria-invalid", wrong)];
  // A line break after the start tag is dropped by the parser, so one is added: the first of the answer stays.
  const control = part.lines === undefined
    ? html`<input class="${className}" type="text" id="${id}" name="${name}" ${attr("value", first(view, part.suffix))} autocomplete="off" ${rest}>`
    : html`<textarea class="${className}" id="${id}" name="${name}" rows="${part.lines}" ${rest}>
${first(view, part.suffix)}</textarea>`;
  return html`<div class="kern-form-input portal-part"><label class="kern-label" for="${id}">${part.label}</label>${part.hint !== undefined && html`<p class="kern-hint" id="${id}:about">${part.hint}</p>`}${part.unit === undefined ? control : html`<div class="portal-with-unit">${control}<span id="${id}:unit">${part.unit}</span></div>`}</div>`;
}
