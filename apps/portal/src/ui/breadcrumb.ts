import { attr, html, type Html } from "@kommunalportal/html";
import { t, type Lang } from "./text.ts";

export interface Crumb {
  readonly text: string;
  /** Of the text, where it is not the page's. */
  readonly lang?: Lang;
  /** Absent for the page itself, which stands last. */
  readonly href?: string;
}

export function breadcrumb(lang: Lang, crumbs: readonly Crumb[]): Html {
  return html`<nav class="portal-breadcrumb" aria-label="${t(lang, "page.breadcrumb")}"><ol>${crumbs.map((crumb) =>
    crumb.href === undefined ? html`<li aria-current="page" ${attr("lang", crumb.lang === lang ? undefined : crumb.lang)}>${crumb.text}</li>` : html`<li><a class="kern-link" href="${crumb.href}" ${attr("lang", crumb.lang === lang ? undefined : crumb.lang)}>${crumb.text}</a></li>`)}</ol></nav>`;
}
