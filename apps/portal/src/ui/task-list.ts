import { attr, html, type Html } from "@kommunalportal/html";
import { badge, type BadgeKind } from "./badge.ts";
import { t, type Lang } from "./text.ts";

export type TaskState = "done" | "open" | "started" | "blocked" | "problem";
export interface Task { readonly id: string; readonly title: string; readonly href?: string; readonly state: TaskState }

const kinds: Readonly<Record<TaskState, BadgeKind | undefined>> = { done: undefined, blocked: undefined, open: "info", started: "info", problem: "danger" };

/** For long services only (GOV.UK »Task list«): few statuses, done without colour, the whole row linked unless it is not possible yet. */
export function taskList(lang: Lang, tasks: readonly Task[]): Html {
  return html`<ul class="portal-tasks">${tasks.map((task) => {
    const statusId = `aufgabe-${task.id}`;
    const kind = kinds[task.state];
    const status = t(lang, `task.${task.state}`);
    return html`<li class="portal-tasks__item">${task.href === undefined || task.state === "blocked" ? html`<span class="portal-tasks__title portal-muted">${task.title}</span>` : html`<a class="kern-link portal-tasks__title" href="${task.href}" ${attr("aria-describedby", statusId)}>${task.title}</a>`}<span id="${statusId}" class="portal-tasks__status">${kind === undefined ? status : badge(status, kind)}</span></li>`;
  })}</ul>`;
}
