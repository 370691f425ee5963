import { html } from "@kommunalportal/html";
import { legalDate } from "#platform/clock";
import { checkAll, visibleSteps } from "@kommunalportal/form-engine";
import type { Draft } from "#modules/applications";
import type { PublishedService } from "#modules/forms";
import { taskList, type Task } from "#ui/task-list";
import { say } from "#ui/text";
import type { Answer, Lang } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { filled, wordsIn } from "./messages.ts";
import { movedNotice } from "./moved-notice.ts";
import { openOwn } from "./open-own.ts";
import { competentOffice, componentsOf, switchOf, titleOf } from "./service-facts-of.ts";

/** Forms with more steps than this begin with a list of them, to be filled in in any order (GOV.UK »Complete multiple tasks«). */
const mostInARow = 7;

/** Whether the form is long enough, as it stands with these answers, for a list of tasks. */
export function isLong({ form }: Pick<PublishedService, "form">, draft: Pick<Draft, "answers">, day: string): boolean {
  return visibleSteps(form, draft.answers, day).length > mostInARow;
}

/** GET `/antrag/:draft/aufgaben`: every part of a long form, with what is done and what is left. */
export async function taskPage(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const opened = await openOwn(portal, visit, "aufgaben");
  if (!opened.ok) return opened.answer;
  const { draft, service } = opened;
  const words = wordsIn(visit.lang);
  const tasks = tasksOf(opened, legalDate(portal.clock.now()), visit.lang, (page) => visit.href(`/antrag/${draft.id}/${page}`));
  const done = tasks.filter(({ state }) => state === "done").length;
  const office = await competentOffice(portal, visit, service);
  const main = html`<p class="portal-muted">${titleOf(service, visit.lang)}</p><h1>${words.tasks}</h1><p class="portal-lead">${filled(words.tasksDone, { done: String(done), total: String(tasks.length - 1) })}</p>${movedNotice(visit)}${taskList(visit.lang, tasks)}`;
  return {
    page: portal.layout(visit, {
      title: `${words.tasks} – ${titleOf(service, visit.lang)}`, main, components: componentsOf(service, switchOf(portal, draft.tenant, draft.service)), service: draft.service,
      ...(office === undefined ? {} : { help: office }),
    }),
  };
}

/** One task per reached step, and the check page at the end, which opens when nothing is missing. */
function tasksOf({ draft, service }: { readonly draft: Draft; readonly service: PublishedService }, day: string, lang: Lang, href: (page: string) => string): readonly Task[] {
  const open = new Set(checkAll(service.form, draft.answers, day).map(({ stepId }) => stepId));
  const steps = visibleSteps(service.form, draft.answers, day).map(({ id, definition }): Task => {
    const begun = draft.savedSteps[id] !== undefined;
    return { id, title: say(definition.title, lang), href: href(id), state: !begun ? "open" : open.has(id) ? "started" : "done" };
  });
  const ready = steps.every(({ state }) => state === "done");
  return [...steps, { id: "pruefen", title: draft.part === undefined ? wordsIn(lang).check : wordsIn(lang).partCheck, state: ready ? "open" : "blocked", ...(ready ? { href: href("pruefen") } : {}) }];
}
