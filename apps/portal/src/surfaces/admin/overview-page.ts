import { html, type Html } from "@kommunalportal/html";
import type { CatalogueGap } from "#modules/catalogue";
import { cardGrid } from "#ui/card";
import { formatNumber, formatShortDate } from "#ui/format";
import { notice } from "#ui/notice";
import { table } from "#ui/table";
import type { Answer } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { type Reminder, reminders } from "./reminders.ts";

/** GET `/mitarbeit/:slug/redaktion`: what is to be done, and the ways to everything else. */
export async function overviewPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { tenant, at } = desk;
  const profile = await portal.editing.profile(tenant.id);
  const todo = await reminders(portal, desk, profile);
  await portal.catalogue.flushGaps();
  const gaps = await portal.catalogue.gaps(tenant.id, 20);
  const body = html`<h2>Zu tun</h2>${todoList(todo)}
<h2>Bearbeiten</h2>${cardGrid([
    { title: "Aussehen", href: at("aussehen"), text: "Farben, Wappen oder Logo" },
    { title: "Kontakt", href: at("kontakt"), text: "Telefon, Anschrift, Öffnungszeiten" },
    { title: "Texte", href: at("texte"), text: "Impressum, Datenschutz, Barrierefreiheit, Leichte Sprache" },
    { title: "Online-Dienste", href: at("leistungen"), text: "Ein- und ausschalten, Zahlung, Ämter" },
    { title: "Wege", href: at("wege"), text: "Wohin Anträge außer in die Sachbearbeitung gehen" },
    { title: "Dienste anderer Länder", href: at("efa"), text: "Einer für Alle: Verträge, Adressen, was angeboten wird" },
    { title: "Formulare", href: at("formulare"), text: "Anlegen, ändern, prüfen, veröffentlichen" },
    { title: "Schemata", href: at("schemata"), text: "Vom FIM-Portal einlesen, Regeln entscheiden, Prüfbericht" },
    { title: "Dienste als Datei", href: at("pakete"), text: "An andere Portale geben und von ihnen einlesen" },
    { title: "Verarbeitungen", href: at("verarbeitungen"), text: "Verzeichnis nach Art. 30 DSGVO, Hinweise nach Art. 13" },
    { title: "Gemeldete Barrieren", href: at("barrieren"), text: "Lesen und als beantwortet vermerken" },
    { title: `Zum Portal von ${tenant.name}`, href: portal.addresses.originOf(tenant), text: "So sehen es die Menschen" },
  ])}${gapList(portal, gaps)}`;
  return editorPage(portal, desk, { title: `Redaktion ${tenant.name}`, body });
}

function todoList(todo: readonly Reminder[]): Html {
  if (todo.length === 0) return notice("de", { kind: "success", title: "Alles ist auf dem Stand" });
  return table("de", { caption: "Erinnerungen", captionHidden: true, columns: [{ title: "Was" }, { title: "Warum" }], rows: todo.map(({ title, text, href }) => [html`<a class="kern-link" href="${href}">${title}</a>`, text]) });
}

/** Services whose office somebody looked for and nobody has named. */
function gapList(portal: AdminPages, gaps: readonly CatalogueGap[]): Html | false {
  return gaps.length > 0 && html`<h2>Gesucht und kein Amt gefunden</h2><p>Zu diesen Leistungen haben Menschen ein Amt gesucht. Im Verzeichnis steht keines.</p>
${table("de", {
    caption: "Leistungen ohne Amt", captionHidden: true, columns: [{ title: "Leistung" }, { title: "Gesucht", numeric: true }, { title: "Zuletzt" }],
    rows: gaps.map(({ leikaKey, times, lastAt }) => [portal.catalogue.service(leikaKey)?.title.de ?? leikaKey, `${formatNumber(times, "de")}-mal`, formatShortDate(lastAt, "de")]),
  })}`;
}
