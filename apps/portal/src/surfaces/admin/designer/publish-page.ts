import { attr, html, type Html } from "@kommunalportal/html";
import type { PublicationCheck, Release, WorkingCopy } from "#modules/forms";
import type { Tenant } from "#modules/tenants";
import { legalDate, startOfLegalDay } from "#platform/clock";
import { button, buttonGroup, formButton } from "#ui/button";
import { check as checkbox } from "#ui/fields/choice-field";
import { form } from "#ui/form";
import { formatDate, formatDateTime } from "#ui/format";
import { notice } from "#ui/notice";
import { table } from "#ui/table";
import type { Answer } from "../../frame/index.ts";
import type { AdminPages } from "../admin-pages.ts";
import { areaControl, choiceControl, lineControl } from "../controls.ts";
import { errorLines, type Errors, linesOf, noErrors } from "../form-state.ts";
import { actorAt, type CopyDesk, hiddenOf, rightsOf, stateWords, workPage } from "./designer-pages.ts";
import { offerInTowns } from "./offer-in-town.ts";
import { importedRules } from "./rules-page.ts";
import { decisionsNotice, pendingDecisions } from "./schema-decisions.ts";
import { differenceList } from "./tests-page.ts";
import { problemWords } from "./words.ts";
import { placeName } from "./workbench.ts";

/** GET `/veroeffentlichung`: what stands against it, and the next step on the way. */
export async function publishPage(portal: AdminPages, desk: CopyDesk, errors: Errors = noErrors): Promise<Answer> {
  const { copy } = desk;
  const check = await portal.workshop.check(copy);
  const pending = await pendingDecisions(portal, desk);
  const body = html`${wayOf(copy)}<h2>Prüfung</h2>${checkList(desk, check)}${pending && decisionsNotice(desk)}<h2>Nächster Schritt</h2>${pending ? html`<p>Zuerst gehören die Entscheidungen in das Formular.</p>` : nextStep(portal, desk, check, errors)}${await released(portal, desk)}`;
  return workPage(portal, desk, { title: "Veröffentlichung", area: "veroeffentlichung", body, errors: errorLines(errors) });
}

function wayOf({ state, asked, decided }: WorkingCopy): Html {
  const order = ["draft", "review", "released", "published"] as const;
  return html`<ol class="portal-work__way" aria-label="Weg zur Veröffentlichung">${order.map((one) => html`<li ${attr("aria-current", one === state ? "step" : undefined)}>${stateWords[one]}</li>`)}</ol>
${asked && html`<p>Zur Prüfung gegeben von ${asked.name}, ${formatDateTime(new Date(asked.at), "de")}.${asked.note !== undefined && html` <q>${asked.note}</q>`}</p>`}${decided && html`<p>${decided.released === true ? "Freigegeben" : "Zurückgegeben"} von ${decided.name}, ${formatDateTime(new Date(decided.at), "de")}.${decided.note !== undefined && html` <q>${decided.note}</q>`}</p>`}`;
}

const departureWords: Readonly<Record<PublicationCheck["departures"][number]["why"], string>> = {
  gone: "wird nicht mehr gefragt", optional: "ist jetzt freiwillig", conditional: "wird nur noch unter einer Bedingung gefragt", kind: "hat eine andere Art der Antwort", longer: "darf länger sein, als das Schema erlaubt",
};

/** How many of a list are shown before the rest is counted. */
const shown = 30;

