import { html, type Content, type Html } from "@kommunalportal/html";
import { t, type Lang } from "./text.ts";

export interface Column { readonly title: string; readonly numeric?: boolean; /** Read out but not shown (a column of checkboxes or buttons). */ readonly hidden?: boolean }
export interface TableOptions {
  readonly caption: string;
  /** The caption is for screen readers only when a heading already says it. */
  readonly captionHidden?: boolean;
  readonly columns: readonly Column[];
  /** Each row has one cell per column; the cell at `rowHeader` (default 0) names the row. */
  readonly rows: readonly (readonly Content[])[];
  readonly rowHeader?: number;
  readonly dense?: boolean;
  /** On a wide screen no word is broken, not even a long one: for tables of names and states, whose words fit. */
  readonly wholeWords?: boolean;
  /** Rows that stand out, such as unread ones, by index; must also be said in words. */
  readonly strong?: ReadonlySet<number>;
}

/** A table whose rows become labelled blocks on a phone (320 px, WCAG 1.4.10). */
export function table(lang: Lang, options: TableOptions): Html {
  const { columns, rows, rowHeader = 0 } = options;
  if (rows.length === 0) return html`<p class="kern-body portal-muted">${t(lang, "table.empty")}</p>`;
  // display: block on a phone would take the roles away (CSS Tables and ARIA), so they are written out.
  return html`<table class="kern-table portal-table${options.dense === true ? " kern-table--small" : ""}${options.wholeWords === true ? " portal-table--whole-words" : ""}" role="table"><caption class="${options.captionHidden === true ? "kern-sr-only" : "kern-title"}">${options.caption}</caption>
<thead role="rowgroup"><tr class="kern-table__row" role="row">${columns.map((column) => html`<th scope="col" role="columnheader" class="kern-table__header${column.numeric === true ? " kern-table__header--numeric" : ""}">${column.hidden === true ? html`<span class="kern-sr-only">${column.title}</span>` : column.title}</th>`)}</tr></thead>
<tbody class="kern-table__body" role="rowgroup">${rows.map((row, at) => html`<tr class="kern-table__row${options.strong?.has(at) === true ? " portal-table__row--strong" : ""}" role="row" data-row>${row.map((cell, index) => tableCell(columns[index], cell, index === rowHeader))}</tr>`)}</tbody></table>`;
}

function tableCell(column: Column | undefined, content: Content, header: boolean): Html {
  const label = column === undefined || column.hidden === true ? false : html`<span class="portal-table__label" aria-hidden="true">${column.title}</span>`;
  const className = `kern-table__cell${column?.numeric === true ? " kern-table__cell--numeric" : ""}`;
  return header
    ? html`<th scope="row" role="rowheader" class="${className}">${label}<span class="portal-table__content">${content}</span></th>`
    : html`<td role="cell" class="${className}">${label}<span class="portal-table__content">${content}</span></td>`;
}
