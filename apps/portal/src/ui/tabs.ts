import { attr, html, type Html } from "@kommunalportal/html";

export interface Tab { readonly text: string; readonly href: string; readonly current?: boolean; readonly count?: number }

/** Views of the same list as links: works without JavaScript, keeps its address, and is a navigation rather than ARIA tabs. */
export function tabs(label: string, items: readonly Tab[]): Html {
  return html`<nav class="portal-tabs" aria-label="${label}"><ul>${items.map((tab) =>
    html`<li><a href="${tab.href}" ${attr("aria-current", tab.current === true ? "page" : undefined)}>${tab.text}${tab.count !== undefined && html` <span class="portal-count">${tab.count}</span>`}</a></li>`)}</ul></nav>`;
}
