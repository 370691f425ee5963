import { html, type Html } from "@kommunalportal/html";
import { t, type Lang } from "./text.ts";

export interface Crumb {
  readonly text: string;
  /** Absent for the page itself, which stands last. */
  readonly href?: string;
}

export function breadcrumb(lang: Lang, crumbs: readonly Crumb[]): Html {
  return html`<nav class="portal-breadcrumb" aria-label="${t(lang, "page.breadcrumb")}"><ol>${crumbs.map((crumb) =>
    crumb.href === undefined ? html`<li aria-current="page">${crumb.text}</li>` : html`<li><a class="kern-link" href="${crumb.href}">${crumb.text}</a></li>`)}</ol></nav>`;
}