function checkList(desk: CopyDesk, check: PublicationCheck): Html {
  const { copy, below } = desk;
  const { form: definition } = copy.content;
  const rest = (count: number): Html | false => count > shown && html`<li class="portal-muted">und ${count - shown} weitere</li>`;
  const byPath = Map.groupBy(check.missingTexts, ({ path }) => path);
  return html`${check.problems.length > 0 ? notice("de", { kind: "warning", title: "Das Formular ist nicht vollständig", body: html`<ul>${check.problems.slice(0, shown).map(({ path, problem }) => html`<li>${placeName(definition, path)}: ${problemWords(problem)}</li>`)}${rest(check.problems.length)}</ul>` }) : html`<p>Das Formular ist vollständig.</p>`}
${check.red.length > 0 ? notice("de", { kind: "warning", title: check.red.length === 1 ? "Ein Test ist rot" : `${check.red.length} Tests sind rot`, body: html`${check.red.map(({ name, differences }) => html`<p><a class="kern-link" href="${below("tests")}">${name}</a></p>${differenceList(desk, differences)}`)}` }) : html`<p>${check.tests === 0 ? html`Das Formular hat noch keinen Test. <a class="kern-link" href="${below("tests")}">Tests aufzeichnen</a>` : check.tests === 1 ? "Der Test ist grün." : `Alle ${check.tests} Tests sind grün.`}</p>`}
${importedRules(desk, check.undecided)}
${check.departures.length > 0 && notice("de", { kind: "warning", title: check.departures.length === 1 ? "Eine Angabe passt vielleicht nicht mehr zum Schema" : `${check.departures.length} Angaben passen vielleicht nicht mehr zum Schema`, body: html`<p class="kern-body">Was das Formular aus dem Schema übernommen hat, wurde hier gelockert. Ein Fachverfahren, das die Daten gegen das Schema prüft, weist sie dann vielleicht zurück.</p><ul>${check.departures.slice(0, shown).map(({ path, label, why }) => html`<li>${why === "gone" ? label.de : html`<a class="kern-link" href="${below(`frage/${path}`)}">${label.de}</a>`}: ${departureWords[why]}</li>`)}${rest(check.departures.length)}</ul>` })}
${check.withoutReason.length > 0 && html`<details class="portal-part"><summary>${check.withoutReason.length} Fragen ohne Grund</summary><p>Menschen lesen dort nicht, warum gefragt wird. Der Grund steht auch in den Datenschutzhinweisen (Artikel 13 DSGVO).</p><ul>${check.withoutReason.slice(0, shown).map(({ path, label }) => html`<li><a class="kern-link" href="${below(`frage/${path}`)}">${label.de}</a></li>`)}${rest(check.withoutReason.length)}</ul></details>`}
${byPath.size > 0 && html`<details class="portal-part"><summary>${check.missingTexts.length} fehlende Texte auf Englisch oder in Leichter Sprache</summary><p>Dort lesen Menschen den deutschen Text. <a class="kern-link" href="${below("texte")}">Zu den Texten</a></p><ul>${[...byPath].slice(0, shown).map(([path, gaps]) => html`<li>${placeName(definition, path)}: ${[...new Set(gaps.map(({ language }) => (language === "en" ? "Englisch" : "Leichte Sprache")))].join(", ")}</li>`)}${rest(byPath.size)}</ul></details>`}`;
}

function nextStep(portal: AdminPages, desk: CopyDesk, check: PublicationCheck, errors: Errors): Html {
  const { copy, below, visit } = desk;
  const csrf = visit.staff.csrf;
  const hidden = hiddenOf(desk);
  const note = areaControl({ name: "notiz", label: "Bemerkung", rows: 2, optional: true });
  if (check.package === undefined || check.red.length > 0) return html`<p>Zuerst muss das Formular vollständig und jeder Test grün sein.</p>`;
  if (copy.state === "draft") return form("de", { action: below("pruefung"), csrf, hidden, body: html`${note}${buttonGroup(button({ text: "Zur Prüfung geben" }))}` });
  if (copy.state === "review") {
    if (copy.editors.includes(visit.staff.staff)) return html`<p>Sie haben selbst daran gearbeitet. Freigeben muss eine zweite Person mit Redaktion oder Leitung.</p>`;
    return form("de", { action: below("freigabe"), csrf, hidden, body: html`${note}${buttonGroup([button({ text: "Freigeben" }), button({ text: "Zurückgeben", kind: "secondary", name: "zurueck", value: "1" })])}` });
  }
  return publishForm(portal, desk, check, errors);
}

