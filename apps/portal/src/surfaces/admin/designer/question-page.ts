import { attr, html, type Html } from "@kommunalportal/html";
import { findNode, type FoundNode, labelOf, type Node, type Property, type Reason, removeNode, setNode, type Text } from "@kommunalportal/form-engine";
import { button, buttonGroup, formButton } from "#ui/button";
import { form } from "#ui/form";
import type { Answer } from "../../frame/index.ts";
import type { AdminPages } from "../admin-pages.ts";
import { areaControl, choiceControl, lineControl, selectControl } from "../controls.ts";
import { errorLines, type Errors, hasErrors, lineOf, linesOf, noErrors } from "../form-state.ts";
import { conditionInput, readCondition } from "./condition-input.ts";
import { changed, type CopyDesk, hiddenOf, workPage } from "./designer-pages.ts";
import { prefillWords } from "./prefill-words.ts";
import { readProperty, showProperty } from "./property-input.ts";
import { kindNamed, kindOf, kindOptions } from "./question-kinds.ts";
import { readableFields } from "./readable-fields.ts";

/** GET `/frage/:path`. */
export function questionPage(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const path = desk.visit.params["path"] ?? "";
  const found = findNode(desk.copy.content.form, path);
  return Promise.resolve(found ? show(portal, desk, { path, node: found.node, errors: noErrors, typed: false }) : { missing: true });
}

interface Shown { readonly path: string; readonly node: Node; readonly errors: Errors; readonly typed: boolean }

export async function saveQuestion(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const { visit, copy, below } = desk;
  const path = visit.params["path"] ?? "";
  const found = findNode(copy.content.form, path);
  if (!found) return { missing: true };
  const read = readNode(desk, found, path);
  if ("errors" in read) return show(portal, desk, { path, node: read.node, errors: read.errors, typed: true });
  const { node } = read;
  return changed(portal, desk, {
    what: `Frage »${labelOf(node).de}« geändert`,
    // What stands inside a group is somebody else's page.
    part: (content) => { const now = findNode(content.form, path)?.node; return now && ownPart(now); },
    apply: (content) => {
      const now = findNode(content.form, path)?.node;
      return { ...content, form: setNode(content.form, path, node.kind === "group" && now?.kind === "group" ? { ...node, nodes: now.nodes } : node) };
    },
  }, {
    next: visit.field("weiter") === "hier" ? `${below(`frage/${path}`)}?getan=gespeichert` : `${below()}?getan=gespeichert#frage-${path}`,
    typed: [{ label: "Frage", value: lineOf(visit, "frage") }, { label: "Hinweis", value: linesOf(visit, "hinweis") }, { label: "Warum fragen wir das?", value: linesOf(visit, "grund") }],
    invalid: (problems) => show(portal, desk, { path, node, errors: { frage: problems.join(" ") }, typed: true }),
  });
}

const ownPart = (node: Node): unknown => (node.kind === "group" ? { ...node, nodes: 0 } : node);

export async function deleteQuestion(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const path = desk.visit.params["path"] ?? "";
  const found = findNode(desk.copy.content.form, path);
  if (!found) return { missing: true };
  return changed(portal, desk, { what: `»${labelOf(found.node).de}« gelöscht`, part: (content) => findNode(content.form, path)?.node, apply: (content) => ({ ...content, form: removeNode(content.form, path) }) }, { next: `${desk.below()}?getan=geloescht`, typed: [] });
}

