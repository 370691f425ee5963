import { html } from "@kommunalportal/html";
import { cardGrid } from "#ui/card";
import { descriptionList } from "#ui/description-list";
import { notice } from "#ui/notice";
import type { Answer } from "../../frame/index.ts";
import { type Desk, editorPage } from "../admin-pages.ts";
import { groupRules } from "./rule-groups.ts";
import { schemaOf, schemaParents, schemaPath, statusText, type SchemaPages } from "./schema-pages.ts";

/** GET `…/schemata/:schema/:version`: what is known of a schema, and what is to be done. */
export async function schemaPage(portal: SchemaPages, desk: Desk): Promise<Answer> {
  const { at } = desk;
  const named = schemaOf(desk);
  const opened = await portal.schemas.open(named);
  if (opened === undefined) return { missing: true };
  const { schema, made, rules, missingLists } = opened;
  const groups = groupRules(rules);
  const open = groups.filter(({ rules: [{ decided }] }) => decided === undefined).length;
  const notes = made.notes.filter(({ kind }) => kind !== "rule" && kind !== "assumption");
  const body = html`${descriptionList([
    { term: "Kennung", value: `${named.id}, Version ${named.version}` }, { term: "Status", value: statusText(schema.freigabestatus) }, { term: "Formular", value: `${made.form.steps.length} Schritte, ${made.paths.size} Felder und Gruppen` },
    ...(schema.bezug.length > 0 ? [{ term: "Rechtsgrundlagen", value: schema.bezug.map(({ text }) => text).join("; ") }] : []),
  ])}
${missingLists.length > 0 && notice("de", { kind: "warning", title: missingLists.length === 1 ? "Eine Codeliste fehlt" : `${missingLists.length} Codelisten fehlen`, body: html`<p>Die Felder sind bis dahin Textfelder, und Regeln darüber bleiben unverstanden. Lesen Sie die Listen zusammen mit dem Schema ein:</p><ul class="portal-list">${missingLists.map(({ canonicalIdentification, version }) => html`<li>${canonicalIdentification}${version !== undefined && `, Version ${version}`}</li>`)}</ul>` })}
${cardGrid([
    { title: "Formular anlegen", href: at(`formulare/import?schema=${named.id}&version=${encodeURIComponent(named.version)}`), text: "Aus dem Schema wird ein Formular in Arbeit" },
    { title: open === 0 ? "Regeln: alle entschieden" : `Regeln: ${open} von ${groups.length} offen`, href: schemaPath(desk, named, "regeln"), text: "Annehmen, ändern oder ablehnen" },
    { title: "Prüfbericht", href: schemaPath(desk, named, "qualitaet"), text: "Qualität nach den amtlichen Meldungen" },
  ], 2)}
${notes.length > 0 && html`<h2>Worauf beim Formular zu achten ist</h2><ul class="portal-list">${[...new Set(notes.map(({ text }) => text))].map((text) => html`<li>${text}</li>`)}</ul>`}`;
  return editorPage(portal, desk, { title: schema.bezeichnung, body, parents: schemaParents(desk) });
}
