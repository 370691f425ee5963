import { legalDate } from "#platform/clock";
import type { Answer } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { firstOpenStep } from "./next-page.ts";
import { openOwn } from "./open-own.ts";
import { isLong } from "./task-page.ts";

/** GET `/antrag/:draft/weiter`: the first page where something is left to do; of a long form its list of tasks. */
export async function resumeDraft(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const opened = await openOwn(portal, visit, "weiter");
  if (!opened.ok) return opened.answer;
  const { draft, service } = opened;
  const day = legalDate(portal.clock.now());
  return { redirect: visit.href(`/antrag/${draft.id}/${isLong(service, draft, day) ? "aufgaben" : firstOpenStep(service.form, draft, day)}`) };
}
