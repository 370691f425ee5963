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
  /** A second box that leads to a town by name or postcode (Leitportal). */
  readonly place?: { readonly action: string; readonly suggest?: string; readonly value?: string };
}

/** The top of a start page: town colour, the h1, a large search. Use with `wide: true` and `search: false`. */
export function startHero(lang: Lang, options: StartHeroOptions): Html {
  const popular = options.popular ?? [];
  const { place } = options;
  return html`<div class="portal-hero"><h1>${options.title}</h1><p class="portal-hero__lead">${options.lead ?? t(lang, "start.lead")}</p>${searchBox(lang, {
    id: "suche-start", action: options.searchAction ?? localPath(lang, "/suche"), large: true, suggest: options.suggest ?? localPath(lang, "/suche/vorschlaege"),
    label: options.searchLabel ?? t(lang, "search.label"), hint: options.searchHint ?? t(lang, "search.hint"), ...(options.value === undefined ? {} : { value: options.value }),
  })}${place !== undefined && html`<div class="portal-hero__place">${searchBox(lang, { id: "ort", large: true, label: t(lang, "start.place"), button: t(lang, "start.placeButton"), ...place })}</div>`}${popular.length > 0 && html`<p class="portal-popular__label">${t(lang, "start.popular")}</p><ul class="portal-popular">${popular.map(({ text, href }) => html`<li><a href="${href}">${text}</a></li>`)}</ul>`}</div>`;
}
