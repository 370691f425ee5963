import { html } from "@kommunalportal/html";
import { allReasons } from "#modules/answers";
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

type Field = "stadt" | "grundlage" | "angabe" | "grund";
/** Without a field it is about the case as a whole. */
interface Wrong { readonly field?: Field; readonly message: string }

/** GET `/mitarbeit/:slug/vorgang/:case/ortsabgabe`: to whom, why, and on what basis. */
export async function handOverForm(portal: StaffPortal, desk: TownDesk, wrong: readonly Wrong[] = []): Promise<Answer> {
  const id = desk.visit.params["case"] ?? "";
  const one = isId(id) ? await portal.casework.find(desk.reach, id) : undefined;
  if (!one || one.state === "closed" || one.state === "decided") return { missing: true };
  const towns = await portal.casework.townsFor(desk.reach, id);
  const { visit } = desk;
  const here = desk.at(`vorgang/${id}`);
  const errorAt = (at: Field): string | undefined => wrong.find(({ field }) => field === at)?.message;
  const main = html`${errorSummary("de", wrong.map(({ field, message }) => ({ message, ...(field === undefined ? {} : { fieldId: field }) })))}<h1>An eine andere Stadt abgeben</h1>
<p class="kern-body">Der Antrag geht ganz und mit allen Dateien an die andere Stadt. Vorgangsnummer und Tag des Eingangs bleiben, die Person erfährt davon. Ihre Stadt kann ihn danach nicht mehr öffnen; sie behält nur, wohin er ging, warum und auf welcher Grundlage.</p>
${towns.length === 0 ? notice("de", { kind: "info", title: "Keine andere Stadt kann diesen Antrag übernehmen", body: "Keine andere Stadt dieses Portals bietet den Online-Dienst an und hat ein Amt dafür im Verzeichnis." }) : form("de", {
    action: `${here}/ortsabgabe`, csrf: visit.staff.csrf, hidden: { version: visit.field("version") || String(one.version) },
    body: html`${selectInput({ id: "stadt", name: "stadt", label: "Zuständige Stadt", empty: "Stadt wählen", value: visit.field("stadt"), error: errorAt("stadt"), options: towns.map((town) => ({ value: town.id, text: town.name })) })}
${selectInput({ id: "grundlage", name: "grundlage", label: "Grundlage der Abgabe", empty: "Grundlage wählen", value: visit.field("grundlage"), error: errorAt("grundlage"), options: handOverBases.map((basis) => ({ value: basis, text: basisNames[basis] })) })}
${textArea({ id: "angabe", name: "angabe", label: "Angaben zur Grundlage", rows: 2, optional: true, hint: "Bei einer Einwilligung: wann und wie sie gegeben wurde. Bei einer anderen Vorschrift: welche.", value: visit.field("angabe"), error: errorAt("angabe") })}
${textArea({ id: "grund", name: "grund", label: "Grund", rows: 4, hint: "Die Person liest ihn, zum Beispiel: Sie wohnen seit dem 1. März dort.", value: visit.field("grund"), error: errorAt("grund") })}
${buttonGroup(button({ text: "Antrag abgeben" }))}`,
  })}`;
  return staffPage(portal, visit, {
    title: "An eine andere Stadt abgeben", tenant: desk.tenant, current: "eingang", main, hasErrors: wrong.length > 0, status: wrong.length > 0 ? 422 : 200,
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
  return handOverForm(portal, desk, allReasons(outcome).map((why) => { const field = fieldOf(why); return { message: reasonTexts[why] ?? refusalText(why), ...(field === undefined ? {} : { field }) }; }));
}

/** There are two texts on this page, so each is called by its name. */
const reasonTexts: Readonly<Record<string, string | undefined>> = { "text-missing": "Nennen Sie den Grund. Die Person liest ihn.", "text-too-long": "Der Grund ist zu lang. Kürzen Sie ihn." };

function fieldOf(why: string): Field | undefined {
  if (why === "basis-missing") return "grundlage";
  if (why.startsWith("basis-words-")) return "angabe";
  if (why.startsWith("text-")) return "grund";
  return why.endsWith("-town") || why.endsWith("-there") ? "stadt" : undefined;
}
