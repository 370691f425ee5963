import { html, type Content, type Html } from "@kommunalportal/html";
import { holds } from "#modules/accounts";
import type { AtCopy, CopyState, Edit, EditOutcome, WorkingCopy } from "#modules/forms";
import { isId } from "#platform/ids";
import { badge } from "#ui/badge";
import { button } from "#ui/button";
import { formatDateTime } from "#ui/format";
import type { ErrorLine } from "#ui/error-summary";
import { tabs } from "#ui/tabs";
import type { Answer } from "../../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "../admin-pages.ts";
import { seenField } from "../form-state.ts";
import { conflictPage } from "./conflict-page.ts";
import { doneWords } from "./words.ts";

/** An editor's desk with a working copy on it. */
export interface CopyDesk extends Desk {
  readonly copy: WorkingCopy;
  /** A path below the copy: `below("frage/name")`. */
  readonly below: (path?: string) => string;
}

export type CopyPage = (portal: AdminPages, desk: CopyDesk) => Promise<Answer>;

/** The town's working copy in the address; another town's looks like one that does not exist. */
export async function copyDesk(portal: AdminPages, desk: Desk): Promise<CopyDesk | undefined> {
  const id = desk.visit.params["form"] ?? "";
  const copy = isId(id) ? await portal.workshop.open({ tenant: desk.tenant.id, copy: id }) : undefined;
  return copy && { ...desk, copy, below: (path) => desk.at(`formulare/${copy.id}${path === undefined ? "" : `/${path}`}`) };
}

export const stateWords: Readonly<Record<CopyState, string>> = { draft: "Entwurf", review: "in Prüfung", released: "freigegeben", published: "veröffentlicht" };
const stateKinds = { draft: undefined, review: "info", released: "success", published: "success" } as const;
export const stateBadge = (state: CopyState): Html => badge(stateWords[state], stateKinds[state]);

/** Whether the person may offer forms in all towns, and in which towns the person edits. */
export function rightsOf(portal: Pick<AdminPages, "tenants">, { visit }: Desk): { readonly mayAll: boolean; readonly towns: readonly string[] } {
  return { mayAll: holds(visit.staff, undefined, ["publisher"]), towns: portal.tenants.all().filter(({ id }) => holds(visit.staff, id, ["editor", "supervisor"])).map(({ id }) => id) };
}

const areas = [[undefined, "Aufbau"], ["vorschau", "Vorschau"], ["texte", "Texte"], ["regeln", "Regeln"], ["personen", "Personen"], ["gebuehr", "Gebühr"], ["dienst", "Dienst"], ["tests", "Tests"], ["veroeffentlichung", "Veröffentlichung"], ["zahlen", "Zahlen"], ["verlauf", "Verlauf"], ["json", "JSON"]] as const;

export interface WorkPage {
  readonly title: string;
  /** The heading; the title of the service unless told. */
  readonly area: (typeof areas)[number][0];
  readonly body: Content;
  readonly errors?: readonly ErrorLine[];
  readonly status?: number;
  readonly embeds?: boolean;
  readonly parents?: readonly { readonly text: string; readonly href: string }[];
}

/** The frame of every page of a working copy: what it is, in which state, undo and redo, its areas. */
export function workPage(portal: AdminPages, desk: CopyDesk, { title, area, body, errors, status, embeds, parents = [] }: WorkPage): Answer {
  const { copy, below, visit } = desk;
  const hidden = html`<input type="hidden" name="_csrf" value="${visit.staff.csrf}"><input type="hidden" name="${seenField}" value="${copy.revision}">`;
  const back = (action: string, text: string): Html => html`<form method="post" action="${below(action)}" data-once>${hidden}${button({ text, kind: "tertiary", small: true })}</form>`;
  const done = visit.request.method === "GET" ? doneWords(visit.query.get("getan")) : undefined;
  const head = html`<div class="portal-work__head"><p class="portal-work__facts">${title !== copy.content.service.title.de && html`<strong>${copy.content.service.title.de}</strong> `}${stateBadge(copy.state)} <span class="portal-muted">Version ${copy.content.form.version}, Stand ${copy.revision}, ${formatDateTime(copy.changedAt, "de")}</span></p>
<div class="portal-work__tools">${back("rueckgaengig", "Rückgängig")}${back("wiederholung", "Wiederholen")}</div></div>
${tabs("Bereiche des Formulars", areas.map(([path, text]) => ({ text, href: below(path), ...(path === area ? { current: true } : {}) })))}`;
  return editorPage(portal, desk, {
    title, body: html`${head}${body}`, parents: [{ text: "Formulare", href: desk.at("formulare") }, ...(title === copy.content.service.title.de ? [] : [{ text: copy.content.service.title.de, href: below() }]), ...parents],
    ...(errors === undefined ? {} : { errors }), ...(status === undefined ? {} : { status }), ...(embeds === undefined ? {} : { embeds }), ...(done === undefined ? {} : { done }),
  });
}

/** Who acts, on what the person has seen. */
export function actorAt({ tenant, copy, visit }: CopyDesk): AtCopy {
  const seen = visit.field(seenField);
  return { tenant: tenant.id, copy: copy.id, by: { id: visit.staff.staff, name: visit.staff.name }, seen: /^\d{1,9}$/.test(seen) ? Number(seen) : 0 };
}

export const hiddenOf = ({ copy }: Pick<CopyDesk, "copy">): Readonly<Record<string, string>> => ({ [seenField]: String(copy.revision) });

/** What was typed, for the page that says that somebody else was quicker. */
export type Typed = readonly { readonly label: string; readonly value: string }[];

/** Makes a change and goes on to `next`; or says why not, with nothing lost. */
export async function changed(portal: AdminPages, desk: CopyDesk, edit: Edit, options: { readonly next: string; readonly typed: Typed; readonly invalid?: (problems: readonly string[]) => Answer }): Promise<Answer> {
  const outcome = await portal.workshop.edit(actorAt(desk), edit);
  if (outcome.ok) return { redirect: options.next };
  return notChanged(portal, desk, outcome, edit, options);
}

function notChanged(portal: AdminPages, desk: CopyDesk, outcome: Extract<EditOutcome, { ok: false }>, edit: Edit, { typed, invalid }: { readonly typed: Typed; readonly invalid?: (problems: readonly string[]) => Answer }): Answer {
  if (outcome.why === "not-found") return { missing: true };
  if (outcome.why === "changed-meanwhile") return conflictPage(portal, desk, { by: outcome.by, now: edit.part(outcome.copy.content), before: outcome.seen && edit.part(outcome.seen), typed });
  const problems = outcome.problems.map(({ path, problem }) => `${path}: ${problem}`);
  if (invalid) return invalid(problems);
  return workPage(portal, { ...desk }, { title: "Das passt so nicht", area: undefined, status: 422, body: html`<p>Gespeichert ist nichts.</p><ul>${problems.map((one) => html`<li>${one}</li>`)}</ul>` });
}
