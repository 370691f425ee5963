import { attr, html, type Content, type Html } from "@kommunalportal/html";
import { caseStateNames, caseStates, type InboxFilter, type InboxLine, type InboxPage, pageLength, standOf } from "#modules/casework";
import { legalDate } from "#platform/clock";
import { button } from "#ui/button";
import { filters } from "#ui/filters";
import { inboxTable, type InboxRow } from "#ui/inbox-table";
import { icon } from "#ui/icon";
import { notice, type Notice } from "#ui/notice";
import { tabs } from "#ui/tabs";
import type { Answer } from "../frame/index.ts";
import { cursorText, readInboxQuery, remembered, writeInboxQuery, type InboxQuery } from "./inbox-query.ts";
import { selectInput, textArea } from "./staff-fields.ts";
import { staffPage, type TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";
import { some } from "./start-page.ts";
import { stateBadges } from "./words.ts";

/** GET `/mitarbeit/:slug/eingang`. Without any filter in the address, the person's last ones. */
export async function inboxPage(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const { visit, reach } = desk;
  if (visit.query.size === 0) {
    const saved = await portal.casework.savedView(reach);
    if (saved !== undefined && saved !== "") return { redirect: `${desk.at("eingang")}?${saved}` };
  }
  const query = readInboxQuery(visit.query);
  const page = await portal.casework.inbox(reach, query.filter, query.wish);
  // A search alone, as the header sends it, leaves the filters as they were.
  if (query.wish.at === "first" && (query.filter.text === undefined || remembered(query.filter) !== "")) await portal.casework.saveView(reach, remembered(query.filter));
  return showInbox(portal, desk, query, page, doneNotice(visit.query));
}

/** What was ticked and typed before something was missing. */
export interface ManyAgain { readonly ids: readonly string[]; readonly text: string }
const nothingChosen: ManyAgain = { ids: [], text: "" };

export async function showInbox(portal: StaffPortal, desk: TownDesk, query: InboxQuery, page: InboxPage, message?: Notice, status = 200, again: ManyAgain = nothingChosen): Promise<Answer> {
  const { visit, tenant } = desk;
  const here = desk.at("eingang");
  const staff = await portal.casework.staff(desk.reach);
  const names = new Map(staff.map(({ id, name }) => [id, name]));
  const titles = await serviceTitles(portal, desk);
  const rows = page.lines.map((line) => ({ ...rowOf(desk, line, titles, names, portal), chosen: again.ids.includes(line.id) }));
  const main = html`${message && notice("de", { ...message, live: true })}<h1>Eingang</h1>${views(here, query, page)}
${page.lines.length > 0 && html`<p class="portal-jump"><a class="kern-link" href="#liste">Zur Liste, hinter den Filtern</a></p>`}${filters("de", { action: here, filters: filterFields(portal, desk, query, titles, staff), resetHref: `${here}?stand=` })}
<p class="portal-muted" id="liste">${howMany(query, page)}</p>${page.lines.length === 0 && !isNarrowed(query.filter) && query.filter.state !== undefined && query.filter.state !== "all" && page.counts.unfinished > 0 && html`<p class="kern-body"><a class="kern-link" href="${here}?stand=">Alle unerledigten Vorgänge zeigen (${page.counts.unfinished})</a></p>`}${page.lines.length === 0 && isNarrowed(query.filter) && html`<p class="kern-body"><a class="kern-link" href="${here}?stand=all">Alle Vorgänge zeigen, auch abgeschlossene</a></p>`}
${page.lines.length > 0 && inboxTable("de", {
    caption: "Vorgänge", rows,
    titles: { reference: "Vorgang", service: "Leistung", applicant: "Name", received: "Eingang", status: "Stand", due: "Frist", assignee: "Bearbeitung", unread: "ungelesen", overdue: "überfällig" },
    bulk: { action: desk.at("sammelaktion"), csrf: visit.staff.csrf, buttons: manyButtons(staff, desk, query, again) },
  })}${pages(here, query, page)}
<h2>Liste mitnehmen</h2><p><a class="kern-link" href="${desk.at("liste.csv")}?${writeInboxQuery(query.filter)}" download>${icon("download")}Als CSV</a> · <a class="kern-link" href="${desk.at("liste.xlsx")}?${writeInboxQuery(query.filter)}" download>${icon("download")}Als Excel-Datei</a></p>`;
  return staffPage(portal, visit, { title: "Eingang", tenant, current: "eingang", main, status });
}

/** Only the state has a counter; of everything else it is known as long as it fits one page. */
function howMany({ filter }: InboxQuery, { lines, before, after, counts }: InboxPage): string {
  const words = (count: number): string => (count === 1 ? "1 Vorgang" : `${count === 0 ? "Kein" : count} ${count === 0 ? "Vorgang" : "Vorgänge"}`);
  const found = filter.text === undefined ? "" : ` zu »${filter.text}«`;
  if (!isNarrowed(filter)) return words(filter.state === undefined ? counts.unfinished : filter.state === "all" ? Object.values(counts.states).reduce((a, b) => a + b, 0) : counts.states[filter.state]);
  return before || after ? `Mehr als ${pageLength} Vorgänge${found}` : `${words(lines.length)}${found}`;
}

/** By more than the state. */
function isNarrowed({ state: _state, sort: _sort, ...others }: InboxFilter): boolean {
  return Object.keys(others).length > 0;
}

/** The short ways to what a day is made of. */
function views(here: string, { filter }: InboxQuery, { counts }: InboxPage): Html {
  const is = (wanted: string): boolean => filter.text === undefined && remembered(filter) === wanted;
  const view = (name: string, query: string, count: string): { text: string; href: string; current: boolean } => ({ text: `${name} (${count})`, href: `${here}?${query}`, current: is(query) });
  return tabs("Ansichten", [
    { ...view("Unerledigt", "", String(counts.unfinished)), href: `${here}?stand=` }, view("Neu", "stand=open", String(counts.states.open)), view("Ungelesen", "ungelesen=1", some(counts.unread)), view("Meine", "wer=me", some(counts.mine)),
    view("Überfällig", "frist=late", some(counts.late)), view("Aufgaben", "stand=all&frist=task", some(counts.tasks)), view("Wartet auf Antwort", "stand=waiting", String(counts.states.waiting)),
  ]);
}

function filterFields(portal: StaffPortal, desk: TownDesk, { filter }: InboxQuery, titles: ReadonlyMap<string, string>, staff: readonly { readonly id: string; readonly name: string; readonly roles: readonly unknown[] }[]) {
  const offices = desk.reach.offices === "all" ? portal.offices.list(desk.tenant.id) : desk.reach.offices.map((role) => ({ role, name: portal.offices.describe(desk.tenant.id, role)?.name ?? role }));
  return [
    { name: "q", label: "Nummer oder Name", ...(filter.text === undefined ? {} : { value: filter.text }) },
    { name: "stand", label: "Stand", empty: filter.text === undefined ? "Unerledigt" : "Alle", ...(filter.state === undefined ? {} : { value: filter.state }), options: [...caseStates.map((state) => ({ value: state, text: caseStateNames[state] })), { value: "all", text: "Alle, auch abgeschlossene" }] },
    ...(offices.length > 1 ? [{ name: "amt", label: "Amt", ...(filter.office === undefined ? {} : { value: filter.office }), options: offices.map(({ role, name }) => ({ value: role, text: name })) }] : []),
    { name: "leistung", label: "Leistung", ...(filter.service === undefined ? {} : { value: filter.service }), options: [...titles].map(([value, text]) => ({ value, text })) },
    { name: "wer", label: "Bearbeitung", ...(filter.assignee === undefined ? {} : { value: filter.assignee }), options: [{ value: "me", text: "Ich und meine Vertretungen" }, { value: "nobody", text: "Noch niemand" }, ...staff.map(({ id, name, roles }) => ({ value: id, text: roles.length > 0 ? name : `${name} (nicht mehr da)` }))] },
    { name: "frist", label: "Frist", ...(filter.due === undefined ? {} : { value: filter.due }), options: [{ value: "late", text: "Überfällig" }, { value: "soon", text: "In zwei Tagen" }, { value: "task", text: "Mit Aufgabe" }] },
    { name: "ungelesen", label: "Gelesen", ...(filter.unread === true ? { value: "1" } : {}), options: [{ value: "1", text: "Nur ungelesene" }] },
    { name: "sortierung", label: "Reihenfolge", empty: "Neueste zuerst", ...(filter.sort === undefined ? {} : { value: filter.sort }), options: [{ value: "oldest", text: "Älteste zuerst" }, { value: "due", text: "Nach Frist" }] },
  ];
}

function rowOf(desk: TownDesk, line: InboxLine, titles: ReadonlyMap<string, string>, names: ReadonlyMap<string, string>, portal: StaffPortal): InboxRow {
  const next = [line.dueOn, line.resubmitOn].filter((day) => day !== undefined).toSorted()[0];
  const today = legalDate(portal.clock.now());
  const kind = line.withdrawn && line.state !== "closed" ? "warning" : line.task !== undefined ? "danger" : stateBadges[line.state];
  const status = { text: standOf(line), ...(kind === undefined ? {} : { kind }) };
  return {
    id: line.id, version: line.version, href: desk.at(`vorgang/${line.id}`), reference: line.reference, service: titles.get(line.service) ?? line.service, applicant: line.applicantName ?? "ohne Namen", receivedAt: line.receivedAt, status,
    ...(next === undefined ? {} : { dueOn: next, overdue: next < today }), ...(line.assignee === undefined ? {} : { assignee: names.get(line.assignee) ?? "nicht mehr da" }), unread: line.unread,
  };
}

function manyButtons(staff: readonly { readonly id: string; readonly name: string; readonly roles: readonly unknown[] }[], desk: TownDesk, query: InboxQuery, again: ManyAgain): Content {
  return html`<input type="hidden" name="zurueck" value="${writeInboxQuery(query.filter)}">${button({ text: "Übernehmen", name: "tun", value: "take", kind: "secondary", small: true })}${button({ text: "Zurückgeben", name: "tun", value: "hand-back", kind: "tertiary", small: true })}${button({ text: "Abschließen", name: "tun", value: "close", kind: "tertiary", small: true })}
<details ${attr("open", again.text !== "")}><summary>Zuweisen oder Stand mitteilen</summary>${selectInput({ id: "sammel-wem", name: "wem", label: "Zuweisen an", empty: "Person wählen", options: staff.filter(({ id, roles }) => id !== desk.reach.staff && roles.length > 0).map(({ id, name }) => ({ value: id, text: name })) })}${button({ text: "Zuweisen", name: "tun", value: "assign", kind: "secondary", small: true })}
${textArea({ id: "sammel-text", name: "text", label: "Text an die Personen, Stand »In Bearbeitung«", rows: 3, value: again.text })}${button({ text: "Stand mitteilen", name: "tun", value: "status", kind: "secondary", small: true })}</details>`;
}

/** Both ends cost the same, so both are offered; numbers of pages are not known and not needed. */
function pages(here: string, { filter }: InboxQuery, page: InboxPage): Html | false {
  if (!page.before && !page.after) return false;
  const link = (text: string, more: Readonly<Record<string, string>>, rel?: string): Html => html`<a class="kern-link" href="${here}?${writeInboxQuery(filter, more) || "stand="}" ${attr("rel", rel)}>${text}</a>`;
  return html`<nav class="portal-pagination" aria-label="Seiten">${page.before && html`${link("Erste", { seite: "erste" })} ${link("Vorige", { vor: cursorText(page.before) }, "prev")}`} ${page.after && html`${link("Nächste", { nach: cursorText(page.after) }, "next")} ${link("Letzte", { seite: "letzte" })}`}</nav>`;
}

/** Titles of the services that the town has switched on. */
export async function serviceTitles(portal: StaffPortal, desk: Pick<TownDesk, "tenant">): Promise<ReadonlyMap<string, string>> {
  const titles = await Promise.all([...portal.tenants.switches(desk.tenant.id).keys()].map(async (slug): Promise<[string, string]> => [slug, (await portal.forms.service(slug))?.package.service.title.de ?? slug]));
  return new Map(titles.toSorted(([, a], [, b]) => a.localeCompare(b, "de")));
}

function doneNotice(query: URLSearchParams): Notice | undefined {
  if (query.get("ende") === "1") return { kind: "info", title: "Danach kommt kein Vorgang mehr. Hier steht die Liste von vorn." };
  const done = Number(query.get("getan") ?? Number.NaN);
  return Number.isInteger(done) && done >= 0 && done <= 100 ? { kind: "success", title: done === 1 ? "Ein Vorgang wurde geändert." : `${done} Vorgänge wurden geändert.` } : undefined;
}
