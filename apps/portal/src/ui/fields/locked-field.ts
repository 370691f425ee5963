import { html, type Html } from "@kommunalportal/html";
import type { Field } from "@kommunalportal/form-engine";
import { say, t, type Lang } from "../text.ts";
import { first, type FieldContext, type FieldView } from "./field-view.ts";

/** A value that stands and cannot be changed here (XDatenfelder `locked`): text, not a disabled input that nobody can reach. */
export function lockedField(view: FieldView, ctx: FieldContext): Html {
  return html`<div class="portal-field portal-locked"><p class="kern-label">${view.label ?? say(view.field.label, ctx.lang)}</p><p class="kern-body">${inWords(view.field, first(view), ctx.lang)}</p><p class="kern-hint">${t(ctx.lang, "field.locked")}</p></div>`;
}

function inWords(field: Field, value: string, lang: Lang): string {
  if (field.type === "choice" || field.type === "choices") {
    const option = field.options.find((one) => one.value === value);
    return option === undefined ? value : say(option.label, lang);
  }
  if (field.type === "yesno" || field.type === "declaration") return t(lang, value === "yes" ? "field.yes" : "field.no");
  return value;
}
