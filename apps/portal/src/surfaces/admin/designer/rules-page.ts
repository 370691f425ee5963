import { html, type Html } from "@kommunalportal/html";
import { allNodes, findNode, type FormDefinition, freshId, labelOf, type Logic, type Rule } from "@kommunalportal/form-engine";
import { button, buttonGroup, formButton, linkButton } from "#ui/button";
import { form } from "#ui/form";
import { notice } from "#ui/notice";
import { table } from "#ui/table";
import type { Answer } from "../../frame/index.ts";
import type { AdminPages } from "../admin-pages.ts";
import { areaControl, choiceControl, selectControl } from "../controls.ts";
import { errorLines, type Errors, hasErrors, linesOf, noErrors } from "../form-state.ts";
import { conditionInput, readCondition } from "./condition-input.ts";
import { conditionWords } from "./condition-words.ts";
import { changed, type CopyDesk, hiddenOf, workPage } from "./designer-pages.ts";
import { decisionsNotice, pendingDecisions } from "./schema-decisions.ts";
import { readableFields } from "./readable-fields.ts";

/** A rule as an editor thinks of it: an error when something holds, or something that must hold. */
function readRule({ holds }: Rule): { readonly kind: "fehler" | "gilt"; readonly logic: Logic } {
  const inner = typeof holds === "object" && holds !== null && !Array.isArray(holds) && Object.hasOwn(holds, "!") ? Reflect.get(holds, "!") as Logic : undefined;
  const logic: Logic | undefined = Array.isArray(inner) && inner.length === 1 ? inner[0] as Logic : inner;
  const missing = typeof logic === "object" && logic !== null && Object.hasOwn(logic, "missing");
  return logic === undefined || missing ? { kind: "gilt", logic: holds } : { kind: "fehler", logic };
}

/** GET `/regeln`: checks over several questions in words, and the rules of an imported schema that nobody decided about. */
export async function rulesPage(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const { copy, below, visit } = desk;
  const { rules = [] } = copy.content.form;
  const check = await portal.workshop.check(copy);
  const rows = rules.map((rule) => {
    const { kind, logic } = readRule(rule);
    return [html`<a class="kern-link" href="${below(`regeln/${rule.id}`)}">${rule.message.de}</a>`, nameAt(copy.content.form, rule.at), html`${kind === "fehler" ? "Fehler, wenn " : "Es muss gelten: "}${conditionWords(logic, readableFields(copy.content, rule.at))}`,
      formButton({ text: "Löschen", hidden: rule.message.de, kind: "tertiary", small: true, action: below(`regeln/${rule.id}/loeschung`), csrf: visit.staff.csrf, fields: hiddenOf(desk) })];
  });
  return workPage(portal, desk, {
    title: "Regeln", area: "regeln",
    body: html`<p>Was eine einzelne Frage prüft, steht bei der Frage. Hier steht, was Antworten miteinander zu tun haben: »Das Ende liegt nach dem Beginn.«</p>${importedRules(desk, check.undecided)}${await pendingDecisions(portal, desk) && decisionsNotice(desk)}
${table("de", { caption: "Regeln", captionHidden: true, columns: [{ title: "Meldung" }, { title: "Steht bei" }, { title: "Bedingung" }, { title: "Löschen", hidden: true }], rows })}
<p>${linkButton({ text: "Regel hinzufügen", href: below("regeln/neu"), kind: "secondary", icon: "add" })}</p>`,
  });
}

/** The rules of the schema are decided about on a page of their own; here is the way there. */
export function importedRules({ copy, at }: CopyDesk, undecided: readonly { readonly key: string; readonly sentence: string }[]): Html | false {
  const { imported } = copy.content;
  if (!imported || imported.rules.length === 0) return false;
  const href = at(`schemata/${imported.schema.id}/${encodeURIComponent(imported.schema.version)}/regeln`);
  return notice("de", {
    kind: undecided.length > 0 ? "warning" : "info", title: undecided.length > 0 ? `${undecided.length} Regeln des Schemas ohne Entscheidung` : "Über alle Regeln des Schemas ist entschieden",
    body: html`<p>Schema ${imported.schema.id}, Version ${imported.schema.version}. <a class="kern-link" href="${href}">Zu den Regeln des Schemas</a></p>${undecided.length > 0 && html`<ul>${undecided.slice(0, 10).map(({ sentence }) => html`<li>${sentence}</li>`)}</ul>`}`,
  });
}

const nameAt = (definition: FormDefinition, path: string): string => { const found = findNode(definition, path); return found ? labelOf(found.node).de : path; };

