import { html } from "@kommunalportal/html";
import type { WhyNoList } from "#modules/forms";
import { formButton } from "#ui/button";
import { cardGrid } from "#ui/card";
import { descriptionList } from "#ui/description-list";
import { notice } from "#ui/notice";
import type { Answer } from "../../frame/index.ts";
import { type Desk, editorPage } from "../admin-pages.ts";
import { groupRules } from "./rule-groups.ts";
import { schemaOf, schemaParents, schemaPath, statusText, type SchemaPages } from "./schema-pages.ts";

/** GET `…/schemata/:schema/:version`: what is known of a schema, and what is to be done. */
export function schemaPage(portal: SchemaPages, desk: Desk): Promise<Answer> {
  return show(portal, desk, []);
}

const whyNot: Readonly<Record<WhyNoList, string>> = {
  "no-urn": "Die Kennung ist keine URN.", "not-there": "Unter dieser Kennung und Version gibt es dort keine Liste.", "too-many-requests": "Es waren zu viele Anfragen auf einmal. Versuchen Sie es in einigen Minuten noch einmal.",
  unreachable: "Es kam keine Antwort. Versuchen Sie es später noch einmal.", unreadable: "Was kam, ist keine lesbare Genericode-Datei.", "another-list": "Was kam, ist eine andere Liste oder Version.",
};

/** POST `…/schemata/:schema/:version/codelisten`: the missing lists by their URN. What could not be had is said with why, and the file is another way. */
export async function fetchMissingLists(portal: SchemaPages, desk: Desk): Promise<Answer> {
  const named = schemaOf(desk);
  const outcome = await portal.schemas.fetchLists(named);
  if (outcome === undefined) return { missing: true };
  if (outcome.failed.length === 0) return { redirect: `${schemaPath(desk, named)}?getan=codelisten` };
  return show(portal, desk, outcome.failed.map(({ reference: { canonicalIdentification, version }, why }) => `${canonicalIdentification}${version === undefined ? "" : `, Version ${version}`}: ${whyNot[why]}`));
}

async function show(portal: SchemaPages, desk: Desk, failed: readonly string[]): Promise<Answer> {
  const { at, visit } = desk;
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
${missingLists.length > 0 && notice("de", { kind: "warning", title: missingLists.length === 1 ? "Eine Codeliste fehlt" : `${missingLists.length} Codelisten fehlen`, body: html`<p>Die Felder sind bis dahin Textfelder, und Regeln darüber bleiben unverstanden. Lesen Sie die Listen zusammen mit dem Schema ein${portal.schemas.codelistSource !== undefined && `, oder holen Sie sie von ${new URL(portal.schemas.codelistSource).host}`}:</p><ul class="portal-list">${missingLists.map(({ canonicalIdentification, version }) => html`<li>${canonicalIdentification}${version !== undefined && `, Version ${version}`}</li>`)}</ul>${portal.schemas.codelistSource !== undefined && formButton({ text: "Codelisten holen", action: schemaPath(desk, named, "codelisten"), csrf: visit.staff.csrf, kind: "secondary" })}` })}
${failed.length > 0 && notice("de", { kind: "danger", title: failed.length === 1 ? "Eine Liste ließ sich nicht holen" : `${failed.length} Listen ließen sich nicht holen`, live: true, body: html`<ul class="portal-list">${failed.map((line) => html`<li>${line}</li>`)}</ul>` })}
${cardGrid([
    { title: "Formular anlegen", href: at(`formulare/import?schema=${named.id}&version=${encodeURIComponent(named.version)}`), text: "Aus dem Schema wird ein Formular in Arbeit" },
    { title: open === 0 ? "Regeln: alle entschieden" : `Regeln: ${open} von ${groups.length} offen`, href: schemaPath(desk, named, "regeln"), text: "Annehmen, ändern oder ablehnen" },
    { title: "Prüfbericht", href: schemaPath(desk, named, "qualitaet"), text: "Qualität nach den amtlichen Meldungen" },
  ], 2)}
${notes.length > 0 && html`<h2>Worauf beim Formular zu achten ist</h2><ul class="portal-list">${[...new Set(notes.map(({ text }) => text))].map((text) => html`<li>${text}</li>`)}</ul>`}`;
  return editorPage(portal, desk, { title: schema.bezeichnung, body, parents: schemaParents(desk) });
}
