import { html, type Html } from "@kommunalportal/html";
import { t, type Lang } from "./text.ts";

/** Shown by the script only: without it the browser's own menu prints, and a button that does nothing is worse than none. */
export function printButton(lang: Lang): Html {
  return html`<button type="button" class="kern-btn kern-btn--secondary kern-btn--x-small portal-print" data-print hidden><span class="kern-label">${t(lang, "page.print")}</span></button>`;
}
