import { html, type Html } from "@kommunalportal/html";
import { icon } from "./icon.ts";
import { t, type Lang } from "./text.ts";

export function backLink(lang: Lang, href: string, text: string = t(lang, "page.back")): Html {
  return html`<a class="kern-link portal-back" href="${href}">${icon("arrow-back")}${text}</a>`;
}
