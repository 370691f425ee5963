import { escapeHtml as text, pageHeaders } from "@kommunalportal/extension-sdk";
import type { FieldProblem } from "./report.ts";

export function formPage(given: { readonly key: string; readonly fields?: URLSearchParams; readonly problems?: readonly FieldProblem[] }): Response {
  const problems = given.problems ?? [];
  const value = (name: string): string => text(given.fields?.get(name) ?? "");
  const problem = (name: string): FieldProblem | undefined => problems.find(({ field }) => field === name);
  const at = (name: string): string => (problem(name) ? ` aria-invalid="true" aria-describedby="${name}-fehler"` : "");
  const said = (name: string): string => { const one = problem(name); return one ? `<p id="${name}-fehler"><strong>Fehler: ${text(one.message)}</strong></p>` : ""; };
  const summary = problems.length === 0 ? "" : `<div role="alert"><h2>Bitte prüfen Sie Ihre Angaben</h2><ul>${problems.map(({ field, message }) => `<li><a href="#${field}">${text(message)}</a></li>`).join("")}</ul></div>`;
  return page(problems.length === 0 ? "Mangel melden" : "Fehler: Mangel melden", `<h1>Mangel melden</h1>${summary}
<form method="post" action="/" novalidate><input type="hidden" name="schluessel" value="${text(given.key)}">
<p><label for="ort">Wo ist der Mangel?</label></p>${said("ort")}<p><input id="ort" name="ort" value="${value("ort")}"${at("ort")}></p>
<p><label for="beschreibung">Was ist zu sehen?</label></p>${said("beschreibung")}<p><textarea id="beschreibung" name="beschreibung" rows="5"${at("beschreibung")}>
${value("beschreibung")}</textarea></p>
${said("erklaerung")}<p><input type="checkbox" id="erklaerung" name="erklaerung" value="ja"${at("erklaerung")}> <label for="erklaerung">Ich gebe diese Meldung verbindlich ab.</label></p>
<p><button type="submit">Melden</button></p></form>`, problems.length === 0 ? 200 : 422);
}

export function donePage(given: { readonly reference: string; readonly lookupCode: string | undefined }): Response {
  return page("Ihre Meldung ist eingegangen", `<h1>Ihre Meldung ist eingegangen</h1><p>Vorgangsnummer: <strong>${text(given.reference)}</strong></p>${given.lookupCode === undefined ? "" : `<p>Abrufcode: <strong>${text(given.lookupCode)}</strong></p><p>Mit Vorgangsnummer und Abrufcode sehen Sie im Portal der Kommune den Stand.</p>`}`, 201);
}

function page(title: string, main: string, status: number): Response {
  return new Response(`<!doctype html>\n<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="stylesheet" href="/stil.css"></head><body><main>${main}</main></body></html>\n`, { status, headers: pageHeaders() });
}
