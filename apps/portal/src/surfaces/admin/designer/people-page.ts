import { html, type Html } from "@kommunalportal/html";
import { addStep, type FormDefinition, type FormPerson, freshId, type Logic, removePerson, savePerson } from "@kommunalportal/form-engine";
import { button, buttonGroup, formButton, linkButton } from "#ui/button";
import { form } from "#ui/form";
import { table } from "#ui/table";
import type { Answer } from "../../frame/index.ts";
import type { AdminPages } from "../admin-pages.ts";
import { choiceControl, lineControl } from "../controls.ts";
import { errorLines, type Errors, hasErrors, lineOf, noErrors } from "../form-state.ts";
import { conditionInput, readCondition } from "./condition-input.ts";
import { conditionWords } from "./condition-words.ts";
import { changed, type CopyDesk, hiddenOf, workPage } from "./designer-pages.ts";
import { ownQuestions } from "./readable-fields.ts";
import { readTogether, togetherControls } from "./together-controls.ts";

const newPerson: FormPerson = { id: "", title: { de: "" } };
const mostPeople = 10;

/** GET `/personen`: who fills in parts of their own, who confirms, and who may help. */
export function peoplePage(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  return Promise.resolve(showAll(portal, desk, noErrors));
}

function showAll(portal: AdminPages, desk: CopyDesk, errors: Errors, typed = false): Answer {
  const { copy, below, visit } = desk;
  const { people = [] } = copy.content.form;
  const rows = people.map((person) => [
    html`<a class="kern-link" href="${below(`personen/${person.id}`)}">${person.title.de}</a>`, stepsOf(copy.content.form, person.id).map(({ title }) => title.de).join(", "),
    person.when === undefined ? "immer" : conditionWords(person.when, ownQuestions(copy.content)), person.shown === true ? "das Amt; nach dem Absenden auch, wer beantragt" : "nur das Amt",
    formButton({ text: "Löschen", hidden: person.title.de, kind: "tertiary", small: true, action: below(`personen/${person.id}/loeschung`), csrf: visit.staff.csrf, fields: hiddenOf(desk) }),
  ]);
  const body = html`<p>Ein Antrag kann Angaben mehrerer Menschen brauchen: Eine zweite sorgeberechtigte Person, der Vermieter, die Arbeitgeberin. Wer den Antrag beginnt, lädt sie ein. Sie füllen ihre Schritte selbst aus und geben sie ab.</p>
<h2>Wer eigene Angaben macht</h2>${people.length === 0 ? html`<p class="portal-muted">Niemand. Alle Schritte füllt aus, wer den Antrag beginnt.</p>` : table("de", { caption: "Personen", captionHidden: true, columns: [{ title: "Person" }, { title: "Schritte" }, { title: "Wann" }, { title: "Wer liest" }, { title: "Löschen", hidden: true }], rows })}
${people.length < mostPeople && html`<p>${linkButton({ text: "Person hinzufügen", href: below("personen/neu"), kind: "secondary", icon: "add" })}</p>`}
<h2>Wer mitbeantragt und bestätigt</h2>${form("de", { action: below("personen/gemeinsam"), csrf: visit.staff.csrf, hidden: hiddenOf(desk), body: html`${togetherControls(copy.content.service.together, errors, typed ? visit : undefined)}${buttonGroup(button({ text: "Speichern" }))}` })}
<h2>Wer hilft</h2><p>Wer einen Antrag beginnt, kann immer bis zu drei Menschen um Hilfe bitten. Sie sehen nur, auf welcher Seite noch etwas fehlt, und keine Angaben. Absenden können sie nicht.</p>`;
  return workPage(portal, desk, { title: "Personen", area: "personen", body, errors: errorLines(errors) });
}

/** POST `/personen/gemeinsam`: whether others apply together and have to confirm. */
export async function saveTogether(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const read = readTogether(desk.visit, desk.copy.content.service.together);
  if (hasErrors(read.errors)) return showAll(portal, desk, read.errors, true);
  return changed(portal, desk, {
    what: "Wer mitbeantragt geändert", part: ({ service }) => service.together ?? null,
    apply: (content) => { const { together: _before, ...service } = content.service; return { ...content, service: read.together === undefined ? service : { ...service, together: read.together } }; },
  }, { next: `${desk.below("personen")}?getan=gespeichert`, typed: [{ label: "Wer das ist", value: lineOf(desk.visit, "mit-wer") }], invalid: (problems) => showAll(portal, desk, { "mit-wer": problems.join(" ") }, true) });
}

const stepsOf = ({ steps }: FormDefinition, person: string) => steps.filter((step) => step.person === person);

function personIn({ copy, visit }: CopyDesk): FormPerson | undefined {
  const id = visit.params["person"] ?? "";
  return id === "neu" ? newPerson : copy.content.form.people?.find((one) => one.id === id);
}

/** GET `/personen/neu` and `/personen/:person`. */
export function personPage(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const person = personIn(desk);
  return Promise.resolve(person ? show(portal, desk, person, noErrors) : { missing: true });
}

