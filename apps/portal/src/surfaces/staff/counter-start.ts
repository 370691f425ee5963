import { html } from "@kommunalportal/html";
import type { Applicant } from "#modules/applications";
import { legalDate } from "#platform/clock";
import { formButton, linkButton } from "#ui/button";
import { emptyState } from "#ui/empty-state";
import { formatDateTime } from "#ui/format";
import { notice } from "#ui/notice";
import { table } from "#ui/table";
import { checkAll } from "@kommunalportal/form-engine";
import type { Answer } from "../frame/index.ts";
import { serviceTitles } from "./inbox-page.ts";
import { staffPage, type TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";

/** The clerk fills in for somebody who came or wrote: the draft is the clerk's, the channel is marked, nobody needs an account. */
export function counterApplicant({ reach }: Pick<TownDesk, "reach">): Applicant {
  const office = reach.offices === "all" ? undefined : reach.offices[0];
  return { owner: reach.staff, level: 0, staff: { id: reach.staff, tenant: reach.tenant, ...(office === undefined ? {} : { office }) } };
}

const notStarted: Readonly<Record<string, string>> = {
  "unknown-service": "Diesen Online-Dienst gibt es nicht.", "switched-off": "Die Stadt hat diesen Online-Dienst ausgeschaltet.", "too-many-drafts": "Sie haben zu viele offene Entwürfe. Beenden oder löschen Sie zuerst einige.",
};

/** GET `/mitarbeit/:slug/schalter`. */
export async function counterPage(portal: StaffPortal, desk: TownDesk, problem?: string): Promise<Answer> {
  const { visit, tenant } = desk;
  const titles = await serviceTitles(portal, desk);
  const enabled = [...titles].filter(([slug]) => portal.tenants.switches(tenant.id).get(slug)?.enabled === true);
  const drafts = (await portal.applications.drafts({ owner: desk.reach.staff })).filter((draft) => draft.tenant === tenant.id);
  const main = html`${problem !== undefined && notice("de", { kind: "danger", title: notStarted[problem] ?? "Das ist gerade nicht möglich.", live: true })}<h1>Schalter und Papier</h1>
<p class="kern-body">Nehmen Sie einen Antrag im selben Formular auf wie online. Er wird als am Schalter oder auf Papier eingegangen gekennzeichnet; die Person bekommt eine gedruckte Eingangsbestätigung.</p>
${enabled.length === 0 ? emptyState({ text: "Die Stadt hat noch keinen Online-Dienst eingeschaltet." }) : table("de", {
    caption: "Online-Dienste", captionHidden: true, columns: [{ title: "Leistung" }, { title: "Aufnehmen" }],
    rows: enabled.map(([slug, title]) => [title, html`${start(desk, slug, title, "counter", "Am Schalter")} ${start(desk, slug, title, "paper", "Vom Papier")}`]),
  })}
<h2>Angefangen</h2>${table("de", {
    caption: "Angefangene Anträge", captionHidden: true, columns: [{ title: "Leistung" }, { title: "Zuletzt bearbeitet" }, { title: "Weiter", hidden: true }],
    rows: drafts.map((draft) => [titles.get(draft.service) ?? draft.service, formatDateTime(draft.editedAt, "de"), html`${linkButton({ text: "Weiter", href: desk.at(`schalter/entwurf/${draft.id}`), small: true, kind: "secondary", hidden: titles.get(draft.service) ?? "" })} ${formButton({ text: "Löschen", kind: "tertiary", small: true, action: desk.at(`schalter/entwurf/${draft.id}/loeschung`), csrf: visit.staff.csrf, hidden: titles.get(draft.service) ?? "" })}`]),
  })}`;
  return staffPage(portal, visit, { title: "Schalter und Papier", tenant, current: "schalter", main, status: problem === undefined ? 200 : 422 });
}

function start(desk: TownDesk, service: string, title: string, channel: "counter" | "paper", text: string) {
  return formButton({ text, small: true, kind: "secondary", hidden: `aufnehmen: ${title}`, action: desk.at("schalter"), csrf: desk.visit.staff.csrf, fields: { dienst: service, kanal: channel } });
}

/** POST `/mitarbeit/:slug/schalter`. */
export async function startAtCounter(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const channel = desk.visit.field("kanal") === "paper" ? "paper" : "counter";
  const started = await portal.applications.startDraft({ applicant: counterApplicant(desk), tenant: desk.tenant.id, service: desk.visit.field("dienst").slice(0, 80), language: "de", channel });
  return started.ok ? { redirect: desk.at(`schalter/entwurf/${started.draft.id}`) } : counterPage(portal, desk, started.why);
}

/** GET `/mitarbeit/:slug/schalter/entwurf/:draft`: on at the first step that is not right yet. */
export async function resumeAtCounter(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const id = desk.visit.params["draft"] ?? "";
  const opened = await portal.applications.openDraft({ draft: id, applicant: counterApplicant(desk) });
  if (!opened.ok || opened.draft.tenant !== desk.tenant.id) return { missing: true };
  const open = checkAll(opened.service.form, opened.draft.answers, legalDate(portal.clock.now()))[0];
  return { redirect: desk.at(`schalter/entwurf/${id}/${open?.stepId ?? "pruefen"}`) };
}

export async function deleteAtCounter(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const gone = await portal.applications.deleteDraft({ draft: desk.visit.params["draft"] ?? "", applicant: { owner: desk.reach.staff } });
  return gone ? { redirect: desk.at("schalter") } : { missing: true };
}
