import { attr, html, type Content, type Html } from "@kommunalportal/html";
import { badge, type BadgeKind } from "./badge.ts";
import { csrfField } from "./button.ts";
import { formatShortDate } from "./format.ts";
import { table, type Column } from "./table.ts";
import { t, type Lang } from "./text.ts";

export interface InboxRow {
  readonly id: string;
  /** Of the case as it is shown: sent with the acts on many, so that nothing is done to what others changed since. */
  readonly version?: number;
  readonly href: string;
  readonly reference: string;
  readonly service: string;
  readonly applicant: string;
  readonly receivedAt: Date;
  readonly status: { readonly text: string; readonly kind?: BadgeKind };
  /** `YYYY-MM-DD`. */
  readonly dueOn?: string;
  readonly overdue?: boolean;
  readonly assignee?: string;
  readonly unread?: boolean;
  /** Ticked for an act on many. */
  readonly chosen?: boolean;
}

export interface InboxOptions {
  readonly caption: string;
  readonly rows: readonly InboxRow[];
  /** Column titles, in the staff's words. */
  readonly titles: { readonly reference: string; readonly service: string; readonly applicant: string; readonly received: string; readonly status: string; readonly due: string; readonly assignee: string; readonly unread: string; readonly overdue: string };
  /** Acts on the chosen rows: checkboxes are named `id`; the buttons name the act. */
  readonly bulk?: { readonly action: string; readonly csrf: string; readonly buttons: Content };
}

/** The inbox: one line a case, unread ones bold and said so, many at once by checkbox. */
export function inboxTable(lang: Lang, options: InboxOptions): Html {
  const { titles, bulk } = options;
  const columns: readonly Column[] = [
    ...(bulk === undefined ? [] : [{ title: t(lang, "table.selectColumn"), hidden: true }]),
    { title: titles.reference }, { title: titles.service }, { title: titles.applicant }, { title: titles.received }, { title: titles.due }, { title: titles.status }, { title: titles.assignee },
  ];
  const rows = options.rows.map((row): readonly Content[] => [
    ...(bulk === undefined ? [] : [html`<input type="checkbox" class="kern-form-check__checkbox" name="id" value="${row.id}" aria-label="${t(lang, "table.select", { what: row.reference })}" ${attr("checked", row.chosen)}>${row.version !== undefined && html`<input type="hidden" name="fassung" value="${row.id}~${row.version}">`}`]),
    html`<a class="kern-link" href="${row.href}">${row.reference}</a>${row.unread === true && html`<span class="kern-sr-only"> (${titles.unread})</span>`}`,
    row.service, row.applicant, formatShortDate(row.receivedAt, lang),
    row.dueOn !== undefined && html`${formatShortDate(row.dueOn, lang)}${row.overdue === true && html` ${badge(titles.overdue, "danger")}`}`,
    badge(row.status.text, row.status.kind), row.assignee,
  ]);
  const strong = new Set(options.rows.flatMap((row, index) => (row.unread === true ? [index] : [])));
  const list = table(lang, { caption: options.caption, captionHidden: true, columns, rows, rowHeader: bulk === undefined ? 0 : 1, dense: true, strong });
  return bulk === undefined ? list : html`<form method="post" action="${bulk.action}" data-once>${csrfField(bulk.csrf)}${list}${options.rows.length > 0 && html`<div class="portal-buttons">${bulk.buttons}</div>`}</form>`;
}
