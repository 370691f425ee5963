import { legalDate } from "#platform/clock";
import type { Answer } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { firstOpenStep } from "./next-page.ts";
import { openOwn } from "./open-own.ts";

/** GET `/antrag/:draft/weiter`: the first page where something is left to do. */
export async function resumeDraft(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const opened = await openOwn(portal, visit, "weiter");
  if (!opened.ok) return opened.answer;
  return { redirect: visit.href(`/antrag/${opened.draft.id}/${firstOpenStep(opened.service.form, opened.draft, legalDate(portal.clock.now()))}`) };
}
