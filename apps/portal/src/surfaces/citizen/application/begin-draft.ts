import { legalDate } from "#platform/clock";
import { linkButton } from "#ui/button";
import type { Answer } from "../../frame/index.ts";
import { applicantOf } from "./applicant-of.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { messagePage } from "./message-page.ts";
import { wordsIn } from "./messages.ts";
import { firstOpenStep } from "./next-page.ts";
import { networkOf } from "./network-of.ts";
import { fillable } from "./prefill.ts";
import { signInHref } from "./sign-in-href.ts";

/** POST `/antrag/:service/entwurf`: a draft of one's own. Nothing of the account is in it before the person has agreed. */
export async function beginDraft(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const slug = visit.params["id"] ?? "";
  const applicant = applicantOf(visit.session);
  const started = await portal.applications.startDraft({ applicant, tenant: visit.tenant.id, service: slug, language: visit.lang, network: networkOf(visit.request.ip) });
  if (started.ok) {
    const { draft, service } = started;
    const offers = fillable(service.form, draft.answers, visit.session, portal.clock.now());
    return { redirect: visit.href(`/antrag/${draft.id}/${offers.length > 0 ? "uebernahme" : firstOpenStep(service.form, draft, legalDate(portal.clock.now()))}`) };
  }
  const words = wordsIn(visit.lang);
  switch (started.why) {
    case "unknown-service": return { missing: true };
    // The start page says it with the other ways.
    case "switched-off": return { redirect: visit.href(`/antrag/${slug}`) };
    case "sign-in-needed": return { redirect: signInHref(visit, `/antrag/${slug}`, { service: slug }) };
    case "too-many-drafts":
      return messagePage(portal, visit, { title: words.tooManyDrafts, texts: [words.tooManyDraftsText], status: 409, actions: linkButton({ text: words.cases, href: visit.href("/vorgaenge") }) });
    case "too-many-requests":
      return messagePage(portal, visit, { title: words.tooManyRequests, texts: [words.tooManyRequestsText], status: 429, headers: { "retry-after": "3600" }, actions: linkButton({ text: words.startSignIn, href: signInHref(visit, `/antrag/${slug}`, { service: slug }) }) });
  }
}
