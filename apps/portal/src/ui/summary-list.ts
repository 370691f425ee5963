import { html, type Content, type Html } from "@kommunalportal/html";
import { t, type Lang } from "./text.ts";

export interface SummaryRow {
  readonly term: string;
  /** Absent or empty: »Nicht angegeben«. */
  readonly value?: Content;
  /** Where the answer can be changed; goes back to the check page. */
  readonly changeHref?: string;
}

/** One section of the check-your-answers page. `level` is the heading level of its title. */
export function summaryList(lang: Lang, options: { readonly title: string; readonly level?: 2 | 3 | 4; readonly rows: readonly SummaryRow[]; readonly changeHref?: string }): Html {
  const { title, rows, changeHref } = options;
  return html`<section class="kern-summary portal-summary"><div class="kern-summary__header">${options.level === 4 ? html`<h4 class="kern-title">${title}</h4>` : options.level === 3 ? html`<h3 class="kern-title">${title}</h3>` : html`<h2 class="kern-title">${title}</h2>`}${changeHref !== undefined && changeLink(lang, changeHref, title)}</div>
<div class="kern-summary__body"><dl class="kern-description-list">${rows.map((row) => summaryRow(lang, row))}</dl></div></section>`;
}

function summaryRow(lang: Lang, { term, value, changeHref }: SummaryRow): Html {
  const empty = value === undefined || value === null || value === "" || value === false || (Array.isArray(value) && value.length === 0);
  return html`<div class="kern-description-list-item"><dt class="kern-description-list-item__key">${term}</dt><dd class="kern-description-list-item__value"><span class="portal-summary__value">${empty ? html`<span class="portal-muted">${t(lang, "field.none")}</span>` : value}</span>${changeHref !== undefined && changeLink(lang, changeHref, term)}</dd></div>`;
}

function changeLink(lang: Lang, href: string, what: string): Html {
  return html`<a class="kern-link portal-change" href="${href}" aria-label="${t(lang, "check.changeWhat", { what })}">${t(lang, "check.change")}</a>`;
}
