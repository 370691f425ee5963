import { html } from "@kommunalportal/html";
import type { Figure } from "#modules/insight";
import { addDays, legalDate } from "#platform/clock";
import { emptyState } from "#ui/empty-state";
import { filters } from "#ui/filters";
import { formatDate } from "#ui/format";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { namesOf } from "./names.ts";
import { operatorPage, type OperatorPages, townName, townOf } from "./operator-pages.ts";
import { duration } from "./words.ts";

const ranges = [{ value: "1", text: "heute" }, { value: "7", text: "7 Tage" }, { value: "30", text: "30 Tage" }, { value: "365", text: "ein Jahr" }] as const;

/** Counts and times stand in tables of their own: twelve columns are wider than a screen. */
const whatAndWhere = [{ title: "Leistung" }, { title: "Ort" }, { title: "Ziel" }] as const;
const times = (spent: Figure["answer"]): readonly string[] => (spent ? [duration(spent.p50), duration(spent.p95)] : ["", ""]);

async function read(portal: OperatorPages, visit: StaffVisit) {
  const days = Number(ranges.find(({ value }) => value === visit.query.get("zeitraum"))?.value ?? "30");
  const town = townOf(portal, (visit.query.get("ort") ?? "").slice(0, 100));
  const until = legalDate(portal.clock.now());
  const from = addDays(until, 1 - days);
  const { figures, destinations } = await portal.db.asOperator("operator's figures", async (tx) => ({ figures: await portal.insight.figures(tx, { from, until, ...(town ? { tenant: town.id } : {}) }), destinations: await portal.hub.destinations(tx) }));
  return { days, town, from, until, figures, names: new Map(destinations.map(({ id, name }) => [id, name])) };
}

/** Counts from events, per service and per destination. */
export async function figuresPage(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const { days, town, from, until, figures, names } = await read(portal, visit);
  const towns = portal.tenants.all().filter(({ id }) => portal.tenants.switches(id).size > 0);
  const words = await namesOf(portal, figures.map(({ service }) => service));
  const services = figures.filter(({ destination }) => destination === undefined);
  const deliveries = figures.filter(({ destination }) => destination !== undefined);
  const where = (f: Figure): readonly string[] => [words.service(f.service), townName(portal, f.tenant), names.get(f.destination ?? "") ?? "früheres Ziel"];
  const body = html`${filters("de", { action: "/betrieb/kennzahlen", filters: [
    { name: "zeitraum", label: "Zeitraum", value: String(days), options: [...ranges] }, { name: "ort", label: "Ort", value: town?.slug ?? "", options: towns.map(({ slug, name }) => ({ value: slug, text: name })) },
  ] })}<p class="kern-body">${formatDate(from, "de")} bis ${formatDate(until, "de")}. Gezählt wird nur, was als Ereignis festgehalten ist; die Zahlen sind höchstens eine Minute alt.</p>
${figures.length === 0 ? emptyState({ text: "In diesem Zeitraum ist nichts eingegangen." }) : html`
${section({ title: "Leistungen", body: table("de", {
    caption: "Leistungen", captionHidden: true, dense: true, wholeWords: true, columns: [{ title: "Leistung" }, { title: "Ort" }, ...["Eingegangen", "Zurückgenommen", "Beantwortet", "Entschieden", "Erste Antwort nach (Median)", "95 von 100 nach"].map((title) => ({ title, numeric: true }))],
    rows: services.map((f) => [words.service(f.service), townName(portal, f.tenant), String(f.submitted), String(f.withdrawn), String(f.answered), String(f.decided), ...times(f.answer)]),
  }) })}
${section({ title: "Zustellungen an Fachverfahren", body: table("de", {
    caption: "Zustellungen", captionHidden: true, dense: true, wholeWords: true, columns: [...whatAndWhere, ...["Eingereiht", "Angekommen", "Zurückgewiesen", "Aufgegeben", "Beantwortet"].map((title) => ({ title, numeric: true }))],
    rows: deliveries.map((f) => [...where(f), String(f.queued), String(f.accepted), String(f.rejected), String(f.dead), String(f.answered)]),
  }) })}
${section({ title: "Wie lange Zustellungen und Antworten brauchen", body: table("de", {
    caption: "Dauer", captionHidden: true, dense: true, wholeWords: true, columns: [...whatAndWhere, ...["Angekommen nach (Median)", "Angekommen: 95 von 100 nach", "Erste Antwort nach (Median)", "Antwort: 95 von 100 nach"].map((title) => ({ title, numeric: true }))],
    rows: deliveries.map((f) => [...where(f), ...times(f.arrival), ...times(f.answer)]),
  }) })}`}<p><a class="kern-link" href="/betrieb/kennzahlen.json?${new URLSearchParams({ zeitraum: String(days), ort: town?.slug ?? "" }).toString()}">Diese Zahlen als JSON</a></p>`;
  return operatorPage(portal, visit, { title: "Kennzahlen", body });
}

/** The same for other programs. Times in seconds. */
export async function figuresJson(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const { from, until, figures, names } = await read(portal, visit);
  const shown = figures.map(({ tenant, destination, ...rest }: Figure) => ({ town: portal.tenants.byId(tenant)?.slug, ...(destination === undefined ? {} : { destination, destinationName: names.get(destination) }), ...rest }));
  return { body: JSON.stringify({ from, until, unit: "seconds", figures: shown }), type: "application/json; charset=utf-8" };
}
