import { html, type Html } from "@kommunalportal/html";
import { type FormDefinition, labelOf, type Node, type Step } from "@kommunalportal/form-engine";
import { type PublisherUpdate, readPackage } from "#modules/forms";
import { button, csrfField, hiddenFields } from "#ui/button";
import { notice } from "#ui/notice";
import type { Answer } from "../../frame/index.ts";
import type { AdminPages } from "../admin-pages.ts";
import { compactInput, compactSelect, rowButton } from "./compact-controls.ts";
import { type CopyDesk, hiddenOf, workPage } from "./designer-pages.ts";
import { kindOf, kindOptions } from "./question-kinds.ts";
import { problemWords } from "./words.ts";

const orderForm = "ordnung";

/** GET `/formulare/:form`: the steps and questions in their order, and beside them the form as people see it. */
export async function workbench(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const { copy, below, visit } = desk;
  const { form } = copy.content;
  const read = readPackage(copy.content);
  const phone = visit.query.get("ansicht") === "telefon";
  const firstStep = form.steps.find(({ nodes }) => nodes.length > 0)?.id;
  const update = await portal.workshop.updateFor(copy);
  const body = html`${copy.adapts !== undefined && adaptationNote(desk, update)}${"problems" in read && html`<div class="portal-work__problems">${notice("de", { kind: "warning", title: "Noch nicht vollständig", body: html`<ul>${read.problems.slice(0, 20).map(({ path, problem }) => html`<li>${placeName(form, path)}: ${problemWords(problem)}</li>`)}</ul>` })}</div>`}
<form id="${orderForm}" method="post" action="${below("ordnung")}" data-pull-form>${csrfField(visit.staff.csrf)}${hiddenFields(hiddenOf(desk))}</form>
<div class="portal-work"><div class="portal-work__outline">${form.steps.map((step, index) => stepCard(desk, step, index))}${addStepForm(desk)}</div>
<aside class="portal-work__preview" aria-label="Vorschau">${preview(desk, "package" in read, firstStep, phone)}</aside></div>`;
  return workPage(portal, desk, { title: copy.content.service.title.de, area: undefined, body, embeds: true });
}

/** What an adaptation is, or that the publisher has gone on. */
function adaptationNote({ copy, below }: CopyDesk, update: PublisherUpdate | undefined): Html {
  if (update) return notice("de", { kind: "warning", title: `Der Herausgeber hat Version ${update.to} veröffentlicht`, body: html`<p>Ihre Fassung steht auf Version ${update.from} und gilt weiter. <a class="kern-link" href="${below("aktualisierung")}">Neue Version übernehmen</a></p>` });
  return html`<p class="portal-muted">Ihre Fassung von Version ${copy.adapts} des Herausgebers. Sie können Texte, Hochladen und Gebühr ändern und Fragen hinzufügen. Was der Herausgeber fragt, bleibt.</p>`;
}

/** A question by its label, a step by its title, for a path of the form engine. */
export function placeName(form: FormDefinition, path: string): string {
  if (path === "form") return "Titel des Formulars";
  if (path.startsWith("steps.")) return `Schritt »${form.steps.find(({ id }) => `steps.${id}` === path)?.title.de ?? path}«`;
  if (path.startsWith("people.")) return `Person »${form.people?.find(({ id }) => `people.${id}` === path)?.title.de ?? path}«`;
  if (path.startsWith("rules.")) return `Regel »${form.rules?.find(({ id }) => `rules.${id}` === path)?.message.de ?? path}«`;
  let nodes: readonly Node[] = form.steps.flatMap((step) => step.nodes);
  let found: Node | undefined;
  for (const key of path.split(".").filter((one) => !/^\d+$/.test(one))) {
    found = nodes.find(({ id }) => id === key);
    if (found?.kind !== "group") break;
    nodes = found.nodes;
  }
  return found === undefined ? path : `»${labelOf(found).de}«`;
}

function preview({ below }: CopyDesk, ready: boolean, step: string | undefined, phone: boolean): Html {
  if (!ready || step === undefined) return html`<p class="portal-muted">Die Vorschau erscheint, sobald das Formular vollständig ist.</p>`;
  const address = below(`ansicht/${step}`);
  return html`<p class="portal-work__switch">${phone ? html`<a class="kern-link" href="${below()}">Ansicht am Rechner</a>` : html`<a class="kern-link" href="${below()}?ansicht=telefon">Ansicht auf dem Telefon</a>`} <a class="kern-link" href="${below("vorschau")}">Große Vorschau</a></p>
<iframe class="portal-work__frame${phone ? " portal-work__frame--phone" : ""}" src="${address}" title="So sehen es die Menschen${phone ? " auf dem Telefon" : ""}"></iframe>`;
}

