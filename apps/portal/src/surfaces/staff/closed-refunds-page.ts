import { html } from "@kommunalportal/html";
import type { Tenant } from "#modules/tenants";
import { isId } from "#platform/ids";
import { backLink } from "#ui/back-link";
import { formatMoney, formatShortDate } from "#ui/format";
import { table } from "#ui/table";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { serviceTitles } from "./inbox-page.ts";
import { referencesOf } from "./kasse-page.ts";
import { reasonNames, refundOutcomeNames } from "./refund-words.ts";
import { staffPage } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";

const pageLength = 100;

/** GET `/mitarbeit/:slug/kasse/erstattungen`: what became of each refund, who closed it, when and by which record; newest first. */
export async function closedRefundsPage(portal: StaffPortal, visit: StaffVisit, tenant: Tenant): Promise<Answer> {
  const here = `/mitarbeit/${tenant.slug}/kasse`;
  const found = await portal.payments.listRefundTasks({ tenant: tenant.id, by: visit.staff, closed: true, limit: pageLength + 1, ...after(visit) });
  const tasks = found.slice(0, pageLength);
  const last = found.length > pageLength ? tasks.at(-1) : undefined;
  const titles = await serviceTitles(portal, { tenant });
  const references = await referencesOf(portal, tenant, tasks);
  const names = new Map((await portal.casework.staff({ tenant: tenant.id })).map(({ id, name }) => [id, name]));
  const main = html`${backLink("de", here, "Zur Kasse")}<h1>Erledigte Erstattungen</h1>${tasks.length === 0 ? html`<p class="kern-body portal-muted">Noch ist keine Erstattung erledigt.</p>` : table("de", {
    caption: "Erledigte Erstattungen", captionHidden: true, dense: true,
    columns: [{ title: "Erledigt am" }, { title: "Von" }, { title: "Wie" }, { title: "Beleg" }, { title: "Betrag", numeric: true }, { title: "Kassenzeichen" }, { title: "Vorgang" }, { title: "Wofür" }, { title: "Grund" }],
    rows: tasks.flatMap(({ closed, ...task }) => (closed === undefined ? [] : [[
      formatShortDate(closed.at, "de"), names.get(closed.by) ?? "nicht mehr da", refundOutcomeNames[closed.outcome], closed.voucher ?? "–", formatMoney(task.cents, "de"),
      task.reference, references.get(task.application) ?? "–", titles.get(task.service) ?? task.service, reasonNames[task.reason],
    ]])),
  })}${last?.closed !== undefined && html`<p><a class="kern-link" rel="next" href="${here}/erstattungen?${new URLSearchParams({ vor: last.closed.at.toISOString(), nach: last.id }).toString()}">Ältere</a></p>`}`;
  return staffPage(portal, visit, { title: "Erledigte Erstattungen", tenant, current: "kasse", main, breadcrumb: [{ text: "Kasse", href: here }, { text: "Erledigte Erstattungen" }] });
}

/** Where the page before ended; anything else begins at the newest. */
function after({ query }: StaffVisit): { readonly after?: { readonly at: Date; readonly id: string } } {
  const at = new Date(query.get("vor") ?? "");
  const id = query.get("nach") ?? "";
  return Number.isNaN(at.getTime()) || !isId(id) ? {} : { after: { at, id } };
}
