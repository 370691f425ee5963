import { html, type Content, type Html } from "@kommunalportal/html";

export interface Description { readonly term: string; readonly value: Content }

/** Facts as pairs; `column` puts the value below its term (narrow places). */
export function descriptionList(items: readonly Description[], options: { readonly column?: boolean } = {}): Html {
  return html`<dl class="kern-description-list${options.column === true ? " kern-description-list--col" : ""}">${items.map(({ term, value }) =>
    html`<div class="kern-description-list-item"><dt class="kern-description-list-item__key">${term}</dt><dd class="kern-description-list-item__value">${value}</dd></div>`)}</dl>`;
}
