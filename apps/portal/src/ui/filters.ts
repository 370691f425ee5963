import { attr, html, type Html } from "@kommunalportal/html";
import { button } from "./button.ts";
import { t, type Lang } from "./text.ts";

export interface Filter {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  /** Absent: a text field. */
  readonly options?: readonly { readonly value: string; readonly text: string }[];
  /** What is shown without a choice. Default »Alle«. */
  readonly empty?: string;
}

/** Filters as a GET form: they stay in the address and so in bookmarks, back and reload. */
export function filters(lang: Lang, options: { readonly action: string; readonly filters: readonly Filter[]; readonly resetHref?: string; /** Words of the button where there is only a search. */ readonly apply?: string }): Html {
  return html`<form class="portal-filters" method="get" action="${options.action}" aria-label="${t(lang, "filters.title")}">${options.filters.map((filter) => filterField(lang, filter))}<div class="portal-filters__buttons">${button({ text: options.apply ?? t(lang, "filters.apply"), kind: "secondary" })}${options.resetHref !== undefined && html`<a class="kern-link" href="${options.resetHref}">${t(lang, "filters.reset")}</a>`}</div></form>`;
}

function filterField(lang: Lang, filter: Filter): Html {
  const id = `filter-${filter.name}`;
  const control = filter.options === undefined
    ? html`<input class="kern-form-input__input" type="search" id="${id}" name="${filter.name}" maxlength="200" ${attr("value", filter.value)}>`
    : html`<div class="kern-form-input__select-wrapper"><select class="kern-form-input__select" id="${id}" name="${filter.name}"><option value="">${filter.empty ?? t(lang, "filters.all")}</option>${filter.options.map((option) => html`<option value="${option.value}" ${attr("selected", option.value === filter.value)}>${option.text}</option>`)}</select></div>`;
  return html`<div class="kern-form-input"><label class="kern-label" for="${id}">${filter.label}</label>${control}</div>`;
}
