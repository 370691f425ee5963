import { html, type Html } from "@kommunalportal/html";
import type { OwnPart, Part, PartState, TookPart } from "#modules/applications";
import type { PublishedService } from "#modules/forms";
import { button, buttonGroup } from "#ui/button";
import { answerSections } from "#ui/check-page";
import { descriptionList } from "#ui/description-list";
import { errorSummary } from "#ui/error-summary";
import { form } from "#ui/form";
import { notice } from "#ui/notice";
import { say } from "#ui/text";
import { summary } from "@kommunalportal/form-engine";
import { languageForm, onlyLanguage, type Answer } from "../../frame/index.ts";
import { applicantOf } from "./applicant-of.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { filled, wordsIn } from "./messages.ts";
import { networkOf } from "./network-of.ts";
import { showParticipation } from "./participation-page.ts";
import { titleOf } from "./service-facts-of.ts";
import { signInHref } from "./sign-in-href.ts";
import { inputId, textInput } from "./text-input.ts";

const formId = "code-formular";

/** GET `/beteiligung/:link`: asks for the code, whether there is anything behind the link or not. */
export function participantPage(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  return Promise.resolve(ask(portal, visit, undefined));
}

/** POST: what a helper sees of the gaps, or what somebody who applies together reads and confirms. */
export async function lookAsParticipant(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  if (onlyLanguage(visit)) return ask(portal, visit, undefined);
  return answer(portal, visit, await portal.applications.takePart({ ...brought(visit), level: visit.session.level }));
}

/** POST `/beteiligung/:link/bestaetigung`. */
export async function confirmAsParticipant(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  return answer(portal, visit, await portal.applications.confirmPart({ ...brought(visit), level: visit.session.level, ...(visit.session.account === undefined ? {} : { account: visit.session.account }) }));
}

function brought(visit: TownSessionVisit) {
  return { link: visit.params["link"] ?? "", code: visit.field("code").slice(0, 80), network: networkOf(visit.request.ip) };
}

function answer(portal: ApplicationPages, visit: TownSessionVisit, took: TookPart): Answer {
  const words = wordsIn(visit.lang);
  if (took.ok) return show(portal, visit, took.part);
  switch (took.why) {
    case "not-complete": return show(portal, visit, took.part, 409);
    case "sent": return showParticipation(portal, visit, took.sent);
    case "not-yours": return show(portal, visit, took.part, 403);
    case "own-part": return showOwn(portal, visit, took.own);
    case "mistyped": return ask(portal, visit, visit.field("code") === "" ? words.returnCodeMissing : words.returnCodeWrong);
    case "no-match": return ask(portal, visit, words.partNoMatch);
    case "too-many-attempts": return ask(portal, visit, words.returnLocked, 429);
  }
}

function ask(portal: ApplicationPages, visit: TownSessionVisit, wrong: string | undefined, status = wrong === undefined ? 200 : 422): Answer {
  const { lang } = visit;
  const words = wordsIn(lang);
  const main = html`${errorSummary(lang, wrong === undefined ? [] : [{ message: wrong, fieldId: inputId("code") }])}<h1>${words.partTitle}</h1><p class="portal-lead">${words.partText}</p>${form(lang, {
    id: formId, action: visit.href(address(visit)), csrf: visit.session.csrf,
    body: html`${textInput(lang, { name: "code", type: "text", label: words.returnCode, hint: words.returnCodeHint, autocomplete: "off", value: status === 429 ? "" : visit.field("code").slice(0, 80), ...(wrong === undefined ? {} : { wrong }) })}${buttonGroup(button({ text: words.partOpen }))}`,
  })}`;
  return { page: portal.layout(visit, { title: words.partTitle, main, hasErrors: wrong !== undefined, components: [], languageForm: languageForm(visit, formId, address(visit)) }), status, ...(status === 429 ? { headers: { "retry-after": "3600" } } : {}) };
}

const address = (visit: TownSessionVisit): string => `/beteiligung/${encodeURIComponent((visit.params["link"] ?? "").slice(0, 64))}`;

function show(portal: ApplicationPages, visit: TownSessionVisit, part: Part, status = 200): Answer {
  const { lang } = visit;
  const words = wordsIn(lang);
  const title = part.answers === undefined ? words.partHelper : words.partRead;
  const main = html`<p class="portal-muted">${titleOf(part.service, lang)}</p><h1>${title}</h1>${part.answers === undefined ? gaps(visit, part) : reading(visit, part)}`;
  return { page: portal.layout(visit, { title, main, components: [] }), status };
}

