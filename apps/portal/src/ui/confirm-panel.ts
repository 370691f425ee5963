import { html, type Content, type Html } from "@kommunalportal/html";
import { icon } from "./icon.ts";

/** The green panel after a successful act; its title is the h1 of the page. The reference can be read out sign by sign. */
export function confirmPanel(options: { readonly title: string; readonly reference?: { readonly label: string; readonly value: string }; readonly code?: { readonly label: string; readonly value: string }; readonly text?: Content }): Html {
  return html`<div class="portal-confirm">${icon("success", "x-large")}<h1 class="kern-heading-large">${options.title}</h1>${[options.reference, options.code].map((item) => item !== undefined && html`<p class="portal-confirm__label">${item.label}</p><p class="portal-confirm__value">${item.value}</p>`)}${options.text !== undefined && html`<div class="portal-confirm__text">${options.text}</div>`}</div>`;
}
