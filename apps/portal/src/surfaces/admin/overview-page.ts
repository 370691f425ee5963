import { html, type Html } from "@kommunalportal/html";
import type { CatalogueGap } from "#modules/catalogue";
import { cardGrid } from "#ui/card";
import { formatNumber, formatShortDate } from "#ui/format";
import { notice } from "#ui/notice";
import { table } from "#ui/table";
import type { Answer } from "../frame/index.ts";
import { type AdminPages, type Desk, editorAreas, editorPage } from "./admin-pages.ts";
import { type Reminder, reminders } from "./reminders.ts";

/** GET `/mitarbeit/:slug/redaktion`: what is to be done, and the ways to everything else. */
export async function overviewPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { tenant, at } = desk;
  const profile = await portal.editing.profile(tenant.id);
  const todo = await reminders(portal, desk, profile);
  await portal.catalogue.flushGaps();
  const gaps = await portal.catalogue.gaps(tenant.id, 20);
  const body = html`<h2>Zu tun</h2>${todoList(todo)}
${editorAreas.map(({ name, pages }) => html`<h2>${name}</h2>${cardGrid(pages.map((page) => ({ title: page.name, href: at(page.path), text: page.text })))}`)}
<p><a class="kern-link" href="${portal.addresses.originOf(tenant)}">Zum Portal von ${tenant.name}</a>: So sehen es die Menschen.</p>${gapList(portal, gaps)}`;
  return editorPage(portal, desk, { title: `Redaktion ${tenant.name}`, body });
}

function todoList(todo: readonly Reminder[]): Html {
  if (todo.length === 0) return notice("de", { kind: "success", title: "Alles ist auf dem Stand" });
  return table("de", { caption: "Erinnerungen", captionHidden: true, columns: [{ title: "Was" }, { title: "Warum" }], rows: todo.map(({ title, text, href }) => [html`<a class="kern-link" href="${href}">${title}</a>`, text]) });
}

/** Services whose office somebody looked for and nobody has named. */
function gapList(portal: AdminPages, gaps: readonly CatalogueGap[]): Html | false {
  return gaps.length > 0 && html`<h2>Gesucht und kein Amt gefunden</h2><p>Zu diesen Leistungen haben Menschen ein Amt gesucht. Im Verzeichnis steht keines.</p>
${table("de", {
    caption: "Leistungen ohne Amt", captionHidden: true, columns: [{ title: "Leistung" }, { title: "Gesucht", numeric: true }, { title: "Zuletzt" }],
    rows: gaps.map(({ leikaKey, times, lastAt }) => [portal.catalogue.service(leikaKey)?.title.de ?? leikaKey, `${formatNumber(times, "de")}-mal`, formatShortDate(lastAt, "de")]),
  })}`;
}