function publishForm(portal: AdminPages, desk: CopyDesk, check: PublicationCheck, errors: Errors): Html {
  const { below, visit, tenant } = desk;
  const towns = townsFor(portal, desk);
  const { mayAll } = rightsOf(portal, desk);
  const today = legalDate(portal.clock.now());
  const adapted = desk.copy.adapts !== undefined;
  const lists = check.undecided.length + check.departures.length + check.withoutReason.length + check.missingTexts.length > 0;
  const scopes = [{ value: "hier", text: `Nur in ${tenant.name}` }, ...(towns.length > 1 && !adapted ? [{ value: "einige", text: "In ausgewählten Orten" }] : []), ...(mayAll && !adapted ? [{ value: "alle", text: `In allen Orten (${towns.length}), auch in denen, die noch dazukommen` }] : [])];
  return form("de", {
    action: below("veroeffentlichung"), csrf: visit.staff.csrf, hidden: hiddenOf(desk),
    body: html`${choiceControl({ name: "wo", label: "Wo?", value: visit.field("wo") || "hier", options: scopes, error: errors["wo"] })}
${towns.length > 1 && !adapted && html`<details class="portal-part"><summary>Orte auswählen</summary><fieldset class="kern-fieldset"><legend class="kern-label">Orte</legend><div class="portal-work__towns">${towns.map(({ id, name }) => checkbox({ type: "checkbox", id: `ort-${id}`, name: "ort", value: id, label: name, checked: visit.fields.get("ort")?.includes(id) === true }))}</div></fieldset></details>`}
${lineControl({ name: "ab", label: "Ab wann?", type: "date", value: visit.field("ab") || today, width: "medium", error: errors["ab"], hint: "Wer vorher begonnen hat, füllt seine Version zu Ende aus." })}
${choiceControl({ name: "an", label: "Einschalten", several: true, values: visit.request.method === "POST" ? visit.fields.get("an") ?? [] : ["ja"], options: [{ value: "ja", text: "In Orten einschalten, die den Dienst noch nicht eingerichtet haben", hint: "Wo er eingerichtet ist, bleiben Ämter, Zahlungswege und Fristen, wie sie sind." }] })}
${lists && choiceControl({ name: "gesehen-listen", label: "Offene Punkte", several: true, values: [], error: errors["gesehen-listen"], options: [{ value: "ja", text: `Ich habe die offenen Punkte gesehen und veröffentliche trotzdem${check.undecided.length > 0 ? `, auch mit ${check.undecided.length} Regeln ohne Entscheidung` : ""}` }] })}
${buttonGroup(button({ text: "Veröffentlichen" }))}`,
  });
}

/** Towns the person may publish in: all for a publisher, else those where the person edits; the own one first. */
function townsFor(portal: AdminPages, desk: CopyDesk): readonly Tenant[] {
  const rights = rightsOf(portal, desk);
  const own = desk.tenant.id;
  return portal.tenants.all().filter(({ id }) => rights.mayAll || rights.towns.includes(id)).toSorted((a, b) => Number(b.id === own) - Number(a.id === own) || a.name.localeCompare(b.name, "de"));
}

export async function publish(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  // The page says what to do first.
  if (await pendingDecisions(portal, desk)) return publishPage(portal, desk);
  const { visit, tenant, below } = desk;
  const where = visit.field("wo");
  const allowed = townsFor(portal, desk);
  const chosen = where === "einige" ? allowed.filter(({ id }) => visit.fields.get("ort")?.includes(id) === true) : where === "alle" ? allowed : allowed.filter(({ id }) => id === tenant.id);
  if (chosen.length === 0) return publishPage(portal, desk, { wo: "Wählen Sie mindestens einen Ort." });
  const day = visit.field("ab");
  const today = legalDate(portal.clock.now());
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day)) || day < today) return publishPage(portal, desk, { ab: "Wählen Sie heute oder einen späteren Tag." });
  const validFrom = day === today ? portal.clock.now() : startOfLegalDay(day);
  const outcome = await portal.workshop.publish(actorAt(desk), { tenants: where === "alle" ? "all" : chosen.map(({ id }) => id), validFrom, acknowledged: visit.field("gesehen-listen") === "ja" }, rightsOf(portal, desk));
  if (!outcome.ok) {
    if (outcome.why === "not-found") return { missing: true };
    if (outcome.why === "not-acknowledged") return publishPage(portal, desk, { "gesehen-listen": "Sehen Sie die offenen Punkte oben an und bestätigen Sie es." });
    return publishPage(portal, desk, { wo: { "changed-meanwhile": "Inzwischen hat jemand das Formular geändert. Sehen Sie es noch einmal an.", "not-released": "Das Formular ist noch nicht freigegeben.", "version-already-published": "Diese Versionsnummer ist schon mit anderem Inhalt veröffentlicht.", "not-allowed": "In diesen Orten dürfen Sie nicht veröffentlichen.", "not-publishable": "Das Formular ist nicht vollständig, oder ein Test ist rot." }[outcome.why] });
  }
  if (visit.fields.get("an")?.includes("ja") === true) {
    const published = await portal.forms.service(outcome.copy.slug, outcome.version);
    if (!published) throw new Error("what was just published is not there");
    await offerInTowns(portal, chosen, published, visit.staff.staff);
  }
  return { redirect: `${below("veroeffentlichung")}?getan=veroeffentlicht` };
}

