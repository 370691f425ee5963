import { attr, html, type Html } from "@kommunalportal/html";
import { icon } from "./icon.ts";
import { t, type Lang } from "./text.ts";

export interface StepItem { readonly title: string; readonly href?: string; readonly state: "done" | "current" | "open" }

/** »Schritt 2 von 4« with a bar; the list of all steps opens below it. Steps that were reached are links. */
export function stepList(lang: Lang, steps: readonly StepItem[]): Html {
  const current = Math.max(0, steps.findIndex((step) => step.state === "current"));
  const label = t(lang, "form.step", { current: current + 1, total: steps.length });
  return html`<nav class="portal-steps" aria-label="${t(lang, "form.progress")}"><details><summary><span class="portal-steps__label">${label}</span><span class="portal-steps__title">${steps[current]?.title}</span></summary>
<ol>${steps.map((step) => html`<li class="portal-steps__item portal-steps__item--${step.state}" ${attr("aria-current", step.state === "current" ? "step" : undefined)}>${step.state === "done" ? icon("check") : html`<span class="portal-steps__dot" aria-hidden="true"></span>`}${step.href === undefined || step.state === "current" ? html`<span>${step.title}</span>` : html`<a class="kern-link" href="${step.href}">${step.title}</a>`}${step.state === "done" && html`<span class="kern-sr-only"> (${t(lang, "form.stepDone")})</span>`}</li>`)}</ol></details>
<progress class="portal-steps__bar" max="${steps.length}" value="${current + 1}" aria-label="${label}">${label}</progress></nav>`;
}
