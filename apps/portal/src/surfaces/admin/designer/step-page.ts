import { html, type Html } from "@kommunalportal/html";
import { removeStep, setStep, type Step } from "@kommunalportal/form-engine";
import { button, buttonGroup, formButton } from "#ui/button";
import { form } from "#ui/form";
import type { Answer } from "../../frame/index.ts";
import type { AdminPages } from "../admin-pages.ts";
import { areaControl, lineControl, selectControl } from "../controls.ts";
import { errorLines, type Errors, hasErrors, lineOf, linesOf, noErrors } from "../form-state.ts";
import { conditionInput, readCondition } from "./condition-input.ts";
import { changed, type CopyDesk, hiddenOf, workPage } from "./designer-pages.ts";
import { programControls, readProgram } from "./step-program.ts";
import { readableFields } from "./readable-fields.ts";

const stepIn = ({ copy, visit }: CopyDesk): Step | undefined => copy.content.form.steps.find(({ id }) => id === visit.params["step"]);

/** GET `/schritt/:step`: title, introduction, and when it is asked at all. */
export async function stepPage(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const step = stepIn(desk);
  return step ? show(portal, desk, step, noErrors) : { missing: true };
}

export async function saveStep(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const { visit, copy, below } = desk;
  const step = stepIn(desk);
  if (!step) return { missing: true };
  const title = lineOf(visit, "titel");
  const intro = linesOf(visit, "text");
  const condition = readCondition(visit, "wenn", readableFields(copy.content, undefined, step));
  const program = readProgram(visit, step, await portal.extensions.places.stepPages(desk.tenant.id), readableFields(copy.content, undefined, step));
  const errors: Errors = { ...program.errors, titel: title === "" ? "Geben Sie dem Schritt eine Überschrift." : title.length > 300 ? "Höchstens 300 Zeichen." : undefined, wenn: "problem" in condition ? condition.problem : undefined };
  const person = copy.content.form.people?.find(({ id }) => id === visit.field("person"))?.id;
  const next = { title: { ...step.title, de: title }, ...(intro === "" ? {} : { intro: { ...step.intro, de: intro } }), ...("logic" in condition && condition.logic !== undefined ? { when: condition.logic } : {}), ...(program.extension === undefined ? {} : { extension: program.extension }), ...(person === undefined ? {} : { person }) };
  if (hasErrors(errors)) return show(portal, desk, { ...next, id: step.id, nodes: step.nodes }, errors, true);
  return changed(portal, desk, {
    what: `Schritt »${title}« geändert`, part: ({ form: { steps } }) => { const now = steps.find(({ id }) => id === step.id); return now && { ...now, nodes: 0 }; },
    apply: (content) => ({ ...content, form: setStep(content.form, step.id, next) }),
  }, { next: `${below()}?getan=gespeichert#schritt-${step.id}`, typed: [{ label: "Überschrift", value: title }, { label: "Einleitung", value: intro }] });
}

export async function deleteStep(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const step = stepIn(desk);
  if (!step) return { missing: true };
  return changed(portal, desk, { what: `Schritt »${step.title.de}« gelöscht`, part: ({ form: { steps } }) => steps.find(({ id }) => id === step.id), apply: (content) => ({ ...content, form: removeStep(content.form, step.id) }) }, { next: `${desk.below()}?getan=geloescht`, typed: [] });
}

async function show(portal: AdminPages, desk: CopyDesk, step: Step, errors: Errors, typed = false): Promise<Answer> {
  const { below, visit, copy, tenant } = desk;
  const pages = await portal.extensions.places.stepPages(tenant.id);
  const body = html`${form("de", {
    action: below(`schritt/${step.id}`), csrf: visit.staff.csrf, hidden: hiddenOf(desk),
    body: html`${lineControl({ name: "titel", label: "Überschrift", value: step.title.de, error: errors["titel"] })}${areaControl({ name: "text", label: "Einleitung", value: step.intro?.de ?? "", rows: 4, optional: true })}
${whoFillsIn(desk, step)}
${conditionInput({ name: "wenn", legend: "Diesen Schritt nur zeigen, wenn …", hint: "Leer: immer", fields: readableFields(copy.content, undefined, step), logic: step.when, ...(typed ? { visit } : {}), error: errors["wenn"] })}${programControls(step, pages, readableFields(copy.content, undefined, step), errors)}${buttonGroup(button({ text: "Speichern" }))}`,
  })}${copy.content.form.steps.length > 1 && formButton({ text: "Schritt mit allen Fragen löschen", kind: "tertiary", icon: "delete", action: below(`schritt/${step.id}/loeschung`), csrf: visit.staff.csrf, fields: hiddenOf(desk) })}`;
  return workPage(portal, desk, { title: `Schritt: ${step.title.de}`, area: undefined, body, errors: errorLines(errors) });
}

/** Only where the form has other people; they are made on a page of their own. */
function whoFillsIn({ copy, below }: CopyDesk, step: Step): Html {
  const { people = [] } = copy.content.form;
  const more = html`<p><a class="kern-link" href="${below("personen")}">Andere Personen eigene Schritte ausfüllen lassen</a></p>`;
  if (people.length === 0) return more;
  return html`${selectControl({ name: "person", label: "Wer füllt diesen Schritt aus?", value: step.person ?? "", options: [{ value: "", text: "Wer den Antrag beginnt" }, ...people.map(({ id, title }) => ({ value: id, text: title.de }))] })}${more}`;
}