export async function giveToReview(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const outcome = await portal.workshop.askForReview(actorAt(desk), linesOf(desk.visit, "notiz").slice(0, 2000));
  return afterReview(portal, desk, outcome, "pruefung");
}

export async function decide(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const release = desk.visit.field("zurueck") !== "1";
  return afterReview(portal, desk, await portal.workshop.decideReview(actorAt(desk), { release, note: linesOf(desk.visit, "notiz").slice(0, 2000) }), release ? "freigabe" : "zurueckgegeben");
}

function afterReview(portal: AdminPages, desk: CopyDesk, outcome: { readonly ok: boolean; readonly why?: string }, done: string): Promise<Answer> {
  if (outcome.ok) return Promise.resolve({ redirect: `${desk.below("veroeffentlichung")}?getan=${done}` });
  if (outcome.why === "not-found") return Promise.resolve({ missing: true });
  const words: Readonly<Record<string, string>> = { "changed-meanwhile": "Inzwischen hat jemand das Formular geändert. Sehen Sie es noch einmal an.", "own-work": "Freigeben muss eine zweite Person.", "wrong-state": "Dieser Schritt ist schon getan.", "not-publishable": "Das Formular ist nicht vollständig, oder ein Test ist rot." };
  return publishPage(portal, desk, { notiz: words[outcome.why ?? ""] ?? "Das geht jetzt nicht." });
}

async function released(portal: AdminPages, desk: CopyDesk): Promise<Html | false> {
  const { copy, below, visit } = desk;
  const rights = rightsOf(portal, desk);
  // Another town's own version is its own business.
  const releases = (await portal.workshop.releases(copy.slug)).filter(({ tenant, adapts }) => (copy.adapts !== undefined ? tenant === desk.tenant.id && adapts !== undefined : adapts === undefined && (tenant === undefined || rights.mayAll || rights.towns.includes(tenant))));
  if (releases.length === 0) return false;
  const groups = [...Map.groupBy(releases, ({ version, validFrom, endedAt }) => `${version} ${validFrom.toISOString()} ${endedAt?.toISOString() ?? ""}`).values()];
  const where = (list: readonly Release[]): string => (list.some(({ tenant }) => tenant === undefined) ? "alle Orte" : list.length > 5 ? `${list.length} Orte` : list.map(({ tenant }) => portal.tenants.byId(tenant ?? "")?.name ?? "").join(", "));
  return html`<h2>Veröffentlicht</h2>${table("de", {
    caption: "Veröffentlichte Versionen", captionHidden: true, columns: [{ title: "Version" }, { title: "Wo" }, { title: "Seit" }, { title: "Bis" }, { title: "Zurückziehen", hidden: true }],
    rows: groups.map((list) => {
      const [first] = list;
      return [first?.version ?? "", where(list), first ? formatDate(first.validFrom, "de") : "", first?.endedAt ? formatDate(first.endedAt, "de") : "–",
        first?.endedAt ? "zurückgezogen" : formButton({ text: "Zurückziehen", hidden: `Version ${first?.version ?? ""}`, kind: "tertiary", small: true, action: below("zurueckziehung"), csrf: visit.staff.csrf, fields: { version: first?.version ?? "" } })];
    }),
  })}`;
}

/** Takes a version back, everywhere for a publisher, else in the towns where the person edits. */
export async function withdraw(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const rights = rightsOf(portal, desk);
  const tenants = desk.copy.adapts !== undefined ? [desk.tenant.id] : rights.mayAll ? "all" : rights.towns;
  const ended = await portal.workshop.withdraw({ slug: desk.copy.slug, version: desk.visit.field("version"), tenants });
  return { redirect: `${desk.below("veroeffentlichung")}${ended > 0 ? "?getan=zurueckgezogen" : ""}` };
}