export async function savePersonOf(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const { visit, copy, below } = desk;
  const before = personIn(desk);
  if (!before) return { missing: true };
  const title = lineOf(visit, "wer");
  const steps = (visit.fields.get("schritte") ?? []).filter((id) => copy.content.form.steps.some((step) => step.id === id));
  const added = lineOf(visit, "neuer-schritt");
  const condition = readCondition(visit, "wenn", ownQuestions(copy.content));
  const errors: Errors = {
    wer: title === "" ? "Sagen Sie, wer das ist, zum Beispiel »Zweite sorgeberechtigte Person«." : title.length > 300 ? "Höchstens 300 Zeichen." : undefined,
    schritte: steps.length === 0 && added === "" ? "Wählen Sie mindestens einen Schritt, oder legen Sie unten einen neuen an." : steps.length === copy.content.form.steps.length ? "Mindestens einen Schritt füllt aus, wer den Antrag beginnt." : undefined,
    "neuer-schritt": added.length > 300 ? "Höchstens 300 Zeichen." : undefined, wenn: "problem" in condition ? condition.problem : undefined,
  };
  if (hasErrors(errors)) return show(portal, desk, before, errors, true);
  const idIn = (definition: FormDefinition): string => before.id || freshId(title, new Set((definition.people ?? []).map(({ id }) => id)));
  const made = (id: string, logic: Logic | undefined): FormPerson => ({ id, title: before.title.de === title ? before.title : { ...before.title, de: title }, ...(logic === undefined ? {} : { when: logic }), ...(visit.field("liest") === "auch" ? { shown: true } : {}) });
  return changed(portal, desk, {
    what: before.id === "" ? `Person »${title}« angelegt` : `Person »${title}« geändert`,
    part: ({ form: now }) => [now.people?.find(({ id }) => id === before.id) ?? null, now.steps.map(({ id, person }) => [id, person ?? null])],
    apply: (content) => {
      const step = added === "" ? undefined : freshId(added, new Set(content.form.steps.map(({ id }) => id)));
      const definition = step === undefined ? content.form : addStep(content.form, { id: step, title: { de: added }, nodes: [] });
      return { ...content, form: savePerson(definition, made(idIn(definition), "logic" in condition ? condition.logic : undefined), [...steps, ...(step === undefined ? [] : [step])]) };
    },
  }, { next: `${below("personen")}?getan=gespeichert`, typed: [{ label: "Wer ist das?", value: title }], invalid: (problems) => show(portal, desk, before, { wer: problems.join(" ") }, true) });
}

export async function deletePerson(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const person = personIn(desk);
  if (!person || person.id === "") return { missing: true };
  return changed(portal, desk, {
    what: `Person »${person.title.de}« gelöscht`, part: ({ form: now }) => [now.people?.find(({ id }) => id === person.id), stepsOf(now, person.id).map(({ id }) => id)],
    apply: (content) => ({ ...content, form: removePerson(content.form, person.id) }),
  }, { next: `${desk.below("personen")}?getan=geloescht`, typed: [] });
}

function show(portal: AdminPages, desk: CopyDesk, person: FormPerson, errors: Errors, typed = false): Answer {
  const { copy, below, visit } = desk;
  const definition = copy.content.form;
  const others = (id: string | undefined): string => (id === undefined || id === person.id ? "" : ` (jetzt: ${definition.people?.find((one) => one.id === id)?.title.de ?? id})`);
  const body: Html = form("de", {
    action: below(`personen/${person.id || "neu"}`), csrf: visit.staff.csrf, hidden: hiddenOf(desk),
    body: html`${lineControl({ name: "wer", label: "Wer ist das?", hint: "So steht es bei der Einladung, zum Beispiel »Zweite sorgeberechtigte Person«.", value: typed ? lineOf(visit, "wer") : person.title.de, error: errors["wer"] })}
${choiceControl({ name: "schritte", label: "Welche Schritte füllt diese Person aus?", hint: "Oder legen Sie darunter einen neuen an.", several: true, values: typed ? visit.fields.get("schritte") ?? [] : stepsOf(definition, person.id).map(({ id }) => id), error: errors["schritte"], options: definition.steps.map((step) => ({ value: step.id, text: `${step.title.de}${others(step.person)}` })) })}
${lineControl({ name: "neuer-schritt", label: "Neuer Schritt für diese Person", hint: "Überschrift. Die Fragen fügen Sie danach unter »Aufbau« hinzu.", value: typed ? lineOf(visit, "neuer-schritt") : "", error: errors["neuer-schritt"], optional: true })}
${choiceControl({ name: "liest", label: "Wer liest diese Angaben?", value: typed ? visit.field("liest") : person.shown === true ? "auch" : "amt", options: [{ value: "amt", text: "Nur das Amt", hint: "Wer beantragt, sieht sie nie. Bedingungen, Regeln und Briefe können sie nicht verwenden." }, { value: "auch", text: "Das Amt, und nach dem Absenden auch, wer beantragt", hint: "Sie stehen dann auch in der Zusammenfassung." }] })}
${conditionInput({ name: "wenn", legend: "Diese Person muss mitwirken, wenn …", hint: "Nach den Antworten der Person, die den Antrag beginnt. Leer: immer", fields: ownQuestions(copy.content), logic: person.when, ...(typed ? { visit } : {}), error: errors["wenn"] })}${buttonGroup(button({ text: "Speichern" }))}`,
  });
  return workPage(portal, desk, { title: person.id === "" ? "Person hinzufügen" : `Person: ${person.title.de}`, area: "personen", body, errors: errorLines(errors), parents: [{ text: "Personen", href: below("personen") }] });
}