function readNode(desk: CopyDesk, { node: before }: FoundNode, path: string): { readonly node: Node } | { readonly node: Node; readonly errors: Errors } {
  const { visit, copy } = desk;
  const label = lineOf(visit, "frage");
  const chosen = kindNamed(visit.field("art"));
  const kind = chosen ?? kindOf(before);
  const sameKind = kindOf(before).key === kind.key;
  const start = kind.start(before.id, { ...labelOf(before), de: label });
  const condition = readCondition(visit, "wenn", readableFields(copy.content, path));
  const errors: Record<string, string | undefined> = { frage: label === "" ? "Schreiben Sie, was gefragt wird." : label.length > 500 ? "Höchstens 500 Zeichen." : undefined, wenn: "problem" in condition ? condition.problem : undefined };
  const own: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(kind.properties)) {
    const old: unknown = sameKind ? Reflect.get(before, name) : Reflect.get(start, name);
    if (!sameKind) { own[name] = old; continue; }
    const read = readProperty(visit, `eigen-${name}`, property, old);
    if ("problem" in read) errors[`eigen-${name}`] = read.problem;
    else own[name] = read.value;
  }
  const repeat = readRepeat(desk, before, kind.repeatable, errors);
  const text = (name: string, old: Text | undefined): Text | undefined => { const de = linesOf(visit, name); return de === "" ? undefined : { ...old, de }; };
  const common = {
    hint: text("hinweis", before.hint), required: visit.field("freiwillig") === "ja" ? false : undefined, when: "logic" in condition ? condition.logic : before.when, repeat,
    ...(before.kind === "group" || kind.key === "group" ? {} : { why: reasonOf(desk, before), outputLabel: text("kurz", before.outputLabel) }),
    ...(start.kind === "group" ? { oneOf: visit.field("auswahl") === "ja" ? true : undefined } : {}),
    ...(start.kind === "field" ? { prefill: visit.field("konto") === "" ? undefined : visit.field("konto"), autocomplete: visit.field("browser") === "" ? undefined : visit.field("browser"), ...(before.kind === "field" && before.fixed !== undefined ? { fixed: before.fixed, value: before.value } : {}) } : {}),
    ...(start.kind === "compound" ? { own: visit.field("selbst") === "ja" ? true : undefined } : {}),
  };
  // undefined leaves a property out.
  const node = JSON.parse(JSON.stringify({ ...start, ...own, ...common })) as Node;
  return hasErrors(errors) ? { node, errors } : { node };
}

function readRepeat({ visit }: CopyDesk, before: Node, repeatable: boolean, errors: Record<string, string | undefined>): unknown {
  const most = lineOf(visit, "hoechstens");
  if (most === "" || (before.kind !== "group" && before.kind !== "compound" && !repeatable)) return undefined;
  const [min, max] = [Number(lineOf(visit, "mindestens") || "1"), Number(most)];
  if (!Number.isInteger(min) || !Number.isInteger(max) || min < 0 || max < 1 || min > max || max > 1000) errors["hoechstens"] = "Geben Sie ganze Zahlen von 0 bis 1.000 ein, die kleinere zuerst.";
  if (before.kind === "field") return { min, max };
  const item = lineOf(visit, "eintrag") || "Eintrag";
  return { min, max, addLabel: { ...before.repeat?.addLabel, de: `${item} hinzufügen` }, itemTitle: { ...before.repeat?.itemTitle, de: item } };
}

function reasonOf({ visit }: CopyDesk, before: Node): Reason | undefined {
  const de = linesOf(visit, "grund");
  const legalBasis = lineOf(visit, "rechtsgrundlage");
  return de === "" ? undefined : { text: { ...(before.kind === "group" ? {} : before.why?.text), de }, ...(legalBasis === "" ? {} : { legalBasis }) };
}

function show(portal: AdminPages, desk: CopyDesk, { path, node, errors, typed }: Shown): Answer {
  const { below, visit, copy } = desk;
  const kind = kindOf(node);
  const label = labelOf(node).de;
  const value = (name: string, stored: string): string => (typed ? linesOf(visit, name) : stored);
  const why = node.kind === "group" ? undefined : node.why;
  const optional = node.required === false;
  const fields = readableFields(copy.content, path);
  const own = Object.entries(kind.properties);
  const rest = own.filter(([name, property]) => !isMain(name, property));
  const ownProperty = (name: string, property: Property): Html => showProperty({ name: `eigen-${name}`, property, error: errors[`eigen-${name}`] }, Reflect.get(node, name));
  const body = html`${form("de", {
    action: below(`frage/${path}`), csrf: visit.staff.csrf, hidden: hiddenOf(desk),
    body: html`${lineControl({ name: "frage", label: node.kind === "group" ? "Überschrift der Gruppe" : "Was wird gefragt?", value: value("frage", label), error: errors["frage"] })}
${selectControl({ name: "art", label: "Art der Antwort", hint: kind.use, value: kind.key, options: kindOptions.filter((option) => (option.value === "group") === (node.kind === "group")) })}
${areaControl({ name: "hinweis", label: "Hinweis", hint: "Steht unter der Frage. Nur, wenn er hilft.", value: value("hinweis", node.hint?.de ?? ""), rows: 2, optional: true })}
${choiceControl({ name: "freiwillig", label: "Muss man antworten?", values: optional ? ["ja"] : [], several: true, options: [{ value: "ja", text: node.kind === "field" ? "Die Antwort ist freiwillig" : "Die Angaben sind freiwillig" }] })}
${own.filter(([name, property]) => isMain(name, property)).map(([name, property]) => ownProperty(name, property))}
${rest.length > 0 && part("Prüfen und Darstellen", html`${rest.map(([name, property]) => ownProperty(name, property))}`, rest.some(([name]) => errors[`eigen-${name}`] !== undefined || Reflect.get(node, name) !== undefined))}
${node.kind !== "group" && part("Warum fragen wir das?", html`${areaControl({ name: "grund", label: "Grund", hint: "Menschen lesen ihn an der Frage und in den Datenschutzhinweisen.", value: value("grund", why?.text.de ?? ""), rows: 2, optional: true })}${lineControl({ name: "rechtsgrundlage", label: "Rechtsgrundlage", value: value("rechtsgrundlage", why?.legalBasis ?? ""), optional: true })}`, true)}
${part("Wann wird gefragt?", conditionInput({ name: "wenn", legend: "Nur fragen, wenn …", hint: "Leer: immer", fields, logic: node.when, ...(typed ? { visit } : {}), error: errors["wenn"] }), node.when !== undefined || errors["wenn"] !== undefined)}
${part("Weitere Einstellungen", more(node, value, errors), errors["hoechstens"] !== undefined)}
${buttonGroup([button({ text: "Speichern" }), button({ text: "Speichern und hier bleiben", kind: "secondary", name: "weiter", value: "hier" })])}`,
  })}
${formButton({ text: node.kind === "group" ? "Gruppe mit allen Fragen löschen" : "Frage löschen", kind: "tertiary", icon: "delete", action: below(`frage/${path}/loeschung`), csrf: visit.staff.csrf, fields: hiddenOf(desk) })}`;
  return workPage(portal, desk, { title: label === "" ? "Frage" : label, area: undefined, body, errors: errorLines(errors) });
}

