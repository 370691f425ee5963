import { html, type Html } from "@kommunalportal/html";
import type { InfoField } from "@kommunalportal/form-engine";
import { paragraphs } from "../paragraphs.ts";
import { say } from "../text.ts";
import { controlId } from "./control-id.ts";
import type { FieldContext, FieldView } from "./field-view.ts";

/** Words between questions: no input, no answer. */
export function infoField(view: FieldView<InfoField>, ctx: FieldContext): Html {
  return html`<div class="portal-inset" id="${controlId(view.path)}" tabindex="-1">${paragraphs(say(view.field.text, ctx.lang))}</div>`;
}
