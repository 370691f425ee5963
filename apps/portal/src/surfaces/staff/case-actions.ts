import { html } from "@kommunalportal/html";
import { allReasons } from "#modules/answers";
import type { Case } from "#modules/casework";
import { isId } from "#platform/ids";
import { button, linkButton } from "#ui/button";
import { formatDateTime } from "#ui/format";
import { form } from "#ui/form";
import type { Answer } from "../frame/index.ts";
import { actOf, type ActName } from "./case-acts.ts";
import { casePageOf } from "./case-page.ts";
import { staffPage, type TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";
import { changeNames, refusalText } from "./words.ts";

/** POST `/mitarbeit/:slug/vorgang/:case/<noun>`. What was typed stands in the form again when it was refused. */
export async function caseAction(portal: StaffPortal, desk: TownDesk, name: ActName): Promise<Answer> {
  const { visit } = desk;
  const id = visit.params["case"] ?? "";
  if (!isId(id)) return { missing: true };
  const act = actOf(name);
  const version = versionOf(visit.field("version"));
  const outcome = await act.run(portal, desk, { case: id, ...(version === undefined ? {} : { version }) });
  // After passing it on the case belongs to others.
  if (outcome.ok) return { redirect: name === "abgabe" ? desk.at("eingang?getan=1") : desk.at(`vorgang/${id}?getan=${name}${tabOf(name)}`) };
  if (outcome.why === "not-found") return { missing: true };
  if (outcome.why === "changed-meanwhile" && "now" in outcome) return conflictPage(portal, desk, outcome.now, { action: visit.path, kept: [...visit.fields].flatMap(([field, values]) => (field === "_csrf" || field === "version" ? [] : values.map((value): [string, string] => [field, value]))) });
  const errors = allReasons(outcome).map((why) => {
    const field = act.fieldOf?.(why);
    return { message: act.refusals?.[why] ?? refusalText(why), ...(field === undefined ? {} : { field }) };
  });
  return casePageOf(portal, desk, id, { open: name, typed: visit.fields, errors });
}

export function versionOf(text: string): number | undefined {
  const version = Number(text);
  return text !== "" && Number.isSafeInteger(version) && version > 0 ? version : undefined;
}

function tabOf(name: ActName): string {
  return name === "notiz" ? "&ansicht=notizen" : name === "terminabsage" || name === "terminverlegung" ? "&ansicht=termine" : name === "postausgang" || name === "storno" ? "&ansicht=bescheid" : "";
}

/** Who was faster and what it was. */
export async function whoChanged(portal: StaffPortal, desk: TownDesk, now: Case): Promise<string> {
  const staff = await portal.casework.staff(desk.reach);
  return `${now.changedBy === undefined ? "Inzwischen" : staff.find(({ id }) => id === now.changedBy)?.name ?? "Jemand anderes"}: ${changeNames[now.change]}`;
}

/** Two people at once: who was faster, what was done, and what one typed oneself, to be sent once more or not. */
export async function conflictPage(portal: StaffPortal, desk: TownDesk, now: Case, sent: { readonly action: string; readonly kept: readonly (readonly [string, string])[] }): Promise<Answer> {
  const words = sent.kept.filter(([name, value]) => value !== "" && !["stand", "tun", "way"].includes(name));
  const main = html`<h1>Der Vorgang wurde inzwischen geändert</h1>
<p class="kern-body"><strong>${await whoChanged(portal, desk, now)}</strong> (${formatDateTime(now.changedAt, "de")}). Ihre Änderung wurde nicht gespeichert, damit nichts überschrieben wird.</p>
<p class="kern-body">Sehen Sie sich den neuen Stand an und entscheiden Sie dann.</p><div class="portal-buttons">${linkButton({ text: "Neuen Stand ansehen", href: desk.at(`vorgang/${now.id}`) })}</div>
${words.length > 0 && html`<h2>Das hatten Sie eingegeben</h2>${words.map(([, value]) => html`<blockquote class="portal-quote">${value.split(/\r?\n/).map((line, i) => html`${i > 0 && html`<br>`}${line}`)}</blockquote>`)}`}
${form("de", { action: sent.action, csrf: desk.visit.staff.csrf, hidden: { ...Object.fromEntries(sent.kept), version: String(now.version) }, body: button({ text: "Trotzdem so ausführen", kind: "secondary" }) })}`;
  return staffPage(portal, desk.visit, { title: "Inzwischen geändert", tenant: desk.tenant, current: "eingang", main, status: 409, breadcrumb: [{ text: "Eingang", href: desk.at("eingang") }, { text: now.reference, href: desk.at(`vorgang/${now.id}`) }, { text: "Inzwischen geändert" }] });
}
