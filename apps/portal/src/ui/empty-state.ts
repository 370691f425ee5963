import { html, type Content, type Html } from "@kommunalportal/html";
import { icon, type IconName } from "./icon.ts";

/** A list without entries says what would stand here and what to do next. */
export function emptyState(options: { readonly icon?: IconName; readonly text: string; readonly action?: Content }): Html {
  return html`<div class="portal-empty">${icon(options.icon ?? "info", "x-large")}<p class="kern-body">${options.text}</p>${options.action}</div>`;
}
