import { attr, html, type Html } from "@kommunalportal/html";
import { icon } from "./icon.ts";
import { t, type Lang } from "./text.ts";

export interface PaginationOptions {
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  readonly href: (page: number) => string;
}

/** First, last and the neighbours of the current page; nothing when there is only one. */
export function pagination(lang: Lang, { page, pages, href }: PaginationOptions): Html | false {
  if (pages <= 1) return false;
  const shown = [...new Set([1, page - 1, page, page + 1, pages])].filter((one) => one >= 1 && one <= pages).sort((a, b) => a - b);
  return html`<nav class="portal-pagination" aria-label="${t(lang, "pagination.label")}">
${page > 1 && html`<a class="kern-link" rel="prev" href="${href(page - 1)}">${icon("chevron-left")}${t(lang, "pagination.previous")}</a>`}
<ul>${shown.map((one, index) => html`${index > 0 && one - (shown[index - 1] ?? one) > 1 && html`<li aria-hidden="true">…</li>`}<li><a class="portal-pagination__page" href="${href(one)}" ${attr("aria-current", one === page ? "page" : undefined)} aria-label="${t(lang, "pagination.page", { page: one })}">${one}</a></li>`)}</ul>
${page < pages && html`<a class="kern-link" rel="next" href="${href(page + 1)}">${t(lang, "pagination.next")}${icon("chevron-right")}</a>`}</nav>`;
}
