import type { Draft } from "#modules/applications";
import { legalDate } from "#platform/clock";
import type { Answer } from "../../frame/index.ts";
import { applicantOf } from "./applicant-of.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { firstOpenStep } from "./next-page.ts";
import { openOwn } from "./open-own.ts";
import { isLong } from "./task-page.ts";

/** GET `/antrag/:draft/weiter`: the first page where something is left to do; of a long form its list of tasks. */
export async function resumeDraft(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const opened = await openOwn(portal, visit, "weiter");
  if (!opened.ok) return opened.answer;
  const moved = await takeAlong(portal, visit, opened.draft);
  const now = moved ? await openOwn(portal, visit, "weiter") : opened;
  if (!now.ok) return now.answer;
  const { draft, service } = now;
  const day = legalDate(portal.clock.now());
  return { redirect: visit.href(`/antrag/${draft.id}/${isLong(service, draft, day) ? "aufgaben" : firstOpenStep(service.form, draft, day)}${moved ? "?fassung=neu" : ""}`) };
}

/** Where the town offers another version meanwhile, the draft goes on with that one if nothing is lost by it. */
async function takeAlong(portal: ApplicationPages, visit: TownSessionVisit, draft: Draft): Promise<boolean> {
  const offered = await portal.forms.current(draft.service, draft.tenant);
  return offered !== undefined && offered.version !== draft.formVersion && (await portal.applications.moveDraft({ draft: draft.id, applicant: applicantOf(visit.session) })).kind === "moved";
}
