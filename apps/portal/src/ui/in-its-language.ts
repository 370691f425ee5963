import { attr, html, type Attr, type Content } from "@kommunalportal/html";
import type { Lang } from "./text.ts";

/** A text that exists only in the other language says so (WCAG 3.1.2); one in the page's own stands as it is. */
export function inItsLanguage(text: { readonly value: string; readonly lang: Lang }, lang: Lang): Content {
  return text.lang === lang ? text.value : html`<span lang="${text.lang}">${text.value}</span>`;
}

/** The same for an element that is there anyway: its `lang`, where it is another than the page's and known. */
export function langAttr(its: Lang | undefined, page: Lang): Attr {
  return attr("lang", its === page ? undefined : its);
}
