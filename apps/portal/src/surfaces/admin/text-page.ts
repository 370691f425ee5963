import { html, type Content } from "@kommunalportal/html";
import { partVersion } from "#modules/tenants";
import { legalDate } from "#platform/clock";
import { button, buttonGroup } from "#ui/button";
import { form } from "#ui/form";
import { formatDate } from "#ui/format";
import { notice } from "#ui/notice";
import { easyText, writtenText } from "../citizen/catalogue/written-text.ts";
import type { Answer } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { areaControl, lineControl } from "./controls.ts";
import { errorLines, type Errors, hasErrors, noErrors, seenField } from "./form-state.ts";
import { savePart } from "./save-part.ts";
import { isTextName, profileValues, readText, storedText, textErrors, type TextInput, type TextKind, textKinds, type TextName } from "./text-kinds.ts";

interface Editing { readonly name: TextName; readonly kind: TextKind; readonly input: TextInput; readonly seen: string }

/** The text as it stands, to be changed. */
export async function textPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const name = desk.visit.params["text"];
  if (!isTextName(name)) return { missing: true };
  const profile = await portal.editing.profile(desk.tenant.id);
  return showForm(portal, desk, { name, kind: textKinds[name], input: storedText(profile, name), seen: partVersion(profile, textKinds[name].part) }, noErrors);
}

/** As people will read it; nothing is stored yet. */
export async function previewText(portal: AdminPages, desk: Desk): Promise<Answer> {
  return posted(portal, desk, (editing) => Promise.resolve(showPreview(portal, desk, editing)));
}

/** Back from the preview, with what was typed. */
export async function editAgain(portal: AdminPages, desk: Desk): Promise<Answer> {
  return posted(portal, desk, (editing) => Promise.resolve(showForm(portal, desk, editing, noErrors)));
}

export async function saveText(portal: AdminPages, desk: Desk): Promise<Answer> {
  return posted(portal, desk, ({ name, kind, input, seen }) => savePart(portal, desk, {
    part: kind.part, seen, values: profileValues(name, input), next: `${desk.at("texte")}?getan=gespeichert`, form: desk.at(`texte/${name}`),
    typed: [{ label: "Deutsch", value: input.de }, { label: "Englisch", value: input.en }],
  }));
}

async function posted(portal: AdminPages, desk: Desk, act: (editing: Editing) => Promise<Answer>): Promise<Answer> {
  const name = desk.visit.params["text"];
  if (!isTextName(name)) return { missing: true };
  const kind: TextKind = textKinds[name];
  const editing: Editing = { name, kind, input: readText(desk.visit, kind), seen: desk.visit.field(seenField) };
  const errors = textErrors(kind, editing.input, legalDate(portal.clock.now()));
  return hasErrors(errors) ? showForm(portal, desk, editing, errors) : act(editing);
}

const markup: Readonly<Record<TextKind["look"], string>> = {
  written: "Eine leere Zeile trennt Absätze. »## Anbieter« am Anfang einer Zeile ist eine Überschrift, »- Punkt« ein Punkt einer Liste.",
  easy: "Jede Zeile steht für sich. »## Das finden Sie hier« am Anfang einer Zeile ist eine Überschrift.",
  lead: "Höchstens 300 Zeichen.",
};

function showForm(portal: AdminPages, desk: Desk, { name, kind, input, seen }: Editing, errors: Errors): Answer {
  const { visit, at } = desk;
  const rows = kind.look === "lead" ? 3 : 22;
  const body = html`<p>${kind.hint}</p>
${form("de", { action: at(`texte/${name}/vorschau`), csrf: visit.staff.csrf, hidden: { [seenField]: seen }, body: html`${kind.reviewed === true && lineControl({ name: "stand", label: "Zuletzt geprüft am", type: "date", width: "medium", hint: "Tag der letzten Prüfung; nach zwölf Monaten erinnern wir Sie.", value: input.day, error: errors["stand"] })}
${areaControl({ name: "de", label: "Deutsch", hint: `${markup[kind.look]} Ohne Text steht hier wieder der Text dieser Installation.`, value: input.de, error: errors["de"], rows })}
${kind.english && areaControl({ name: "en", label: "Englisch", value: input.en, error: errors["en"], rows, lang: "en", optional: true })}${buttonGroup(button({ text: "Vorschau ansehen" }))}` })}`;
  return editorPage(portal, desk, { title: kind.title, body, errors: errorLines(errors), parents: [{ text: "Texte", href: at("texte") }] });
}

function showPreview(portal: AdminPages, desk: Desk, { name, kind, input, seen }: Editing): Answer {
  const { visit, at } = desk;
  const shown = (text: string): Content => (kind.look === "lead" ? html`<p class="portal-lead">${text}</p>` : kind.look === "easy" ? easyText(text) : writtenText(text));
  const body = html`${notice("de", input.de === ""
    ? { kind: "warning", title: "Der eigene Text wird entfernt", body: kind.look === "lead" ? "Die Startseite zeigt dann keinen Willkommenstext." : "Die Stadt zeigt dann wieder den Text dieser Installation." }
    : { kind: "info", title: "So lesen es die Menschen. Gespeichert ist noch nichts." })}
${kind.reviewed === true && input.de !== "" && html`<p>Zuletzt geprüft am ${formatDate(input.day, "de")}</p>`}
${input.de !== "" && html`<section class="portal-section" aria-label="Vorschau Deutsch">${shown(input.de)}</section>`}
${input.en !== "" && html`<hr><p class="portal-muted">Auf Englisch</p><section class="portal-section" lang="en" aria-label="Vorschau Englisch">${shown(input.en)}</section>`}
<hr>${form("de", { action: at(`texte/${name}`), csrf: visit.staff.csrf, hidden: { [seenField]: seen, de: input.de, ...(kind.english ? { en: input.en } : {}), ...(kind.reviewed === true ? { stand: input.day } : {}) }, body: buttonGroup(html`${button({ text: input.de === "" ? "Text entfernen" : "Veröffentlichen" })}${button({ text: "Weiter bearbeiten", kind: "secondary", formaction: at(`texte/${name}/bearbeitung`) })}`) })}`;
  return editorPage(portal, desk, { title: `Vorschau: ${kind.title}`, body, parents: [{ text: "Texte", href: at("texte") }, { text: kind.title, href: at(`texte/${name}`) }] });
}
