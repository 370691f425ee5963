import { html, type Html } from "@kommunalportal/html";
import { icon } from "./icon.ts";
import { t, type Lang } from "./text.ts";

export interface ErrorLine {
  /** Id of the first control that is wrong, as `controlId(path)` makes it; absent when no single field is to blame. */
  readonly fieldId?: string;
  readonly message: string;
}

/**
 * Stands above the h1, takes the focus, names every error in the words that stand at the field (GOV.UK pattern »Error summary«;
 * the heading is not an h1–h6 step of the page's outline because it comes before the h1).
 */
export function errorSummary(lang: Lang, errors: readonly ErrorLine[]): Html | false {
  if (errors.length === 0) return false;
  return html`<div class="kern-alert kern-alert--danger portal-error-summary" role="alert" tabindex="-1" data-error-summary aria-labelledby="fehler-titel">
<div class="kern-alert__header">${icon("danger")}<p class="kern-title" id="fehler-titel">${t(lang, "errors.title")}</p></div>
<div class="kern-alert__body"><ul class="portal-error-list">${errors.map(({ fieldId, message }) =>
    html`<li>${fieldId === undefined ? message : html`<a class="kern-link" href="#${fieldId}">${message}</a>`}</li>`)}</ul></div></div>`;
}
