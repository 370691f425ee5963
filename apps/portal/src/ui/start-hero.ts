import { html, type Html } from "@kommunalportal/html";
import { searchBox } from "./search-box.ts";
import { localPath, t, type Lang } from "./text.ts";

export interface StartHeroOptions {
  readonly title: string;
  readonly lead?: string;
  readonly popular?: readonly { readonly text: string; readonly href: string }[];
  readonly value?: string;
  /** Label and hint of the search, where it looks for something else (places on the Leitportal). */
  readonly searchLabel?: string;
  readonly searchHint?: string;
  readonly searchAction?: string;
  readonly suggest?: string;
}

/** The top of a start page: town colour, the h1, a large search. Use with `wide: true` and `search: false`. */
export function startHero(lang: Lang, options: StartHeroOptions): Html {
  const popular = options.popular ?? [];
  return html`<div class="portal-hero"><h1>${options.title}</h1><p class="portal-hero__lead">${options.lead ?? t(lang, "start.lead")}</p>${searchBox(lang, {
    id: "suche-start", action: options.searchAction ?? localPath(lang, "/suche"), large: true, suggest: options.suggest ?? localPath(lang, "/suche/vorschlaege"),
    label: options.searchLabel ?? t(lang, "search.label"), hint: options.searchHint ?? t(lang, "search.hint"), ...(options.value === undefined ? {} : { value: options.value }),
  })}${popular.length > 0 && html`<p class="portal-popular__label">${t(lang, "start.popular")}</p><ul class="portal-popular">${popular.map(({ text, href }) => html`<li><a href="${href}">${text}</a></li>`)}</ul>`}</div>`;
}
