import { attr, html, type Html } from "@kommunalportal/html";
import type { NumberField, SimpleField, TextField, TimeField } from "@kommunalportal/form-engine";
import { formatNumber } from "../format.ts";
import { say, t } from "../text.ts";
import { controlId } from "./control-id.ts";
import { fieldFrame } from "./field-frame.ts";
import { first, type FieldContext, type FieldView } from "./field-view.ts";

interface InputOptions {
  readonly type?: "text" | "email" | "tel";
  readonly inputmode?: string | undefined;
  readonly autocomplete?: string | undefined;
  readonly width?: "short" | "medium" | "full";
  readonly extraHint?: string;
  readonly unit?: string;
  readonly spellcheck?: boolean;
}

/** `text`: one line. No maxlength: what is too long is said, not cut off silently. */
export function textField(view: FieldView<TextField>, ctx: FieldContext): Html {
  const { field } = view;
  const isName = field.autocomplete?.endsWith("name") === true;
  return lineField(view, ctx, { inputmode: field.inputmode, width: field.width ?? (field.characters === "upper" ? "medium" : "full"), spellcheck: !isName && field.characters !== "upper" });
}

/** `longtext`: the script counts the characters left; without it the limit is said in the hint. */
export function longTextField(view: FieldView<TextField>, ctx: FieldContext): Html {
  const most = view.field.maxLength ?? 4_000;
  return fieldFrame(view, ctx, {
    extraHint: `${t(ctx.lang, "field.remaining", { count: formatNumber(most, ctx.lang) })}.`,
    // A line break after the start tag is dropped by the parser, so one is added: the first of the answer stays.
    control: (id, describedBy) => html`<textarea class="${inputClass(view, "full")}" id="${id}" name="${view.path}" rows="6" data-count="${most}" data-count-left="${t(ctx.lang, "field.charactersLeft")}" data-count-over="${t(ctx.lang, "field.charactersOver")}" ${attr("autocomplete", view.field.autocomplete)} ${describe(describedBy, view)}>
${first(view)}</textarea>`,
  });
}

/** `integer`, `number`, `amount`: text inputs with the right keyboard, because type=number loses what it cannot read. */
export function numberField(view: FieldView<NumberField>, ctx: FieldContext): Html {
  const { type, unit } = view.field;
  const shownUnit = type === "amount" ? "€" : unit === undefined ? undefined : say(unit, ctx.lang);
  return lineField(view, ctx, { inputmode: type === "integer" ? "numeric" : "decimal", width: "short", ...(type === "amount" ? { extraHint: t(ctx.lang, "field.amountHint") } : {}), ...(shownUnit === undefined ? {} : { unit: shownUnit }) });
}

export function emailField(view: FieldView<SimpleField>, ctx: FieldContext): Html {
  return lineField(view, ctx, { type: "email", autocomplete: view.field.autocomplete ?? "email", spellcheck: false });
}

export function phoneField(view: FieldView<SimpleField>, ctx: FieldContext): Html {
  return lineField(view, ctx, { type: "tel", autocomplete: view.field.autocomplete ?? "tel", width: "medium", ...hintUnlessOwn(view, t(ctx.lang, "field.phoneHint")) });
}

export function ibanField(view: FieldView<SimpleField>, ctx: FieldContext): Html {
  return lineField(view, ctx, { autocomplete: view.field.autocomplete ?? "off", spellcheck: false, ...hintUnlessOwn(view, t(ctx.lang, "field.ibanHint")) });
}

/** `time`: typed as people write it; the native picker of type=time is hard to use by keyboard and voice. */
export function timeField(view: FieldView<TimeField>, ctx: FieldContext): Html {
  return lineField(view, ctx, { width: "short", ...hintUnlessOwn(view, t(ctx.lang, "field.timeHint")) });
}

function lineField(view: FieldView, ctx: FieldContext, options: InputOptions): Html {
  const unitId = `${controlId(view.path)}:unit`;
  return fieldFrame(view, ctx, {
    ...(options.extraHint === undefined ? {} : { extraHint: options.extraHint }),
    ...(options.unit === undefined ? {} : { moreIds: [unitId] }),
    control(id, describedBy) {
      const input = html`<input class="${inputClass(view, options.width ?? "full")}" type="${options.type ?? "text"}" id="${id}" name="${view.path}" ${attr("value", first(view))} ${attr("inputmode", options.inputmode)} ${attr("autocomplete", options.autocomplete ?? view.field.autocomplete)} ${attr("spellcheck", options.spellcheck === false ? "false" : undefined)} ${describe(describedBy, view)}>`;
      return options.unit === undefined ? input : html`<div class="portal-with-unit">${input}<span id="${unitId}">${options.unit}</span></div>`;
    },
  });
}

export function inputClass(view: FieldView, width: "short" | "medium" | "full"): string {
  return `kern-form-input__input portal-input--${width}${view.error === undefined ? "" : " kern-form-input__input--error"}`;
}

export function describe(describedBy: string | undefined, view: FieldView) {
  return [attr("aria-describedby", describedBy), attr("aria-invalid", view.error !== undefined)];
}

function hintUnlessOwn(view: FieldView, hint: string): { readonly extraHint?: string } {
  return view.field.hint === undefined ? { extraHint: hint } : {};
}
