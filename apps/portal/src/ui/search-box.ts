import { attr, html, type Html } from "@kommunalportal/html";
import { icon } from "./icon.ts";
import { t, type Lang } from "./text.ts";

export interface SearchBoxOptions {
  readonly action: string;
  /** Unique on the page: the header has "suche", the hero "suche-start". */
  readonly id: string;
  readonly value?: string;
  /** Of the form, where the switch of the language sends it. */
  readonly formId?: string;
  readonly label?: string;
  /** In the empty field of a small box. */
  readonly placeholder?: string;
  readonly hint?: string;
  readonly large?: boolean;
  /** JSON `[{ text, href }]` for `?q=`; the script shows suggestions, without it the box works as it is. */
  readonly suggest?: string;
  /** Default »Suchen«. */
  readonly button?: string;
}

/** A search landmark. The address of the result holds the query as `q`. */
export function searchBox(lang: Lang, options: SearchBoxOptions): Html {
  const { id, hint } = options;
  const hintId = hint === undefined ? undefined : `${id}-hinweis`;
  const label = options.label ?? t(lang, "search.label");
  return html`<search aria-label="${label}" class="portal-search${options.large === true ? " portal-search--large" : ""}"><form ${attr("id", options.formId)} action="${options.action}" method="get" ${attr("data-suggest", options.suggest)} ${attr("data-suggest-status", options.suggest === undefined ? undefined : t(lang, "search.suggestions"))}><label class="${options.large === true ? "portal-search__label" : "kern-sr-only"}" for="${id}">${label}</label><div class="portal-search__row"><input class="portal-search__input" type="search" id="${id}" name="q" maxlength="200" autocomplete="off" ${attr("value", options.value)} ${attr("placeholder", options.large === true ? undefined : options.placeholder ?? t(lang, "search.placeholder"))} ${attr("aria-describedby", hintId)}><button type="submit" class="portal-search__button">${icon("search")}<span class="${options.large === true ? "portal-search__text" : "kern-sr-only"}">${options.button ?? t(lang, "search.button")}</span></button></div>${hint !== undefined && html`<p class="portal-search__hint" ${attr("id", hintId)}>${hint}</p>`}</form></search>`;
}
