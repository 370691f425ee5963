import { addNode, addStep, findNode, freshId, labelOf, moveNode, moveStep, placeNode, placeStep, type Place, takenIds } from "@kommunalportal/form-engine";
import type { CopyContent } from "#modules/forms";
import type { Answer } from "../../frame/index.ts";
import type { AdminPages } from "../admin-pages.ts";
import { lineOf } from "../form-state.ts";
import { actorAt, changed, type CopyDesk } from "./designer-pages.ts";
import { kindNamed } from "./question-kinds.ts";

/** POST `/frage`: a new question at the end of a step or group; goes on to its page, where the rest is set. */
export async function addQuestion(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const { visit, copy, below } = desk;
  const label = lineOf(visit, "text").slice(0, 500);
  const kind = kindNamed(visit.field("art"));
  const place = placeOf(visit.field("ort"));
  if (label === "" || !kind || !place) return { redirect: `${below()}#${anchorOf(visit.field("ort"))}` };
  const id = freshId(label, takenIds(copy.content.form, place));
  const node = kind.start(id, { de: label });
  const path = "step" in place ? id : `${place.group}.${id}`;
  // Two who add something at once are not in each other's way: each finds an id of its own.
  const idIn = (content: CopyContent): string => freshId(label, takenIds(content.form, place));
  return changed(portal, desk, {
    what: `Frage »${label}« angelegt`, part: (content) => ("step" in place ? content.form.steps.some((step) => step.id === place.step) : findNode(content.form, place.group) !== undefined) || undefined,
    apply: (content) => ({ ...content, form: addNode(content.form, place, { ...node, id: idIn(content) }) }),
  }, { next: `${below(`frage/${path}`)}?getan=frage`, typed: [{ label: "Neue Frage", value: label }] });
}

function placeOf(text: string): Place | undefined {
  const [, kind, id] = /^(schritt|gruppe):([\w.-]{1,700})$/.exec(text) ?? [];
  if (id === undefined) return undefined;
  return kind === "schritt" ? { step: id } : { group: id };
}

const anchorOf = (place: string): string => place.replace(/^schritt:/, "schritt-").replace(/^gruppe:/, "frage-");

export async function addStepTo(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const { visit, below } = desk;
  const title = lineOf(visit, "titel").slice(0, 300);
  if (title === "") return { redirect: below() };
  const idIn = ({ form }: CopyContent): string => freshId(title, new Set(form.steps.map(({ id }) => id)));
  return changed(portal, desk, {
    what: `Schritt »${title}« angelegt`, part: () => true, apply: (content) => ({ ...content, form: addStep(content.form, { id: idIn(content), title: { de: title }, nodes: [] }) }),
  }, { next: `${below()}#schritt-${idIn(desk.copy.content)}`, typed: [{ label: "Neuer Schritt", value: title }] });
}

/** POST `/ordnung`: one place up or down by the button that was pressed, or to where a question (`ziehen`, `ort`, `vor`) or a step (`schritt-ziehen`, `vor`) was pulled. */
export async function reorder(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const { visit, copy, below } = desk;
  if (visit.field("schritt-ziehen") !== "") return pullStep(portal, desk, visit.field("schritt-ziehen"));
  if (visit.field("ziehen") !== "") return pull(portal, desk, visit.field("ziehen"));
  for (const [name, by] of [["hoch", -1], ["runter", 1]] as const) {
    const path = visit.field(name);
    const found = findNode(copy.content.form, path);
    if (found) {
      return changed(portal, desk, {
        what: `»${labelOf(found.node).de}« ${by === -1 ? "nach oben" : "nach unten"}`,
        // The order around it: whoever moves something else there meanwhile is in the way.
        part: (content) => { const now = findNode(content.form, path); return now && [now.step.id, now.siblings.map(({ id }) => id)]; },
        apply: (content) => ({ ...content, form: moveNode(content.form, path, by) }),
      }, { next: `${below()}#${name}-frage-${path}`, typed: [] });
    }
    const step = visit.field(`schritt-${name}`);
    if (step !== "") {
      return changed(portal, desk, {
        what: `Schritt ${by === -1 ? "nach oben" : "nach unten"}`, part: ({ form }) => form.steps.map(({ id }) => id), apply: (content) => ({ ...content, form: moveStep(content.form, step, by) }),
      }, { next: `${below()}#${name}-schritt-${step}`, typed: [] });
    }
  }
  return { redirect: below() };
}

/** What the script sends when a question was pulled; the same as pressing »Hoch« or »Runter« often enough. */
async function pull(portal: AdminPages, desk: CopyDesk, path: string): Promise<Answer> {
  const { visit, copy, below } = desk;
  const found = findNode(copy.content.form, path);
  const place = placeOf(visit.field("ort"));
  const before = visit.field("vor").slice(0, 700);
  if (!found || !place || placeNode(copy.content.form, path, place, before || undefined) === copy.content.form) return { redirect: `${below()}${found ? `#frage-${path}` : ""}` };
  const goal = ({ form }: CopyContent): readonly string[] | undefined => ("step" in place ? form.steps.find(({ id }) => id === place.step)?.nodes : findNode(form, path)?.siblings)?.map(({ id }) => id);
  return changed(portal, desk, {
    what: `»${labelOf(found.node).de}« verschoben`,
    part: (content) => { const now = findNode(content.form, path); return now && [now.step.id, now.siblings.map(({ id }) => id), goal(content)]; },
    apply: (content) => ({ ...content, form: placeNode(content.form, path, place, before || undefined) }),
  }, { next: `${below()}#frage-${path}`, typed: [] });
}

/** The same for a whole step. */
async function pullStep(portal: AdminPages, desk: CopyDesk, id: string): Promise<Answer> {
  const { visit, copy, below } = desk;
  const before = visit.field("vor").slice(0, 100);
  const step = copy.content.form.steps.find((one) => one.id === id);
  if (!step || placeStep(copy.content.form, id, before || undefined) === copy.content.form) return { redirect: `${below()}${step ? `#schritt-${id}` : ""}` };
  return changed(portal, desk, {
    what: `Schritt »${step.title.de}« verschoben`, part: ({ form }) => form.steps.map((one) => one.id), apply: (content) => ({ ...content, form: placeStep(content.form, id, before || undefined) }),
  }, { next: `${below()}#schritt-${id}`, typed: [] });
}

export async function undo(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  return backTo(desk, await portal.workshop.undo(actorAt(desk)), "zurueck");
}

export async function redo(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  return backTo(desk, await portal.workshop.redo(actorAt(desk)), "vor");
}

/** Who has not seen the last change gets to see it first. */
function backTo({ below, visit }: CopyDesk, outcome: { readonly ok: boolean; readonly why?: string }, done: string): Answer {
  const from = visit.request.headers.referer;
  const area = from === undefined ? undefined : /\/formulare\/[0-9a-f-]{36}\/(texte|regeln|personen|gebuehr|dienst|tests)$/.exec(new URL(from).pathname)?.[1];
  if (outcome.ok) return { redirect: `${below(area)}?getan=${done}` };
  return outcome.why === "not-found" ? { missing: true } : { redirect: `${below(area)}${outcome.why === "nothing-to-do" ? "?getan=nichts" : ""}` };
}
