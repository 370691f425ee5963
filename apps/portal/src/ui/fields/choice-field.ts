import { attr, html, type Html } from "@kommunalportal/html";
import type { ChoiceField, SimpleField } from "@kommunalportal/form-engine";
import { say, t } from "../text.ts";
import { controlId } from "./control-id.ts";
import { errorText, fieldFrame, fieldsetFrame } from "./field-frame.ts";
import { first, type FieldContext, type FieldView } from "./field-view.ts";
import { describe } from "./text-field.ts";

/** Up to seven options are seen at a glance; more go into a list. */
const mostRadios = 7;
/** A list that is longer can be searched. */
const mostUnsearched = 15;

export interface Check {
  readonly type: "radio" | "checkbox";
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly wrong?: boolean;
}

/** One radio or checkbox with its label and hint. */
export function check(item: Check): Html {
  const hintId = item.hint === undefined ? undefined : `${item.id}:option`;
  const error = item.wrong === true ? ` kern-form-check__${item.type}--error` : "";
  return html`<div class="kern-form-check"><input class="kern-form-check__${item.type}${error}" type="${item.type}" id="${item.id}" name="${item.name}" value="${item.value}" ${attr("checked", item.checked)} ${attr("aria-describedby", hintId)} ${attr("aria-invalid", item.type === "checkbox" && item.wrong === true)}><label class="kern-label" for="${item.id}">${item.label}</label></div>${item.hint !== undefined && html`<p class="kern-hint portal-check-hint" ${attr("id", hintId)}>${item.hint}</p>`}`;
}

export function choiceField(view: FieldView<ChoiceField>, ctx: FieldContext): Html {
  const { options, required } = view.field;
  if (options.length > mostRadios) return selectField(view, ctx);
  const shown = options.map((option) => ({ value: option.value, label: say(option.label, ctx.lang), hint: option.hint === undefined ? undefined : say(option.hint, ctx.lang) }));
  // A radio cannot be taken back, so a question that may stay open needs an answer that says so.
  const all = required === false ? [...shown, { value: "", label: t(ctx.lang, "field.noChoice"), hint: undefined }] : shown;
  return checks(view, ctx, "radio", all);
}

export function choicesField(view: FieldView<ChoiceField>, ctx: FieldContext): Html {
  return checks(view, ctx, "checkbox", view.field.options.map((option) => ({ value: option.value, label: say(option.label, ctx.lang), hint: option.hint === undefined ? undefined : say(option.hint, ctx.lang) })), t(ctx.lang, "field.chooseSeveral"));
}

export function yesNoField(view: FieldView<SimpleField>, ctx: FieldContext): Html {
  return checks(view, ctx, "radio", [{ value: "yes", label: t(ctx.lang, "field.yes") }, { value: "no", label: t(ctx.lang, "field.no") }]);
}

/** `declaration`: one checkbox; what is declared is its label. */
export function declarationField(view: FieldView<SimpleField>, ctx: FieldContext): Html {
  const id = controlId(view.path);
  const wrong = view.error !== undefined;
  const hint = view.field.hint;
  const ids = [hint !== undefined && `${id}:hint`, wrong && `${id}:error`].filter((one) => one !== false);
  return html`<div class="portal-field portal-declaration">${view.error !== undefined && errorText(`${id}:error`, view.error.message, ctx.lang)}<div class="kern-form-check"><input class="kern-form-check__checkbox${wrong ? " kern-form-check__checkbox--error" : ""}" type="checkbox" id="${id}" name="${view.path}" value="yes" ${attr("checked", first(view) === "yes")} ${describe(ids.length === 0 ? undefined : ids.join(" "), view)}><label class="kern-label" for="${id}">${say(view.field.label, ctx.lang)}${view.field.required === false && html` <span class="portal-optional">${t(ctx.lang, "field.optional")}</span>`}</label></div>${hint !== undefined && html`<p class="kern-hint portal-check-hint" id="${id}:hint">${say(hint, ctx.lang)}</p>`}</div>`;
}

function selectField(view: FieldView<ChoiceField>, ctx: FieldContext): Html {
  const wrong = view.error !== undefined;
  const searched = view.field.options.length > mostUnsearched;
  return fieldFrame(view, ctx, {
    control: (id, describedBy) => html`<div class="kern-form-input__select-wrapper"><select class="kern-form-input__select${wrong ? " kern-form-input__select--error" : ""}" id="${id}" name="${view.path}" ${searched && [attr("data-search", true), attr("data-results", t(ctx.lang, "list.results"))]} ${attr("autocomplete", view.field.autocomplete)} ${describe(describedBy, view)}>${view.field.preset === undefined && html`<option value="">${t(ctx.lang, view.field.required === false ? "field.noChoice" : "field.choose")}</option>`}${view.field.options.map((option) => html`<option value="${option.value}" ${attr("selected", first(view) === option.value)}>${say(option.label, ctx.lang)}</option>`)}</select></div>`,
  });
}

function checks(view: FieldView, ctx: FieldContext, type: "radio" | "checkbox", options: readonly { readonly value: string; readonly label: string; readonly hint?: string | undefined }[], extraHint?: string): Html {
  const chosen = view.inputs[""] ?? [];
  const body = options.map((option, index) => check({
    type, id: index === 0 ? controlId(view.path) : `${controlId(view.path)}:${index + 1}`, name: view.path, value: option.value, label: option.label,
    checked: option.value !== "" && chosen.includes(option.value), wrong: view.error !== undefined, ...(option.hint === undefined ? {} : { hint: option.hint }),
  }));
  return fieldsetFrame(view, ctx, { radios: type === "radio", ...(extraHint === undefined ? {} : { extraHint }), body });
}
