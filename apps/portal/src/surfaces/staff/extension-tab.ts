import { html, type Content } from "@kommunalportal/html";
import type { Case } from "#modules/casework";
import { problem } from "#platform/http";
import { foreignFrame } from "#ui/foreign-frame";
import { notice } from "#ui/notice";
import type { Answer } from "../frame/index.ts";
import type { TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";

/** A tab of somebody else's program in a case. `name` stands in `?ansicht=`. */
export interface ExtensionTab { readonly name: string; readonly text: string; readonly client: string; readonly page: string }

/** Tabs that the town lets appear here, of programs that may read this case's part. */
export async function extensionTabs({ extensions }: StaffPortal, desk: TownDesk, one: Pick<Case, "service" | "office">): Promise<readonly ExtensionTab[]> {
  if (!extensions) return [];
  const tabs = await extensions.places.caseTabs({ tenant: desk.tenant.id, service: one.service, offices: [one.office] });
  return tabs.map(({ client, page }) => ({ name: `x.${client}.${page.id}`, text: page.title.de, client, page: page.id }));
}

/** The chosen tab with a launch code of its own in its address. */
export async function shownTab(portal: StaffPortal, desk: TownDesk, one: Case, tab: ExtensionTab | undefined): Promise<{ readonly name: string; readonly content: Content; readonly frames: readonly string[] } | undefined> {
  if (!tab) return undefined;
  const launched = await launch(portal, desk, one, tab);
  // Taken back between two statements.
  if (!launched) return { name: tab.name, content: notice("de", { kind: "info", title: "Dieser Reiter ist nicht mehr erlaubt." }), frames: [] };
  const { publisher } = launched.at;
  return {
    name: tab.name, frames: [launched.url],
    content: html`<h2>${tab.text}</h2>${foreignFrame("de", { title: tab.text, url: launched.url, height: 640, publisher, host: new URL(launched.url).host, href: `${desk.at(`vorgang/${one.id}`)}/erweiterung/${tab.client}/${tab.page}`, may: "forms" })}`,
  };
}

function launch({ extensions }: StaffPortal, desk: TownDesk, one: Case, { client, page }: Pick<ExtensionTab, "client" | "page">) {
  return extensions?.places.launchTab({
    tenant: desk.tenant.id, client, page, application: one.application, service: one.service, office: one.office, staff: desk.visit.staff.staff, role: desk.reach.supervisor ? "supervisor" : "clerk", language: "de",
  });
}

/** GET `…/erweiterung/:client/:page`: the same page of the program in a tab of its own. No other site leads here, so that nobody's browser is made to open a case. */
export async function openTab(portal: StaffPortal, desk: TownDesk, id: string): Promise<Answer> {
  const from = desk.visit.request.headers["sec-fetch-site"];
  if (from === "cross-site") throw problem(403, "foreign-origin");
  const one = await portal.casework.find(desk.reach, id);
  const { client = "", page = "" } = desk.visit.params;
  const launched = one && await launch(portal, desk, one, { client, page });
  return launched ? { redirect: launched.url } : { missing: true };
}
