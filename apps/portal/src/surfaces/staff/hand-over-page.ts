import { html } from "@kommunalportal/html";
import { handOverBases } from "#modules/casework";
import { isId } from "#platform/ids";
import { button, buttonGroup } from "#ui/button";
import { errorSummary } from "#ui/error-summary";
import { form } from "#ui/form";
import { notice } from "#ui/notice";
import type { Answer } from "../frame/index.ts";
import { conflictPage, versionOf } from "./case-actions.ts";
import { selectInput, textArea } from "./staff-fields.ts";
import { staffPage, type TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";
import { basisNames, refusalText } from "./words.ts";

interface Wrong { readonly field: string; readonly message: string }

/** GET `/mitarbeit/:slug/vorgang/:case/ortsabgabe`: to whom, why, and on what basis. */
export async function handOverForm(portal: StaffPortal, desk: TownDesk, wrong?: Wrong): Promise<Answer> {
  const id = desk.visit.params["case"] ?? "";
  const one = isId(id) ? await portal.casework.find(desk.reach, id) : undefined;
  if (!one || one.state === "closed" || one.state === "decided") return { missing: true };
  const towns = await portal.casework.townsFor(desk.reach, id);
  const { visit } = desk;
  const here = desk.at(`vorgang/${id}`);
  const errorAt = (field: string): string | undefined => (wrong?.field === field ? wrong.message : undefined);
  const known = wrong !== undefined && ["stadt", "grundlage", "grund"].includes(wrong.field);
  const main = html`${errorSummary("de", wrong === undefined ? [] : [{ message: wrong.message, ...(known ? { fieldId: wrong.field } : {}) }])}<h1>An eine andere Stadt abgeben</h1>
<p class="kern-body">Der Antrag geht ganz und mit allen Dateien an die andere Stadt. Vorgangsnummer und Tag des Eingangs bleiben, die Person erfährt davon. Ihre Stadt kann ihn danach nicht mehr öffnen; sie behält nur, wohin er ging, warum und auf welcher Grundlage.</p>
${towns.length === 0 ? notice("de", { kind: "info", title: "Keine andere Stadt kann diesen Antrag übernehmen", body: "Keine andere Stadt dieses Portals bietet den Online-Dienst an und hat ein Amt dafür im Verzeichnis." }) : form("de", {
    action: `${here}/ortsabgabe`, csrf: visit.staff.csrf, hidden: { version: visit.field("version") || String(one.version) },
    body: html`${selectInput({ id: "stadt", name: "stadt", label: "Zuständige Stadt", empty: "Stadt wählen", value: visit.field("stadt"), error: errorAt("stadt"), options: towns.map((town) => ({ value: town.id, text: town.name })) })}
${selectInput({ id: "grundlage", name: "grundlage", label: "Grundlage der Abgabe", empty: "Grundlage wählen", value: visit.field("grundlage"), error: errorAt("grundlage"), options: handOverBases.map((basis) => ({ value: basis, text: basisNames[basis] })) })}
${textArea({ id: "angabe", name: "angabe", label: "Angaben zur Grundlage", rows: 2, optional: true, hint: "Bei einer Einwilligung: wann und wie sie gegeben wurde. Bei einer anderen Vorschrift: welche.", value: visit.field("angabe") })}
${textArea({ id: "grund", name: "grund", label: "Grund", rows: 4, hint: "Die Person liest ihn, zum Beispiel: Sie wohnen seit dem 1. März dort.", value: visit.field("grund"), error: errorAt("grund") })}
${buttonGroup(button({ text: "Antrag abgeben" }))}`,
  })}`;
  return staffPage(portal, visit, {
    title: "An eine andere Stadt abgeben", tenant: desk.tenant, current: "eingang", main, hasErrors: wrong !== undefined, status: wrong === undefined ? 200 : 422,
    breadcrumb: [{ text: "Eingang", href: desk.at("eingang") }, { text: one.reference, href: here }, { text: "An eine andere Stadt abgeben" }],
  });
}

export async function handOver(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const { visit } = desk;
  const id = visit.params["case"] ?? "";
  if (!isId(id)) return { missing: true };
  const version = versionOf(visit.field("version"));
  const outcome = await portal.casework.handOver(desk.reach, {
    case: id, ...(version === undefined ? {} : { version }), town: visit.field("stadt"), basis: handOverBases.find((basis) => basis === visit.field("grundlage")), basisWords: visit.field("angabe"), reason: visit.field("grund"),
  });
  if (outcome.ok) return { redirect: desk.at(`vorgang/${id}?getan=ortsabgabe`) };
  if (outcome.why === "not-found") return { missing: true };
  if (outcome.why === "changed-meanwhile") return conflictPage(portal, desk, outcome.now, { action: visit.path, kept: [...visit.fields].flatMap(([field, values]) => (field === "_csrf" || field === "version" ? [] : values.map((value): [string, string] => [field, value]))) });
  const field = outcome.why === "basis-missing" ? "grundlage" : outcome.why.startsWith("text-") ? "grund" : outcome.why.endsWith("-town") || outcome.why.endsWith("-there") ? "stadt" : "";
  return handOverForm(portal, desk, { field, message: refusalText(outcome.why) });
}
