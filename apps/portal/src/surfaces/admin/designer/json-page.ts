import { html } from "@kommunalportal/html";
import { button, buttonGroup } from "#ui/button";
import { form } from "#ui/form";
import type { Answer } from "../../frame/index.ts";
import type { AdminPages } from "../admin-pages.ts";
import { areaControl } from "../controls.ts";
import { errorLines, type Errors, noErrors } from "../form-state.ts";
import { changed, type CopyDesk, hiddenOf, workPage } from "./designer-pages.ts";

/** GET `/json`: for experts, the form and the service as they are stored. */
export function jsonPage(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  return Promise.resolve(show(portal, desk, noErrors));
}

export async function saveJson(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const { visit, copy, below } = desk;
  const [form, service] = [parse(visit.fields.get("formular")?.[0] ?? ""), parse(visit.fields.get("dienst")?.[0] ?? "")];
  const problem = "Das ist kein gültiges JSON. Prüfen Sie Klammern, Anführungszeichen und Kommas.";
  if (form === undefined || service === undefined) return show(portal, desk, { formular: form === undefined ? problem : undefined, dienst: service === undefined ? problem : undefined }, true);
  const slug: unknown = typeof service === "object" && service !== null ? Reflect.get(service, "slug") : undefined;
  if (slug !== copy.slug) return show(portal, desk, { dienst: `Die Adresse »${copy.slug}« bleibt, wie sie ist.` }, true);
  return changed(portal, desk, { what: "Als JSON geändert", part: ({ form: f, service: s }) => [f, s], apply: (content) => ({ ...content, form, service }) }, {
    next: `${below()}?getan=gespeichert`, typed: [{ label: "Formular", value: visit.fields.get("formular")?.[0] ?? "" }], invalid: (problems) => show(portal, desk, { formular: problems.slice(0, 10).join("; ") }, true),
  });
}

function parse(text: string): unknown {
  try { return JSON.parse(text) as unknown; } catch { return undefined; }
}

function show(portal: AdminPages, desk: CopyDesk, errors: Errors, typed = false): Answer {
  const { copy, below, visit } = desk;
  const text = (name: string, stored: unknown): string => (typed ? visit.fields.get(name)?.[0] ?? "" : JSON.stringify(stored, undefined, 2));
  const body = html`<p>Für Fachleute. Alles hier lässt sich auch auf den anderen Seiten ändern.</p><div class="portal-work__json">${form("de", {
    action: below("json"), csrf: visit.staff.csrf, hidden: hiddenOf(desk),
    body: html`${areaControl({ name: "formular", label: "Formular", value: text("formular", copy.content.form), error: errors["formular"], rows: 30 })}${areaControl({ name: "dienst", label: "Dienst", value: text("dienst", copy.content.service), error: errors["dienst"], rows: 16 })}${buttonGroup(button({ text: "Speichern" }))}`,
  })}</div>`;
  return workPage(portal, desk, { title: "JSON", area: "json", body, errors: errorLines(errors) });
}