/** What makes the question what it is; the rest waits behind a heading. */
function isMain(name: string, { control }: Property): boolean {
  return control === "options" || control === "logic" || control === "yes-no" || ["text", "ask", "as"].includes(name);
}

function part(title: string, body: Html, open: boolean): Html {
  return html`<details class="portal-part" ${attr("open", open)}><summary>${title}</summary>${body}</details>`;
}

function more(node: Node, value: (name: string, stored: string) => string, errors: Errors): Html {
  const kind = kindOf(node);
  const canRepeat = node.kind !== "field" || kind.repeatable;
  const prefill = [{ value: "", text: "nicht aus dem Konto" }, ...kind.prefill.map((source) => ({ value: source, text: prefillWords[source] }))];
  return html`${node.kind !== "group" && lineControl({ name: "kurz", label: "Kurzer Name in Zusammenfassung und PDF", value: value("kurz", node.outputLabel?.de ?? ""), optional: true })}
${node.kind === "field" && kind.prefill.length > 0 && selectControl({ name: "konto", label: "Ausfüllen aus dem Konto", hint: "Nur nach Zustimmung der Person", value: value("konto", node.prefill ?? ""), options: prefill })}
${node.kind === "field" && lineControl({ name: "browser", label: "Was der Browser anbieten darf", hint: "Wort für »autocomplete«, zum Beispiel given-name, family-name, postal-code, email, tel", value: value("browser", node.autocomplete ?? ""), width: "medium", optional: true })}
${node.kind === "compound" && choiceControl({ name: "selbst", label: "Um wen geht es?", values: node.own === true ? ["ja"] : [], several: true, options: [{ value: "ja", text: "Um die Person, die ausfüllt: Browser und Konto dürfen ausfüllen" }] })}
${node.kind === "group" && choiceControl({ name: "auswahl", label: "Auswahl", values: node.oneOf === true ? ["ja"] : [], several: true, options: [{ value: "ja", text: "Man wählt genau eine der Fragen oder Gruppen darin" }] })}
${canRepeat && html`${lineControl({ name: "hoechstens", label: "Mehrere Einträge: höchstens", hint: "Leer: nur einer", value: value("hoechstens", node.repeat === undefined ? "" : String(node.repeat.max)), width: "short", inputmode: "numeric", error: errors["hoechstens"], optional: true })}${lineControl({ name: "mindestens", label: "Mehrere Einträge: mindestens", value: value("mindestens", node.repeat === undefined ? "" : String(node.repeat.min)), width: "short", inputmode: "numeric", optional: true })}`}
${node.kind !== "field" && lineControl({ name: "eintrag", label: "So heißt ein Eintrag", hint: "Zum Beispiel »Kind« oder »Hund«", value: value("eintrag", node.repeat?.itemTitle.de ?? ""), width: "medium", optional: true })}
<p class="portal-muted">Name in Daten und Bedingungen: <code>${node.id}</code></p>`;
}
