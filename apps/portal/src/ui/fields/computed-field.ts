import { attr, html, type Html } from "@kommunalportal/html";
import type { ComputedField } from "@kommunalportal/form-engine";
import { say, t } from "../text.ts";
import { controlId } from "./control-id.ts";
import type { FieldContext, FieldView } from "./field-view.ts";

/** What the form works out itself: words, not an input. The script computes along by the same rule; the server computes it again in any case. */
export function computedField(view: FieldView<ComputedField>, { lang }: FieldContext): Html {
  const { field } = view;
  const id = controlId(view.path);
  const unit = field.unit === undefined ? undefined : say(field.unit, lang);
  return html`<div class="portal-field portal-computed"><p class="kern-label" id="${id}:label">${view.label ?? say(field.label, lang)}</p>${field.hint !== undefined && html`<p class="kern-hint">${say(field.hint, lang)}</p>`}<output class="portal-computed__value" id="${id}" aria-labelledby="${id}:label" data-compute="${JSON.stringify(field.compute)}" data-as="${field.as}" ${attr("data-unit", unit)} data-none="${t(lang, "computed.none")}">${view.words ?? t(lang, "computed.none")}</output></div>`;
}
