import { formButton, linkButton } from "#ui/button";
import { isId } from "#platform/ids";
import type { Answer } from "../../frame/index.ts";
import { applicantOf } from "./applicant-of.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { messagePage } from "./message-page.ts";
import { filled, wordsIn } from "./messages.ts";
import { draftGone, openOwn } from "./open-own.ts";
import { titleOf } from "./service-facts-of.ts";

/** GET `/antrag/:draft/loeschung`: asks once more. */
export async function deletePage(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const opened = await openOwn(portal, visit, "loeschung");
  if (!opened.ok) return opened.answer;
  const words = wordsIn(visit.lang);
  const { draft, service } = opened;
  return messagePage(portal, visit, {
    title: words.deleteTitle, texts: [filled(words.deleteText, { service: titleOf(service, visit.lang) })], status: 200,
    actions: [
      formButton({ text: words.deleteYes, action: visit.href(`/antrag/${draft.id}/loeschung`), csrf: visit.session.csrf, icon: "delete" }),
      linkButton({ text: words.deleteNo, href: visit.href(`/antrag/${draft.id}/weiter`), kind: "secondary" }),
    ],
  });
}

/** POST: the draft and its files are gone. */
export async function deleteOwn(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const id = visit.params["id"] ?? "";
  if (!isId(id)) return { missing: true };
  const words = wordsIn(visit.lang);
  if (!(await portal.applications.deleteDraft({ draft: id, applicant: applicantOf(visit.session) }))) return draftGone(portal, visit, `/antrag/${id}/weiter`);
  return messagePage(portal, visit, { title: words.deletedTitle, texts: [words.deletedText], status: 200, actions: linkButton({ text: words.offServices, href: visit.href("/leistungen"), kind: "secondary" }) });
}
