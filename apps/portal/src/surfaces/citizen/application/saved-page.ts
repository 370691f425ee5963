import { html, type Html } from "@kommunalportal/html";
import type { FieldError } from "@kommunalportal/form-engine";
import type { Draft } from "#modules/applications";
import type { PublishedService } from "#modules/forms";
import { linkButton } from "#ui/button";
import { formatLastDay } from "#ui/format";
import { notice } from "#ui/notice";
import { say } from "#ui/text";
import type { Answer } from "../../frame/index.ts";
import { applicantOf } from "./applicant-of.ts";
import { returnForm, returnLanguage } from "./return-page.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { messagePage } from "./message-page.ts";
import { filled, wordsIn } from "./messages.ts";
import { openOwn } from "./open-own.ts";
import { competentOffice } from "./service-facts-of.ts";
import { signInHref } from "./sign-in-href.ts";

interface Saved { readonly draft: Draft; readonly service: PublishedService; readonly lost?: readonly FieldError[] }

/** GET `/antrag/:draft/gespeichert`: how long it is kept and how one comes back. */
export async function savedPage(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const opened = await openOwn(portal, visit, "gespeichert");
  return opened.ok ? show(portal, visit, opened) : opened.answer;
}

/** »Speichern und später weitermachen« stops nobody: what is right is kept, what could not be read is named. */
export function savedExcept(portal: ApplicationPages, visit: TownSessionVisit, saved: Saved): Promise<Answer> {
  return show(portal, visit, saved);
}

async function show(portal: ApplicationPages, visit: TownSessionVisit, { draft, service, lost = [] }: Saved): Promise<Answer> {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const kept = session.account === undefined ? words.savedVisitor : filled(words.savedAccount, { day: formatLastDay(draft.expiresAt, lang) });
  const more: Html | false = lost.length > 0 && notice(lang, { kind: "warning", title: words.savedWithout, body: html`<ul class="portal-list">${lost.map(({ message }) => html`<li>${say(message, lang)}</li>`)}</ul>` });
  const back = draft.part === undefined && portal.applications.returnOffered(service.package.service.trustLevel, draft, applicantOf(session)) && returnForm(visit, draft.id);
  const path = `/antrag/${draft.id}/weiter`;
  return messagePage(portal, visit, {
    title: words.savedTitle, texts: [kept], status: 200, more: html`${more}${back}`, ...(back === false ? {} : { languageForm: returnLanguage(visit, draft.id) }), help: await competentOffice(portal, visit, service),
    actions: [
      linkButton({ text: words.savedContinue, href: visit.href(path), icon: "arrow-forward" }),
      !session.signedIn && service.package.service.signIn !== "never" && linkButton({ text: words.savedSignIn, href: signInHref(visit, path, { service: draft.service, account: true }), kind: "secondary" }),
      draft.part === undefined && linkButton({ text: words.togetherLink, href: visit.href(`/antrag/${draft.id}/gemeinsam`), kind: "tertiary" }),
      session.account !== undefined && linkButton({ text: words.cases, href: visit.href("/vorgaenge"), kind: "tertiary" }),
    ],
  });
}
