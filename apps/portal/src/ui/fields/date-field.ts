import { attr, html, type Html } from "@kommunalportal/html";
import type { DateField, TimeField } from "@kommunalportal/form-engine";
import { t, type MessageKeyOf } from "../text.ts";
import { controlId } from "./control-id.ts";
import { fieldsetFrame } from "./field-frame.ts";
import { first, type FieldContext, type FieldView } from "./field-view.ts";

type Part = "day" | "month" | "year" | "time";
const labels: { readonly [P in Part]: MessageKeyOf<"field"> } = { day: "field.day", month: "field.month", year: "field.year", time: "field.time" };

/** `date`, `partial-date`: three text inputs, no jumping on, months may be words (GOV.UK »Date input«). */
export function dateField(view: FieldView<DateField>, ctx: FieldContext): Html {
  const ownHint = view.field.hint !== undefined;
  const partial = view.field.type === "partial-date";
  const extraHint = partial ? t(ctx.lang, "field.partialDateHint") : t(ctx.lang, "field.dateHint");
  return fieldsetFrame(view, ctx, { ...(ownHint && !partial ? {} : { extraHint }), body: dateInputs(view, ctx, ["day", "month", "year"]) });
}

/** `datetime`: the date and a time beside it. */
export function dateTimeField(view: FieldView<TimeField>, ctx: FieldContext): Html {
  return fieldsetFrame(view, ctx, { extraHint: t(ctx.lang, "field.dateTimeHint"), body: dateInputs(view, ctx, ["day", "month", "year", "time"]) });
}

/** The inputs of a date beside each other. */
export function dateInputs(view: FieldView, ctx: FieldContext, parts: readonly Part[]): Html {
  return html`<div class="portal-date">${parts.map((part) => {
    const id = controlId(view.path, part);
    const wrong = view.error !== undefined && (view.error.input === undefined || view.error.input === part);
    // A birth date says so to the browser part by part (WCAG 1.3.5).
    const autocomplete = view.field.autocomplete === "bday" && part !== "time" ? `bday-${part}` : undefined;
    return html`<div class="kern-form-input portal-date__part"><label class="kern-label" for="${id}">${t(ctx.lang, labels[part])}</label><input class="kern-form-input__input portal-date__input portal-date__input--${part}${wrong ? " kern-form-input__input--error" : ""}" type="text" id="${id}" name="${view.path}.${part}" ${attr("value", first(view, part))} ${attr("inputmode", part === "month" || part === "time" ? undefined : "numeric")} ${attr("autocomplete", autocomplete)} ${attr("aria-invalid", wrong)}></div>`;
  })}</div>`;
}
