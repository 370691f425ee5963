import { html, type Content } from "@kommunalportal/html";
import { checkAll, summary, visibleSteps } from "@kommunalportal/form-engine";
import type { Draft } from "#modules/applications";
import type { PublishedService } from "#modules/forms";
import { legalDate } from "#platform/clock";
import { backLink } from "#ui/back-link";
import { button, buttonGroup, linkButton } from "#ui/button";
import { answerSections } from "#ui/check-page";
import { form } from "#ui/form";
import { notice } from "#ui/notice";
import { stepList } from "#ui/step-list";
import { t } from "#ui/text";
import type { Answer } from "../../frame/index.ts";
import { applicantOf } from "./applicant-of.ts";
import type { ApplicationPages } from "./application-pages.ts";
import { formInWords, sayTo } from "./easy-language.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { wordsIn } from "./messages.ts";
import { draftGone, identifyAgain, openOwn } from "./open-own.ts";
import { partReaders, partStatesList } from "./participant-page.ts";
import { titleOf } from "./service-facts-of.ts";
import { signInHref } from "./sign-in-href.ts";

interface OwnPart { readonly draft: Draft; readonly service: PublishedService; readonly part: NonNullable<Draft["part"]> }

/** The check page of somebody who fills in a part: their answers, who is missing, and the button that hands it in. Nobody but whoever began sends. */
export async function showPartCheck(portal: ApplicationPages, visit: TownSessionVisit, { draft, service }: OwnPart, before: Content = false): Promise<Answer> {
  const { lang } = visit;
  const words = wordsIn(lang);
  const day = legalDate(portal.clock.now());
  const at = (page: string): string => visit.href(`/antrag/${draft.id}/${page}`);
  const reached = visibleSteps(service.form, draft.answers, day);
  const states = await portal.applications.partStates({ draft: draft.id, applicant: applicantOf(visit.session) }) ?? [];
  const done = states.some((one) => one.mine && one.done);
  const changed = states.some((one) => one.changed === true);
  const title = t(lang, "check.title");
  const main = html`${backLink(lang, at(reached.at(-1)?.id ?? "weiter"))}${before}
${stepList(lang, [...reached.map(({ id, definition }) => ({ title: sayTo(visit, definition.title), state: "done" as const, href: at(id) })), { title: words.partCheck, state: "current" as const }])}
<p class="portal-muted">${titleOf(service, lang)}</p><h1>${title}</h1><p class="portal-lead">${partReaders(visit, service, draft.part?.person)}</p>
${answerSections(lang, summary(formInWords(visit, service), draft.answers, lang, day), { changeHref: (step) => `${at(step)}?zurueck=pruefen` })}
${partStatesList(visit, service, states)}${done && html`${changed ? html`<p>${words.partChanged}</p>` : before === false && html`<p>${words.partOwnDoneText}</p>`}<p>${visit.session.account === undefined ? words.partKeep : words.partKeepAccount}</p>${buttonGroup(linkButton({ text: words.partPdf, href: at("meine-angaben.pdf"), icon: "download", kind: "secondary" }))}`}
${form(lang, { action: at("fertig"), csrf: visit.session.csrf, hidden: { verbindlich: "1" }, body: html`<p class="portal-binding">${words.partBinding}</p>${buttonGroup(button({ text: done ? words.partHandInAgain : words.partHandIn }))}` })}`;
  return { page: portal.layout(visit, { title: `${title} – ${titleOf(service, lang)}`, main, components: [], service: draft.service, printable: true }) };
}

/** POST `/antrag/:draft/fertig`: the part is handed in as it is now. */
export async function handInPart(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const opened = await openOwn(portal, visit, "pruefen");
  if (!opened.ok) return opened.answer;
  const { draft, service } = opened;
  if (draft.part === undefined) return { missing: true };
  const words = wordsIn(visit.lang);
  const path = `/antrag/${draft.id}/pruefen`;
  const [open] = checkAll(service.form, draft.answers, legalDate(portal.clock.now()));
  if (open) return { redirect: `${visit.href(`/antrag/${draft.id}/${open.stepId}`)}?fehlt=1&zurueck=pruefen` };
  const outcome = await portal.applications.finishPart({ draft: draft.id, applicant: applicantOf(visit.session), confirmed: visit.field("verbindlich") === "1" });
  if (outcome.ok) return showPartCheck(portal, visit, { draft, service, part: draft.part }, notice(visit.lang, { kind: "success", title: words.partOwnDone, body: words.partOwnDoneText, live: true }));
  switch (outcome.why) {
    case "not-confirmed": return { redirect: visit.href(path) };
    case "not-complete": return { redirect: `${visit.href(`/antrag/${draft.id}/${outcome.step}`)}?fehlt=1&zurueck=pruefen` };
    case "account-needed": return { redirect: signInHref(visit, path, { service: draft.service, account: true }) };
    case "level-too-low": return identifyAgain(portal, visit, outcome.needed, path, "levelSend", draft.service);
    case "not-found": return draftGone(portal, visit, path);
  }
}

/** GET `/antrag/:draft/meine-angaben.pdf`: what this person has handed in, for them to keep. */
export async function partPdf(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const opened = await openOwn(portal, visit, "pruefen");
  if (!opened.ok) return opened.answer;
  const document = await portal.applications.partDocument({ draft: opened.draft.id, applicant: applicantOf(visit.session) });
  return document === undefined ? { redirect: visit.href(`/antrag/${opened.draft.id}/pruefen`) } : { body: document.pdf, type: "application/pdf", download: document.name };
}
