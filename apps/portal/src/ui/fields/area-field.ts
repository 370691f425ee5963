import { attr, html, type Html } from "@kommunalportal/html";
import type { AreaField } from "@kommunalportal/form-engine";
import { t } from "../text.ts";
import { fieldsetFrame } from "./field-frame.ts";
import { first, type FieldContext, type FieldView } from "./field-view.ts";
import { partInput } from "./part-input.ts";

/** An area in words and size; the corners are a second, equal way, and the script sets them where the device stands. */
export function areaField(view: FieldView<AreaField>, ctx: FieldContext): Html {
  const { lang } = ctx;
  return fieldsetFrame(view, ctx, {
    body: html`${partInput(view, { suffix: "", label: t(lang, "area.words"), hint: t(lang, "area.wordsHint"), lines: 3 })}
${partInput(view, { suffix: "size", label: `${t(lang, "area.size")} ${t(lang, "field.optional")}`, unit: "m²", inputmode: "decimal", width: "short" })}
<details class="portal-more" ${attr("open", first(view, "corners") !== "" || view.error?.input === "corners")}><summary>${t(lang, "area.more")}</summary><div class="portal-area" data-area data-located="${t(lang, "area.located")}" data-failed="${t(lang, "place.failed")}">${partInput(view, { suffix: "corners", label: t(lang, "area.corners"), hint: t(lang, "area.cornersHint"), lines: 3 })}<button type="button" class="kern-btn kern-btn--tertiary" data-locate hidden><span class="kern-label">${t(lang, "area.locate")}</span></button><p class="portal-place__status" role="status"></p></div></details>`,
  });
}
