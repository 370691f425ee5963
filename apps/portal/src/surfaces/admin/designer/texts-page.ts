import { createHash } from "node:crypto";
import { attr, html, type Html } from "@kommunalportal/html";
import type { Text } from "@kommunalportal/form-engine";
import type { CopyContent, Edit } from "#modules/forms";
import { badge } from "#ui/badge";
import { button, buttonGroup } from "#ui/button";
import { form } from "#ui/form";
import type { Answer } from "../../frame/index.ts";
import type { AdminPages } from "../admin-pages.ts";
import { areaControl, lineControl } from "../controls.ts";
import { errorLines, type Errors, linesOf, noErrors } from "../form-state.ts";
import { conflictPage } from "./conflict-page.ts";
import { changed, type CopyDesk, hiddenOf, workPage } from "./designer-pages.ts";
import { type TextSlot, textParts, textSlots } from "./text-slots.ts";

const partOf = (desk: CopyDesk): string => {
  const wanted = desk.visit.query.get("teil") ?? desk.visit.field("teil");
  return textParts(desk.copy.content).some(({ id }) => id === wanted) ? wanted : "dienst";
};

/** GET `/texte?teil=`: every text of a step in German, English and easy language side by side; what is missing is counted. */
export function textsPage(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  return Promise.resolve(show(portal, desk, partOf(desk), noErrors));
}

const inputName = (index: number, language: keyof Text): string => `t-${index}-${language}`;
const languages: readonly (readonly [keyof Text, string, string])[] = [["de", "Deutsch", "de"], ["en", "Englisch", "en"], ["easy", "Leichte Sprache", "de"]];

export async function saveTexts(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const { visit, copy, below } = desk;
  const part = partOf(desk);
  const slots = textSlots(copy.content, part);
  const typed = slots.map((slot, i) => ({ slot, text: typedText(desk, i) }));
  // The keys are sent along: where questions were changed meanwhile, a text must not get into another place.
  if (visit.field("schluessel") !== keysOf(slots)) return conflictPage(portal, desk, { by: "", now: {}, before: {}, typed: sentTexts(desk) });
  const missing = typed.findIndex(({ text }) => text.de === "");
  if (missing >= 0) return show(portal, desk, part, { [inputName(missing, "de")]: "Der deutsche Text darf nicht leer sein." }, true);
  const edit: Edit = {
    what: `Texte geändert (${textParts(copy.content).find(({ id }) => id === part)?.title ?? part})`, part: (content) => textSlots(content, part).map(({ key, text }) => [key, text]),
    apply: (content) => typed.reduce<CopyContent>((now, { slot, text }) => (JSON.stringify(slot.text) === JSON.stringify(text) ? now : slot.set(now, text)), content),
  };
  return changed(portal, desk, edit, { next: `${below("texte")}?teil=${encodeURIComponent(part)}&getan=gespeichert`, typed: typed.filter(({ slot, text }) => JSON.stringify(slot.text) !== JSON.stringify(text)).map(({ slot, text }) => ({ label: slot.where, value: [text.de, text.en, text.easy].filter((one) => one !== undefined).join("\n") })) });
}

function keysOf(slots: readonly TextSlot[]): string {
  return createHash("sha256").update(slots.map(({ key }) => key).join("\n")).digest("base64url");
}

/** Everything that was sent, with nothing known about where it belongs. */
function sentTexts({ visit }: CopyDesk): { readonly label: string; readonly value: string }[] {
  return [...visit.fields].filter(([name]) => name.startsWith("t-")).map(([name, [value = ""]]) => ({ label: languages.find(([language]) => name.endsWith(language))?.[1] ?? "Text", value }));
}

function typedText({ visit }: CopyDesk, index: number): Text {
  const [de, en, easy] = languages.map(([language]) => linesOf(visit, inputName(index, language)));
  return { de: de ?? "", ...(en === "" || en === undefined ? {} : { en }), ...(easy === "" || easy === undefined ? {} : { easy }) };
}

function show(portal: AdminPages, desk: CopyDesk, part: string, errors: Errors, typed = false): Answer {
  const { copy, below, visit } = desk;
  const slots = textSlots(copy.content, part);
  const gaps = (id: string): number => textSlots(copy.content, id).filter(({ text }) => text.en === undefined || text.easy === undefined).length;
  const body = html`<p>Ohne Übersetzung lesen Menschen den deutschen Text.</p><nav class="portal-work__switch" aria-label="Teile">${textParts(copy.content).map(({ id, title }): Html => html`<a class="kern-link" href="${below("texte")}?teil=${id}" ${attr("aria-current", id === part ? "true" : undefined)}>${title}</a>${gaps(id) > 0 && html` ${badge(`${gaps(id)} offen`)}`}`)}</nav>
${form("de", {
    action: below("texte"), csrf: visit.staff.csrf, hidden: { ...hiddenOf(desk), teil: part, schluessel: keysOf(slots) },
    body: html`${slots.map((slot, i) => html`<div class="portal-work__texts" role="group" aria-label="${slot.where}">${languages.map(([language, name, lang]) => {
      const options = { name: inputName(i, language), label: language === "de" ? slot.where : `${name}: ${slot.where}`, value: typed ? typedText(desk, i)[language] ?? "" : slot.text[language] ?? "", error: errors[inputName(i, language)], optional: language !== "de" };
      return slot.long ? areaControl({ ...options, rows: 3, lang }) : lineControl(options);
    })}</div>`)}${buttonGroup(button({ text: "Speichern" }))}`,
  })}`;
  return workPage(portal, desk, { title: "Texte", area: "texte", body, errors: errorLines(errors) });
}
