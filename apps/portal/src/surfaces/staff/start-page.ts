import { html, type Html } from "@kommunalportal/html";
import { holds } from "#modules/accounts";
import { mostCounted, reachOf } from "#modules/casework";
import { cardGrid, type Card } from "#ui/card";
import { emptyState } from "#ui/empty-state";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { staffPage } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";

/** At most so many towns are counted on one page; nobody works in more at once. */
const mostTowns = 12;

/** The towns in which a person works, each with its figures. */
export async function startPage(portal: StaffPortal, visit: StaffVisit): Promise<Answer> {
  const towns = [...new Set(visit.staff.roles.flatMap(({ tenant }) => tenant ?? []))].flatMap((id) => portal.tenants.byId(id) ?? []).toSorted((a, b) => a.name.localeCompare(b.name, "de")).slice(0, mostTowns);
  const parts: Html[] = [];
  for (const tenant of towns) {
    const reach = reachOf(visit.staff, tenant.id);
    const cards: Card[] = [];
    if (reach) {
      const counts = await portal.casework.counts(reach);
      const at = (query: string): string => `/mitarbeit/${tenant.slug}/eingang?${query}`;
      cards.push(
        { title: "Neu im Eingang", href: at("stand=open"), icon: "mail", preline: String(counts.states.open) },
        { title: "Ungelesen", href: at("ungelesen=1"), icon: "visibility", preline: some(counts.unread) },
        { title: "Meine Vorgänge", href: at("wer=me"), icon: "checklist", preline: some(counts.mine) },
        { title: "Überfällig", href: at("frist=late"), icon: "calendar-today", preline: some(counts.late) },
        { title: "Aufgaben", href: at("frist=task&stand=all"), icon: "warning", preline: some(counts.tasks) },
        { title: "Wartet auf Antwort", href: at("stand=waiting"), icon: "autorenew", preline: String(counts.states.waiting) },
      );
    }
    const offered = reach ? await portal.casework.countOfferings(reach) : 0;
    if (offered > 0) cards.push({ title: "Dem Archiv angeboten", href: `/mitarbeit/${tenant.slug}/archiv`, icon: "calendar-today", preline: String(offered) });
    if (holds(visit.staff, tenant.id, ["cashier", "supervisor"])) {
      const refunds = await portal.db.inTenant(tenant.id, (tx) => portal.payments.countRefundTasks(tx, tenant.id));
      cards.push({ title: "Erstattungen", href: `/mitarbeit/${tenant.slug}/kasse#erstattungen`, icon: "autorenew", preline: String(refunds) }, { title: "Kasse", href: `/mitarbeit/${tenant.slug}/kasse`, icon: "checklist" });
    }
    if (holds(visit.staff, tenant.id, ["editor", "supervisor"])) cards.push({ title: "Redaktion", href: `/mitarbeit/${tenant.slug}/redaktion`, text: "Aussehen, Texte, Online-Dienste" });
    if (holds(visit.staff, tenant.id, ["supervisor"])) cards.push({ title: "Erweiterungen", href: `/mitarbeit/${tenant.slug}/erweiterungen`, text: "Was andere Programme dürfen" });
    if (cards.length > 0) parts.push(html`<section class="portal-section"><h2>${tenant.name}</h2>${reach && html`<p class="portal-muted">${reach.offices === "all" ? "Alle Ämter" : reach.offices.map((office) => portal.offices.describe(tenant.id, office)?.name ?? office).join(", ")}</p>`}${cardGrid(cards)}</section>`);
  }
  const operator = holds(visit.staff, undefined, ["operator"]) && html`<p><a class="kern-link" href="/betrieb">Zum Betrieb der Anlage</a></p>`;
  return staffPage(portal, visit, {
    title: "Übersicht",
    main: html`<h1>Guten Tag, ${visit.staff.name}</h1>${parts.length > 0 ? parts : emptyState({ text: "Ihnen ist in keiner Stadt eine Aufgabe in der Sachbearbeitung zugewiesen." })}${operator}`,
  });
}

export function some(count: number): string {
  return count >= mostCounted ? `${mostCounted - 1}+` : String(count);
}
