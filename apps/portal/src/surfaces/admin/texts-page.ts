import { html } from "@kommunalportal/html";
import { badge } from "#ui/badge";
import { formatShortDate } from "#ui/format";
import { table } from "#ui/table";
import type { Answer } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { storedText, textKinds, type TextKind, type TextName } from "./text-kinds.ts";

/** The town's own texts, which languages they have, and where people read them. */
export async function textsPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { tenant, at } = desk;
  const profile = await portal.editing.profile(tenant.id);
  const origin = portal.addresses.originOf(tenant);
  const rows = (Object.keys(textKinds) as TextName[]).map((name) => {
    const kind: TextKind = textKinds[name];
    const { de, en, day } = storedText(profile, name);
    const state = de === "" ? "Text dieser Installation" : kind.english ? (en === "" ? "Deutsch, kein Englisch" : "Deutsch und Englisch") : "Deutsch";
    return [
      html`<a class="kern-link" href="${at(`texte/${name}`)}">${kind.title}</a>`, de === "" && name === "willkommen" ? "keiner" : `${state}${day === "" ? "" : `, geprüft am ${formatShortDate(day, "de")}`}`,
      html`<a class="kern-link" href="${origin}${kind.path}" aria-label="Ansehen: ${kind.title}">Ansehen</a>`,
    ];
  });
  const film = profile.signLanguageFilm;
  rows.push([
    html`<a class="kern-link" href="${at("texte/gebaerdensprache")}">Film in Gebärdensprache</a>`, film === undefined ? badge("fehlt", "warning") : "hinterlegt",
    html`<a class="kern-link" href="${origin}/gebaerdensprache" aria-label="Ansehen: Film in Gebärdensprache">Ansehen</a>`,
  ]);
  return editorPage(portal, desk, {
    title: "Texte",
    body: html`<p>Vor dem Speichern sehen Sie jeden Text so, wie die Menschen ihn lesen.</p>${table("de", { caption: "Texte der Stadt", captionHidden: true, columns: [{ title: "Text" }, { title: "Stand" }, { title: "Seite" }], rows })}`,
  });
}
