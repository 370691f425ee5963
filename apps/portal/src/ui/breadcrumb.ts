import { html, type Html } from "@kommunalportal/html";
import { langAttr } from "./in-its-language.ts";
import { t, type Lang } from "./text.ts";

export interface Crumb {
  readonly text: string;
  /** Of the text, where it is not the page's. */
  readonly lang?: Lang | undefined;
  /** Absent for the page itself, which stands last. */
  readonly href?: string;
}

export function breadcrumb(lang: Lang, crumbs: readonly Crumb[]): Html {
  return html`<nav class="portal-breadcrumb" aria-label="${t(lang, "page.breadcrumb")}"><ol>${crumbs.map((crumb) =>
    crumb.href === undefined ? html`<li aria-current="page" ${langAttr(crumb.lang, lang)}>${crumb.text}</li>` : html`<li><a class="kern-link" href="${crumb.href}" ${langAttr(crumb.lang, lang)}>${crumb.text}</a></li>`)}</ol></nav>`;
}
