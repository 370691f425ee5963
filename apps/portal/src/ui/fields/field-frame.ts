import { attr, html, type Content, type Html } from "@kommunalportal/html";
import type { Reason } from "@kommunalportal/form-engine";
import { icon } from "../icon.ts";
import { inItsLanguage } from "../in-its-language.ts";
import { say, t, type Lang } from "../text.ts";
import { controlId } from "./control-id.ts";
import type { FieldContext, FieldView } from "./field-view.ts";

export interface Frame {
  /** A sentence of the field type itself, after the author's hint: »Zum Beispiel: 27 3 2025«. */
  readonly extraHint?: string;
  /** Draws the control; `describedBy` lists hint, unit and error. */
  readonly control: (id: string, describedBy: string | undefined) => Html;
  readonly moreIds?: readonly string[];
}

/** Label, hint, error, one control, »Warum fragen wir das?«: the canonical KERN markup with its ARIA put right. */
export function fieldFrame(view: FieldView, ctx: FieldContext, frame: Frame): Html {
  const id = controlId(view.path);
  const parts = describe(view, ctx, frame.extraHint, frame.moreIds);
  const label = html`<label class="kern-label${ctx.asHeading === true ? " kern-heading-large" : ""}" for="${id}">${labelText(view, ctx)}</label>`;
  return html`<div class="kern-form-input portal-field${view.error === undefined ? "" : " kern-form-input--error"}">${ctx.asHeading === true ? html`<h1 class="portal-label-heading">${label}</h1>` : label}${parts.hint}${parts.error}${frame.control(id, parts.describedBy)}${why(view, ctx.lang)}</div>`;
}

/** The same for questions with several controls: a fieldset whose legend is the question. */
export function fieldsetFrame(view: FieldView, ctx: FieldContext, options: { readonly extraHint?: string; readonly radios?: boolean; readonly body: Content }): Html {
  const parts = describe(view, ctx, options.extraHint);
  const invalid = view.error !== undefined;
  const legend = html`<legend class="kern-label${ctx.asHeading === true ? " kern-heading-large" : ""}">${ctx.asHeading === true ? html`<h1 class="portal-label-heading">${labelText(view, ctx)}</h1>` : labelText(view, ctx)}</legend>`;
  const body = html`${legend}${parts.hint}${parts.error}<div class="kern-fieldset__body">${options.body}</div>`;
  const className = `kern-fieldset portal-field${invalid ? " kern-fieldset--error" : ""}`;
  // aria-invalid is allowed on a radiogroup, not on a single radio (ARIA 1.2).
  const fieldset = options.radios === true
    ? html`<fieldset class="${className}" role="radiogroup" ${attr("aria-describedby", parts.describedBy)} aria-invalid="${invalid ? "true" : "false"}">${body}</fieldset>`
    : html`<fieldset class="${className}" ${attr("aria-describedby", parts.describedBy)}>${body}</fieldset>`;
  return html`<div class="portal-field-group">${fieldset}${why(view, ctx.lang)}</div>`;
}

export function errorText(id: string, message: string, lang: Lang): Html {
  return html`<p class="kern-error" id="${id}">${icon("danger")}<span class="kern-body"><span class="kern-sr-only">${t(lang, "errors.prefix")} </span>${message}</span></p>`;
}

export function labelText(view: FieldView, ctx: FieldContext): Html {
  const label = view.label ?? say(view.field.label, ctx.lang);
  return view.field.required === false ? html`${label} <span class="portal-optional">${t(ctx.lang, "field.optional")}</span>` : html`${label}`;
}

function describe(view: FieldView, ctx: FieldContext, extraHint: string | undefined, moreIds: readonly string[] = []): { hint: Html | false; error: Html | false; describedBy: string | undefined } {
  const id = controlId(view.path);
  const hints = [view.field.hint === undefined ? "" : say(view.field.hint, ctx.lang), extraHint ?? ""].filter((hint) => hint !== "");
  const hint = hints.length > 0 && html`<p class="kern-hint" id="${id}:hint">${hints.join(" ")}</p>`;
  const error = view.error !== undefined && errorText(`${id}:error`, view.error.message, ctx.lang);
  const ids = [hint !== false && `${id}:hint`, error !== false && `${id}:error`, ...moreIds].filter((one) => one !== false);
  return { hint, error, describedBy: ids.length === 0 ? undefined : ids.join(" ") };
}

function why(view: FieldView, lang: Lang): Html | false {
  const reason = view.field.why;
  return reason !== undefined && whyAsked(reason, view.label ?? say(view.field.label, lang), lang);
}

/** »Warum fragen wir das?«, said once more for whom the question beside it is not in sight. */
export function whyAsked(reason: Reason, label: string, lang: Lang): Html {
  return html`<details class="portal-why"><summary>${t(lang, "field.why")}<span class="kern-sr-only"> (${label})</span></summary><div class="portal-why__body"><p>${say(reason.text, lang)}</p>${reason.legalBasis !== undefined && html`<p>${t(lang, "field.legalBasis")} ${inItsLanguage({ value: reason.legalBasis, lang: "de" }, lang)}</p>`}</div></details>`;
}
