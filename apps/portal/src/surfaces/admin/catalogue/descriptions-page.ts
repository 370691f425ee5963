import { html, type Html } from "@kommunalportal/html";
import type { TownServiceState } from "#modules/catalogue";
import { badge } from "#ui/badge";
import { filters } from "#ui/filters";
import { formatDate } from "#ui/format";
import { table } from "#ui/table";
import type { Answer } from "../../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "../admin-pages.ts";

const states = [{ value: "muster", text: "Mustertext, noch nicht geprüft" }, { value: "geprueft", text: "geprüft" }, { value: "eigen", text: "mit eigenem Text" }, { value: "ohne-amt", text: "ohne Amt" }] as const;
/** The whole LeiKa has thousands of entries; a search narrows it down. */
const mostShown = 200;

/** GET `…/beschreibungen`: the services of the catalogue, and how far the town has come with each. */
export async function descriptionsPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { tenant, at, visit } = desk;
  const search = (visit.query.get("suche") ?? "").slice(0, 200).trim();
  const wanted = visit.query.get("stand") ?? "";
  const said = await portal.townEditing.states(tenant);
  const all = search === "" ? portal.catalogue.services().filter(({ leikaKey, position }) => position !== undefined || said.has(leikaKey)) : portal.catalogue.services();
  const words = search.toLocaleLowerCase("de").split(/\s+/).filter((word) => word !== "");
  const found = all.filter(({ leikaKey, title, officialName }) => {
    const text = `${title.de} ${officialName} ${leikaKey}`.toLocaleLowerCase("de");
    return words.every((word) => text.includes(word)) && isIn(said.get(leikaKey), wanted);
  }).toSorted((a, b) => a.title.de.localeCompare(b.title.de, "de"));
  const shown = found.slice(0, mostShown);
  const body = html`<p>Was auf der Seite einer Leistung steht, kommt zuerst von Ihnen; wo Sie nichts sagen, steht der allgemeine Text. ${!tenant.isDemo && "Solange Sie ihn nicht gelesen haben, steht »Mustertext« dabei, und Suchmaschinen finden die Seite nicht."}</p>
${filters("de", { action: at("beschreibungen"), filters: [{ name: "suche", label: "Name oder Schlüssel", value: search }, { name: "stand", label: "Stand", value: wanted, options: states }], ...(search !== "" || wanted !== "" ? { resetHref: at("beschreibungen") } : {}) })}
<p role="status">${found.length === 0 ? "Keine Leistung gefunden." : found.length === 1 ? "Eine Leistung" : `${found.length.toLocaleString("de-DE")} Leistungen`}${found.length > mostShown && `, gezeigt sind die ersten ${mostShown}. Suchen Sie genauer.`}</p>
${shown.length > 0 && table("de", {
    caption: "Leistungen", captionHidden: true, columns: [{ title: "Leistung" }, { title: "Stand" }, { title: "Zuständig" }],
    rows: shown.map(({ leikaKey, title }) => [html`<a class="kern-link" href="${at(`beschreibungen/${leikaKey}`)}">${title.de}</a>`, stateBadge(said.get(leikaKey)), officeName(portal, desk, said.get(leikaKey))]),
  })}`;
  return editorPage(portal, desk, { title: "Leistungstexte", body });
}

function isIn(state: TownServiceState | undefined, wanted: string): boolean {
  switch (wanted) {
    case "muster": return state?.checkedOn === undefined;
    case "geprueft": return state?.checkedOn !== undefined;
    case "eigen": return (state?.ownSections ?? 0) > 0;
    case "ohne-amt": return state?.office === undefined;
    default: return true;
  }
}

function stateBadge(state: TownServiceState | undefined): Html {
  const own = (state?.ownSections ?? 0) > 0 && html` ${badge("eigener Text", "info")}`;
  return state?.checkedOn === undefined ? html`${badge("nicht geprüft")}${own}` : html`${badge(`geprüft am ${formatDate(state.checkedOn, "de")}`, "success")}${own}`;
}

function officeName(portal: AdminPages, { tenant }: Desk, state: TownServiceState | undefined): string {
  return state?.office === undefined ? "nicht festgelegt" : portal.catalogue.officeByRole(tenant.id, state.office)?.name.de ?? state.office;
}