/** GET `/regeln/neu` and `/regeln/:rule`. */
export function rulePage(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const rule = ruleIn(desk);
  return Promise.resolve(rule === "missing" ? { missing: true } : show(portal, desk, rule, noErrors));
}

const newRule: Rule = { id: "", step: "", at: "", holds: null, message: { de: "" } };

function ruleIn({ copy, visit }: CopyDesk): Rule | "missing" {
  const id = visit.params["rule"] ?? "";
  return id === "neu" ? newRule : copy.content.form.rules?.find((rule) => rule.id === id) ?? "missing";
}

export async function saveRule(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const { visit, copy, below } = desk;
  const before = ruleIn(desk);
  if (before === "missing") return { missing: true };
  const at = visit.field("bei");
  const found = findNode(copy.content.form, at);
  const message = linesOf(visit, "meldung");
  const condition = readCondition(visit, "wenn", readableFields(copy.content, ""));
  const errors: Errors = {
    bei: found ? undefined : "Wählen Sie, bei welcher Frage die Meldung steht.", meldung: message === "" ? "Schreiben Sie, was Menschen tun sollen." : undefined,
    wenn: "problem" in condition ? condition.problem : condition.logic === undefined ? "Wählen Sie mindestens eine Bedingung." : undefined,
  };
  const logic = "logic" in condition ? condition.logic ?? null : null;
  const holds: Logic = visit.field("art") === "gilt" ? logic : { "!": [logic] };
  const rule: Rule = { id: before.id, step: found?.step.id ?? "", at, holds, message: { ...before.message, de: message } };
  if (hasErrors(errors)) return show(portal, desk, rule, errors, true);
  return changed(portal, desk, {
    what: before.id === "" ? "Regel angelegt" : "Regel geändert", part: ({ form: { rules = [] } }) => (before.id === "" ? true : rules.find(({ id }) => id === before.id)),
    apply: (content) => {
      const { rules = [] } = content.form;
      const next = before.id === "" ? [...rules, { ...rule, id: freshId("regel", new Set(rules.map(({ id }) => id))) }] : rules.map((one) => (one.id === before.id ? rule : one));
      return { ...content, form: { ...content.form, rules: next } };
    },
  }, { next: `${below("regeln")}?getan=gespeichert`, typed: [{ label: "Meldung", value: message }] });
}

export async function deleteRule(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const rule = ruleIn(desk);
  if (rule === "missing" || rule.id === "") return { missing: true };
  return changed(portal, desk, {
    what: "Regel gelöscht", part: ({ form: { rules = [] } }) => rules.find(({ id }) => id === rule.id), apply: (content) => ({ ...content, form: { ...content.form, rules: (content.form.rules ?? []).filter(({ id }) => id !== rule.id) } }),
  }, { next: `${desk.below("regeln")}?getan=geloescht`, typed: [] });
}

function show(portal: AdminPages, desk: CopyDesk, rule: Rule, errors: Errors, typed = false): Answer {
  const { below, visit, copy } = desk;
  const { kind, logic } = rule.holds === null ? { kind: "fehler" as const, logic: undefined } : readRule(rule);
  const questions = [...allNodes(copy.content.form)].filter(({ node }) => node.kind !== "field" || node.type !== "info").map(({ node, path }) => ({ value: path, text: labelOf(node).de }));
  const body = form("de", {
    action: below(`regeln/${rule.id === "" ? "neu" : rule.id}`), csrf: visit.staff.csrf, hidden: hiddenOf(desk),
    body: html`${choiceControl({ name: "art", label: "Was für eine Regel?", value: typed ? visit.field("art") : kind, options: [{ value: "fehler", text: "Es ist ein Fehler, wenn …" }, { value: "gilt", text: "Es muss gelten, dass …" }] })}
${conditionInput({ name: "wenn", legend: "Bedingung", fields: readableFields(copy.content, rule.at), logic: typed ? undefined : logic, ...(typed ? { visit } : {}), error: errors["wenn"], withOther: true })}
${selectControl({ name: "bei", label: "Bei welcher Frage steht die Meldung?", value: rule.at, error: errors["bei"], options: [{ value: "", text: "Bitte wählen" }, ...questions] })}
${areaControl({ name: "meldung", label: "Meldung", hint: "Sagen Sie, was zu tun ist: »Wählen Sie ein Ende nach dem Beginn.«", value: rule.message.de, error: errors["meldung"], rows: 2 })}${buttonGroup(button({ text: "Speichern" }))}`,
  });
  return workPage(portal, desk, { title: rule.id === "" ? "Regel hinzufügen" : "Regel ändern", area: "regeln", body, errors: errorLines(errors), parents: [{ text: "Regeln", href: below("regeln") }] });
}