/** POST `/beteiligung/:link/angaben`: begins the own part, or goes on with it in this browser. */
export async function fillInPart(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const words = wordsIn(visit.lang);
  const begun = await portal.applications.beginPart({ ...brought(visit), to: applicantOf(visit.session), language: visit.lang });
  if (begun.ok) return { redirect: visit.href(`/antrag/${begun.draft}/weiter`) };
  switch (begun.why) {
    case "mistyped": return ask(portal, visit, words.returnCodeWrong);
    case "no-match": case "not-yours": return ask(portal, visit, words.partNoMatch);
    case "too-many-attempts": return ask(portal, visit, words.returnLocked, 429);
    case "sent": return lookAsParticipant(portal, visit);
    case "sign-in-needed": return { redirect: signInHref(visit, address(visit), { account: false }) };
  }
}

/** Somebody who fills in a part of their own: what that means, who is missing, and the way in. */
function showOwn(portal: ApplicationPages, visit: TownSessionVisit, { service, states }: OwnPart): Answer {
  const { lang } = visit;
  const words = wordsIn(lang);
  const done = states.some((one) => one.mine && one.done);
  const main = html`<p class="portal-muted">${titleOf(service, lang)}</p><h1>${words.partOwn}</h1><p class="portal-lead">${partReaders(visit, service, states.find(({ mine }) => mine)?.person)}</p>${done && notice(lang, { kind: "success", title: words.partOwnDone, body: words.partOwnDoneText })}${partStatesList(visit, service, states)}
${form(lang, { action: visit.href(`${address(visit)}/angaben`), csrf: visit.session.csrf, hidden: { code: visit.field("code").slice(0, 80) }, body: buttonGroup(button({ text: done ? words.partOwnChange : words.partOwnBegin })) })}`;
  return { page: portal.layout(visit, { title: words.partOwn, main, components: [] }) };
}

/** Who will read what this person fills in. */
export function partReaders(visit: TownSessionVisit, { package: { definition } }: PublishedService, person: string | undefined): string {
  const words = wordsIn(visit.lang);
  return definition.people?.find(({ id }) => id === person)?.shown === true ? words.partShownText : words.partOwnText;
}

/** Who fills in a part, and who is missing: titles only. */
export function partStatesList(visit: TownSessionVisit, { package: { definition } }: PublishedService, states: readonly PartState[]): Html {
  const words = wordsIn(visit.lang);
  const rows = states.map(({ person, done, mine }) => {
    const title = definition.people?.find(({ id }) => id === person)?.title;
    return { term: `${title === undefined ? person : say(title, visit.lang)}${mine ? ` (${words.partYou})` : ""}`, value: done ? words.partDone : words.partMissing };
  });
  return html`<h2>${words.partStates}</h2>${descriptionList(rows)}`;
}

/** Which pages are done: no answer is on it. */
function gaps(visit: TownSessionVisit, { steps, service, states }: Part): Html {
  const { lang } = visit;
  const words = wordsIn(lang);
  const rows = steps.map(({ id, open }) => {
    const step = service.form.steps.find((one) => one.id === id);
    return { term: step ? say(step.definition.title, lang) : id, value: open === 0 ? words.partStepDone : filled(words.partStepOpen, { count: open }) };
  });
  return html`<p class="portal-lead">${words.partHelperText}</p>${steps.every(({ open }) => open === 0) && states.every(({ done }) => done) && notice(lang, { kind: "success", title: words.partComplete })}${descriptionList(rows)}${states.length > 0 && partStatesList(visit, service, states)}`;
}

function reading(visit: TownSessionVisit, { answers = {}, participant, service, steps, day }: Part): Html {
  const { lang } = visit;
  const words = wordsIn(lang);
  const complete = steps.every(({ open }) => open === 0);
  const done = participant.state === "confirmed";
  return html`${done ? notice(lang, { kind: "success", title: words.partConfirmed, body: words.partConfirmedText, live: true }) : html`<p class="portal-lead">${filled(words.partReadText, { name: participant.name })}</p>`}
${participant.state === "outdated" && notice(lang, { kind: "info", title: words["togetherState.outdated"] })}${!complete && notice(lang, { kind: "info", title: words.partNotComplete })}
${answerSections(lang, summary(service.form, answers, lang, day))}${complete && !done && form(lang, { action: visit.href(`${address(visit)}/bestaetigung`), csrf: visit.session.csrf, hidden: { code: visit.field("code").slice(0, 80) }, body: buttonGroup(button({ text: words.partConfirm })) })}`;
}
