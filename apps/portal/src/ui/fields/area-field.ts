import { attr, html, type Html } from "@kommunalportal/html";
import type { AreaField } from "@kommunalportal/form-engine";
import { t } from "../text.ts";
import { controlId } from "./control-id.ts";
import { fieldsetFrame } from "./field-frame.ts";
import { first, type FieldContext, type FieldView } from "./field-view.ts";
import { partInput } from "./part-input.ts";

/** An area in words and size; the corners are a second, equal way, and the script sets them where the device stands. */
export function areaField(view: FieldView<AreaField>, ctx: FieldContext): Html {
  const { lang } = ctx;
  return fieldsetFrame(view, ctx, {
    body: html`${partInput(view, { suffix: "", label: t(lang, "area.words"), hint: t(lang, "area.wordsHint"), lines: 3 })}
${partInput(view, { suffix: "size", label: `${t(lang, "area.size")} ${t(lang, "field.optional")}`, unit: "m²", inputmode: "decimal", width: "short" })}
<details class="portal-more" ${attr("open", first(view, "corners") !== "" || view.error?.input === "corners")}><summary>${t(lang, "area.more")}</summary><div class="portal-area" data-area data-located="${t(lang, "area.located")}" data-failed="${t(lang, "place.failed")}">${partInput(view, { suffix: "corners", label: t(lang, "area.corners"), hint: t(lang, "area.cornersHint"), lines: 3 })}<button type="button" class="kern-btn kern-btn--tertiary" data-locate hidden><span class="kern-label">${t(lang, "area.locate")}</span></button><p class="portal-place__status" role="status"></p>${drawingBoard(view, ctx)}</div></details>`,
  });
}

const acts = ["north", "south", "west", "east", "corner", "back", "next", "nearer", "farther"] as const;
const said = { first: "draw.first", corners: "draw.corners", area: "draw.area", at: "draw.at", north: "draw.northWord", south: "draw.southWord", east: "draw.eastWord", west: "draw.westWord", held: "draw.held", span: "draw.span", most: "draw.most" } as const;

/** Draws the corners with keys, buttons or pointer; the script shows it. Everything that moves has a button too (WCAG 2.5.7). */
function drawingBoard(view: FieldView<AreaField>, { lang }: FieldContext): Html {
  const id = (part: string): string => controlId(view.path, `draw-${part}`);
  const words = Object.fromEntries(Object.entries(said).map(([key, message]) => [key, t(lang, message)]));
  return html`<div class="portal-draw" data-draw data-words="${JSON.stringify(words)}" hidden><p class="kern-label" id="${id("title")}">${t(lang, "draw.title")}</p><p class="kern-hint" id="${id("help")}">${t(lang, "draw.help")}</p>
<div class="portal-draw__board" data-board role="application" tabindex="0" aria-label="${t(lang, "draw.board")}" aria-describedby="${id("help")}"></div><p class="portal-draw__status" role="status"></p>
<div class="portal-draw__acts" role="group" aria-labelledby="${id("title")}">${acts.map((act) => html`<button type="button" class="kern-btn kern-btn--tertiary kern-btn--x-small" data-act="${act}"><span class="kern-label">${t(lang, `draw.${act}`)}</span></button>`)}</div></div>`;
}
