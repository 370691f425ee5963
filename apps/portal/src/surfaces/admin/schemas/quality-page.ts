import { html } from "@kommunalportal/html";
import { badge, type BadgeKind } from "#ui/badge";
import { emptyState } from "#ui/empty-state";
import { pagination } from "#ui/pagination";
import { table } from "#ui/table";
import { tabs } from "#ui/tabs";
import type { Answer } from "../../frame/index.ts";
import { type Desk, editorPage } from "../admin-pages.ts";
import { schemaOf, schemaParents, schemaPath, type SchemaPages } from "./schema-pages.ts";

const severities = [
  { value: "FehlerKritisch", text: "Kritische Fehler", one: "kritischer Fehler", badge: "danger" }, { value: "FehlerMethodisch", text: "Methodische Fehler", one: "methodischer Fehler", badge: "danger" },
  { value: "Warnung", text: "Warnungen", one: "Warnung", badge: "warning" }, { value: "Hinweis", text: "Hinweise", one: "Hinweis", badge: "info" },
] as const satisfies readonly { readonly value: string; readonly text: string; readonly one: string; readonly badge: BadgeKind }[];
const perPage = 100;

/** GET `…/qualitaet`: the quality report with the numbers of the official list, worst first. */
export async function qualityPage(portal: SchemaPages, desk: Desk): Promise<Answer> {
  const named = schemaOf(desk);
  const report = await portal.schemas.quality(named);
  if (report === undefined) return { missing: true };
  const of = (value: string) => report.findings.filter(({ severity }) => severity === value);
  const wanted = severities.find(({ value }) => value === desk.visit.query.get("art")) ?? severities.find(({ value }) => of(value).length > 0) ?? severities[0];
  const shown = of(wanted.value);
  const pages = Math.max(1, Math.ceil(shown.length / perPage));
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(desk.visit.query.get("seite") ?? "1")) || 1));
  const here = schemaPath(desk, named, "qualitaet");
  const rows = shown.slice((page - 1) * perPage, page * perPage).map(({ number, line, element, message }) => [number === undefined ? "–" : String(number), message, element, String(line), badge(wanted.one, wanted.badge)]);
  const body = html`<p>Geprüft wird, was die Datei allein entscheidet, mit den Nummern der amtlichen Liste (Meldungen_xdfm 1.8). ${of("FehlerKritisch").length === 0 ? "Kritische Fehler gibt es nicht." : "Ein Schema mit kritischen Fehlern sollte nicht veröffentlicht werden; wenden Sie sich an die herausgebende Redaktion."}</p>
${tabs("Schwere", severities.map(({ value, text }) => ({ text, href: `${here}?art=${value}`, count: of(value).length, current: value === wanted.value })))}
${rows.length === 0 ? emptyState({ icon: "success", text: "Keine Meldung dieser Art." }) : table("de", { caption: wanted.text, captionHidden: true, columns: [{ title: "Nummer" }, { title: "Was" }, { title: "Element" }, { title: "Zeile", numeric: true }, { title: "Art" }], rows, dense: true })}
${pagination("de", { page, pages, href: (number) => `${here}?art=${wanted.value}&seite=${number}` })}`;
  return editorPage(portal, desk, { title: "Prüfbericht", body, parents: schemaParents(desk, { ...named, title: report.schema.bezeichnung }) });
}
