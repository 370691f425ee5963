import { attr, html, type Html } from "@kommunalportal/html";
import type { PlaceField } from "@kommunalportal/form-engine";
import { t } from "../text.ts";
import { controlId } from "./control-id.ts";
import { fieldFrame } from "./field-frame.ts";
import { first, type FieldContext, type FieldView } from "./field-view.ts";
import { describe, inputClass } from "./text-field.ts";

/** A place in words; the script offers the device's position and fills the hidden coordinates. */
export function placeField(view: FieldView<PlaceField>, ctx: FieldContext): Html {
  const { lang } = ctx;
  return fieldFrame(view, ctx, {
    ...(view.field.hint === undefined ? { extraHint: t(lang, "place.hint") } : {}),
    control: (id, describedBy) => html`<div class="portal-place" data-place data-located="${t(lang, "place.located")}" data-failed="${t(lang, "place.failed")}"><input class="${inputClass(view, "full")}" type="text" id="${id}" name="${view.path}" ${attr("value", first(view))} ${attr("autocomplete", view.field.autocomplete ?? "off")} ${describe(describedBy, view)}><input type="hidden" id="${controlId(view.path, "lat")}" name="${view.path}.lat" value="${first(view, "lat")}"><input type="hidden" id="${controlId(view.path, "lon")}" name="${view.path}.lon" value="${first(view, "lon")}"><button type="button" class="kern-btn kern-btn--tertiary" data-locate hidden><span class="kern-label">${t(lang, "place.locate")}</span></button><p class="portal-place__status" role="status"></p></div>`,
  });
}
