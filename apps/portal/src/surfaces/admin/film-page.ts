import { html } from "@kommunalportal/html";
import { partVersion } from "#modules/tenants";
import { button, buttonGroup } from "#ui/button";
import { form } from "#ui/form";
import type { Answer } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { lineControl } from "./controls.ts";
import { errorLines, lineOf, seenField } from "./form-state.ts";
import { savePart } from "./save-part.ts";

/** The address of the film in German Sign Language (§ 4 BITV 2.0 with Anlage 2, by § 3 BITVNRW). */
export async function filmPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const profile = await portal.editing.profile(desk.tenant.id);
  return show(portal, desk, profile.signLanguageFilm ?? "", partVersion(profile, "sign-language-film"));
}

export async function saveFilm(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { visit, at } = desk;
  const [address, seen] = [lineOf(visit, "film"), visit.field(seenField)];
  const problem = address === "" ? undefined : problemOf(address);
  if (problem !== undefined) return show(portal, desk, address, seen, problem);
  return savePart(portal, desk, {
    part: "sign-language-film", seen, values: address === "" ? {} : { signLanguageFilm: address }, next: `${at("texte")}?getan=gespeichert`, form: at("texte/gebaerdensprache"), typed: [{ label: "Adresse des Films", value: address }],
  });
}

function problemOf(address: string): string | undefined {
  if (address.length > 500) return "Die Adresse darf höchstens 500 Zeichen haben.";
  const url = URL.parse(address);
  if (!url?.hostname.includes(".")) return "Geben Sie eine vollständige Adresse ein, zum Beispiel https://film.stadt.example/gebaerdensprache.";
  if (url.username !== "" || url.password !== "") return "Entfernen Sie Benutzername und Passwort aus der Adresse.";
  return url.protocol === "https:" ? undefined : "Die Adresse muss mit https:// beginnen.";
}

function show(portal: AdminPages, desk: Desk, address: string, seen: string, problem?: string): Answer {
  const { visit, at } = desk;
  const errors = { film: problem };
  const body = html`<p>Auf die Startseite gehört ein Film in Deutscher Gebärdensprache: was hier zu finden ist, wie man sich zurechtfindet und was in der Erklärung zur Barrierefreiheit steht. Er öffnet sich an seiner eigenen Adresse; auf den Seiten der Stadt wird nichts Fremdes eingebettet.</p>
${form("de", { action: at("texte/gebaerdensprache"), csrf: visit.staff.csrf, hidden: { [seenField]: seen }, body: html`${lineControl({ name: "film", label: "Adresse des Films", type: "url", hint: "Beginnt mit https://. Solange das Feld leer ist, erinnern wir Sie.", value: address, error: problem, optional: true })}${buttonGroup(button({ text: "Speichern" }))}` })}`;
  return editorPage(portal, desk, { title: "Film in Gebärdensprache", body, errors: errorLines(errors), parents: [{ text: "Texte", href: at("texte") }] });
}
