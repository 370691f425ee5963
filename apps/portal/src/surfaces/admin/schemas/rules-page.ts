import { html, type Content, type Html } from "@kommunalportal/html";
import { badge } from "#ui/badge";
import { buttonGroup, formButton, linkButton } from "#ui/button";
import { emptyState } from "#ui/empty-state";
import { formatDateTime } from "#ui/format";
import { pagination } from "#ui/pagination";
import { paragraphs } from "#ui/paragraphs";
import { twoColumns } from "#ui/section";
import { tabs } from "#ui/tabs";
import type { Answer } from "../../frame/index.ts";
import { type Desk, editorPage } from "../admin-pages.ts";
import { seenField } from "../form-state.ts";
import { placeText } from "./places.ts";
import { groupRules, type RuleGroup } from "./rule-groups.ts";
import { schemaOf, schemaParents, schemaPath, type NamedSchema, type SchemaPages } from "./schema-pages.ts";

const perPage = 20;

/** GET `…/regeln`: each sentence beside the fields it names, what the form would do with it, and what was decided. */
export async function rulesPage(portal: SchemaPages, desk: Desk): Promise<Answer> {
  const named = schemaOf(desk);
  const opened = await portal.schemas.open(named);
  if (opened === undefined) return { missing: true };
  const groups = groupRules(opened.rules);
  const open = groups.filter(isOpen);
  const all = desk.visit.query.get("alle") === "1";
  const shown = all ? groups : open;
  const pages = Math.max(1, Math.ceil(shown.length / perPage));
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(desk.visit.query.get("seite") ?? "1")) || 1));
  const here = schemaPath(desk, named, "regeln");
  const body = html`<p>Eine Regel steht im Schema als Satz. Wo der Satz eine bekannte Form hat, schlägt das Portal vor, was das Formular tut. Sie nehmen den Vorschlag an, setzen etwas anderes an seine Stelle oder lehnen die Regel ab. Die Entscheidung gilt, wenn das Schema das nächste Mal eingelesen wird.</p>
${tabs("Regeln", [{ text: "Offen", href: here, count: open.length, current: !all }, { text: "Alle", href: `${here}?alle=1`, count: groups.length, current: all }])}
${shown.length === 0 ? emptyState({ icon: "success", text: all ? "Dieses Schema hat keine Regel, über die zu entscheiden wäre." : "Über alle Regeln ist entschieden." }) : shown.slice((page - 1) * perPage, page * perPage).map((group) => ruleSection(desk, named, group))}
${pagination("de", { page, pages, href: (number) => `${here}?${all ? "alle=1&" : ""}seite=${number}` })}`;
  return editorPage(portal, desk, { title: "Regeln des Schemas", body, parents: schemaParents(desk, { ...named, title: opened.schema.bezeichnung }) });
}

export function isOpen({ rules: [{ decided }] }: RuleGroup): boolean {
  return decided === undefined;
}

function ruleSection(desk: Desk, schema: NamedSchema, group: RuleGroup): Html {
  const { rules: [rule], keys, seen } = group;
  const name = `Regel ${rule.id}`;
  const decide = schemaPath(desk, schema, "regeln/entscheidung");
  const accept = rule.status === "translated" ? "Vorschlag annehmen" : "Von Hand prüfen lassen";
  return html`<section class="portal-section"><h2>${name}</h2>${twoColumns(html`${sentence(rule.sentence)}${proposal(group)}`, aside(group))}
${rule.decided !== undefined && html`<p><strong>${rule.decided.words}</strong> ${rule.decided.by}, ${formatDateTime(rule.decided.at, "de")}</p>`}
${buttonGroup(html`${rule.decided === undefined && formButton({ text: accept, hidden: name, kind: "secondary", action: decide, csrf: desk.visit.staff.csrf, fields: { regel: keys[0] ?? "", art: "accept", [seenField]: seen } })}${linkButton({ text: rule.decided === undefined ? "Ändern oder ablehnen" : "Anders entscheiden", hidden: name, kind: "tertiary", href: `${decide}?regel=${encodeURIComponent(keys[0] ?? "")}` })}`)}</section>`;
}

export function sentence(text: string): Html {
  return html`<blockquote class="portal-quote" lang="de">${paragraphs(text)}</blockquote>`;
}

/** What the form does with the sentence, in words; or why it does nothing. */
export function proposal({ rules: [rule] }: RuleGroup): Html {
  const { status, words, reason, assumption } = rule;
  if (status === "decided") return html`<p class="portal-muted">Das Portal hat für diese Regel keinen Vorschlag mehr gemacht, weil entschieden ist.</p>`;
  if (status !== "translated") return html`<p>${badge("nicht verstanden", "warning")} Das Formular setzt diese Regel nicht um${reason !== undefined && `: ${reason}`}.</p>`;
  return html`<p>${badge("Vorschlag", "info")}</p><ul class="portal-list">${words.map((one) => html`<li>${one}</li>`)}</ul>${assumption !== undefined && html`<p>${badge("Annahme", "warning")} ${assumption}</p>`}`;
}

/** The fields that the sentence names, with where they stand. */
export function aside({ rules }: RuleGroup): Content {
  const [{ fields, place }] = rules;
  const places = rules.length > 1 ? html`<h3>Gilt an ${rules.length} Stellen</h3><ul class="portal-list">${rules.map((rule) => html`<li>${rule.place.join(" › ") || "ganzes Formular"}</li>`)}</ul>` : place.length > 0 && html`<h3>Gilt für</h3><p>${place.join(" › ")}</p>`;
  return html`<h3>Felder im Satz</h3>${fields.length === 0 ? html`<p>Der Satz nennt kein Feld des Formulars.</p>` : html`<ul class="portal-list">${fields.map((field) => html`<li>${placeText(field)}</li>`)}</ul>`}${places}`;
}