function stepCard(desk: CopyDesk, step: Step, index: number): Html {
  const { below, copy } = desk;
  const name = step.title.de;
  const more = copy.content.form.steps.length > 1;
  return html`<section class="portal-work__step" id="schritt-${step.id}" data-pull-step="${step.id}" aria-labelledby="titel-${step.id}"><div class="portal-work__bar"><h2 id="titel-${step.id}"><a class="kern-link" href="${below(`schritt/${step.id}`)}">${index + 1}. ${name}</a></h2>${step.when !== undefined && html`<span class="portal-badge">bedingt</span>`}${step.person !== undefined && html`<span class="portal-badge">${copy.content.form.people?.find(({ id }) => id === step.person)?.title.de ?? step.person}</span>`}${more && html`<span class="portal-work__moves">${moveButtons("schritt", { what: `Schritt ${name}`, value: step.id, place: index, of: copy.content.form.steps.length })}</span>`}</div>
${step.nodes.length === 0 ? html`<p class="portal-muted">Noch keine Frage.</p><ol class="portal-work__list" data-pull-list="schritt:${step.id}"></ol>` : nodeList(desk, step.nodes, "", step.id)}
${addForm(desk, { name: `schritt:${step.id}`, id: step.id, what: name })}</section>`;
}

function nodeList(desk: CopyDesk, nodes: readonly Node[], base: string, step: string): Html {
  return html`<ol class="portal-work__list" data-pull-list="${base === "" ? `schritt:${step}` : `gruppe:${base}`}">${nodes.map((node, place) => nodeRow(desk, node, base === "" ? node.id : `${base}.${node.id}`, step, { place, of: nodes.length }))}</ol>`;
}

/** Their names say where it stands; after a press the page is opened at the same button again, so that the next press goes on and is read out with the new place. */
function moveButtons(kind: "schritt" | "frage", { what, value, place, of }: { readonly what: string; readonly value: string; readonly place: number; readonly of: number }): readonly Html[] {
  return [["Hoch", "hoch"] as const, ["Runter", "runter"] as const].map(([text, way]) => rowButton({ text, what: `${what}, Platz ${place + 1} von ${of}`, name: kind === "frage" ? way : `schritt-${way}`, value, form: orderForm, id: `${way}-${kind}-${value}` }));
}

function nodeRow(desk: CopyDesk, node: Node, path: string, step: string, { place, of }: { readonly place: number; readonly of: number }): Html {
  const label = labelOf(node).de;
  const optional = node.required === false;
  return html`<li class="portal-work__row" id="frage-${path}" data-pull="${path}"><div class="portal-work__bar"><span class="portal-work__name"><a class="kern-link" href="${desk.below(`frage/${path}`)}">${label}</a> <span class="portal-muted">${kindOf(node).name}${optional && ", freiwillig"}${node.when !== undefined && ", bedingt"}${node.repeat !== undefined && ", mehrfach"}</span></span>
<span class="portal-work__moves">${moveButtons("frage", { what: label, value: path, place, of })}</span></div>
${node.kind === "group" && html`<div class="portal-work__inner">${node.nodes.length > 0 && nodeList(desk, node.nodes, path, step)}${addForm(desk, { name: `gruppe:${path}`, id: path, what: label })}</div>`}</li>`;
}

/** A new question at the end of a step or group: what is asked, and what kind of answer. */
function addForm({ below, visit, copy }: CopyDesk, place: { readonly name: string; readonly id: string; readonly what: string }): Html {
  return html`<form method="post" action="${below("frage")}" class="portal-compact" data-once aria-label="Frage hinzufügen: ${place.what}">${csrfField(visit.staff.csrf)}${hiddenFields({ ...hiddenOf({ copy }), ort: place.name })}
${compactInput({ id: `neu-${place.id}`, name: "text", label: "Neue Frage" })}${compactSelect({ id: `art-${place.id}`, name: "art", label: "Art der Antwort", value: "text", options: kindOptions })}${button({ text: "Hinzufügen", kind: "secondary", small: true, hidden: place.what })}</form>`;
}

function addStepForm({ below, visit, copy }: CopyDesk): Html {
  return html`<form method="post" action="${below("schritt")}" class="portal-compact" data-once aria-label="Schritt hinzufügen">${csrfField(visit.staff.csrf)}${hiddenFields(hiddenOf({ copy }))}${compactInput({ id: "neuer-schritt", name: "titel", label: "Neuer Schritt" })}${button({ text: "Schritt hinzufügen", kind: "secondary", small: true })}</form>`;
}
