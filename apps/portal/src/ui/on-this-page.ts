import { html, type Html } from "@kommunalportal/html";
import { t, type Lang } from "./text.ts";

/** Links to the sections of a long page; each `id` is that of a heading. */
export function onThisPage(lang: Lang, sections: readonly { readonly id: string; readonly title: string }[]): Html | false {
  return sections.length > 1 && html`<nav class="portal-toc" aria-labelledby="auf-dieser-seite"><h2 id="auf-dieser-seite">${t(lang, "page.onThisPage")}</h2><ul>${sections.map(({ id, title }) => html`<li><a class="kern-link" href="#${id}">${title}</a></li>`)}</ul></nav>`;
}
