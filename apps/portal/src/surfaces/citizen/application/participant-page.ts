import { html, type Html } from "@kommunalportal/html";
import type { Part, TookPart } from "#modules/applications";
import { button, buttonGroup } from "#ui/button";
import { answerSections } from "#ui/check-page";
import { descriptionList } from "#ui/description-list";
import { errorSummary } from "#ui/error-summary";
import { form } from "#ui/form";
import { notice } from "#ui/notice";
import { say } from "#ui/text";
import { summary } from "@kommunalportal/form-engine";
import type { Answer } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { filled, wordsIn } from "./messages.ts";
import { networkOf } from "./network-of.ts";
import { titleOf } from "./service-facts-of.ts";
import { inputId, textInput } from "./text-input.ts";

/** GET `/beteiligung/:link`: asks for the code, whether there is anything behind the link or not. */
export function participantPage(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  return Promise.resolve(ask(portal, visit, undefined));
}

/** POST: what a helper sees of the gaps, or what somebody who applies together reads and confirms. */
export async function lookAsParticipant(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  return answer(portal, visit, await portal.applications.takePart(brought(visit)));
}

/** POST `/beteiligung/:link/bestaetigung`. */
export async function confirmAsParticipant(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  return answer(portal, visit, await portal.applications.confirmPart({ ...brought(visit), level: visit.session.level }));
}

function brought(visit: TownSessionVisit) {
  return { link: visit.params["link"] ?? "", code: visit.field("code").slice(0, 80), network: networkOf(visit.request.ip) };
}

function answer(portal: ApplicationPages, visit: TownSessionVisit, took: TookPart): Answer {
  const words = wordsIn(visit.lang);
  if (took.ok) return show(portal, visit, took.part);
  switch (took.why) {
    case "not-complete": return show(portal, visit, took.part, 409);
    case "not-yours": return show(portal, visit, took.part, 403);
    case "mistyped": return ask(portal, visit, visit.field("code") === "" ? words.returnCodeMissing : words.returnCodeWrong);
    case "no-match": return ask(portal, visit, words.partNoMatch);
    case "too-many-attempts": return ask(portal, visit, words.returnLocked, 429);
  }
}

function ask(portal: ApplicationPages, visit: TownSessionVisit, wrong: string | undefined, status = wrong === undefined ? 200 : 422): Answer {
  const { lang } = visit;
  const words = wordsIn(lang);
  const main = html`${errorSummary(lang, wrong === undefined ? [] : [{ message: wrong, fieldId: inputId("code") }])}<h1>${words.partTitle}</h1><p class="portal-lead">${words.partText}</p>${form(lang, {
    action: visit.href(address(visit)), csrf: visit.session.csrf,
    body: html`${textInput(lang, { name: "code", type: "text", label: words.returnCode, hint: words.returnCodeHint, autocomplete: "off", ...(wrong === undefined ? {} : { value: status === 429 ? "" : visit.field("code").slice(0, 80), wrong }) })}${buttonGroup(button({ text: words.partOpen }))}`,
  })}`;
  return { page: portal.layout(visit, { title: words.partTitle, main, hasErrors: wrong !== undefined, components: [] }), status, ...(status === 429 ? { headers: { "retry-after": "3600" } } : {}) };
}

const address = (visit: TownSessionVisit): string => `/beteiligung/${encodeURIComponent((visit.params["link"] ?? "").slice(0, 64))}`;

function show(portal: ApplicationPages, visit: TownSessionVisit, part: Part, status = 200): Answer {
  const { lang } = visit;
  const words = wordsIn(lang);
  const title = part.answers === undefined ? words.partHelper : words.partRead;
  const main = html`<p class="portal-muted">${titleOf(part.service, lang)}</p><h1>${title}</h1>${part.answers === undefined ? gaps(visit, part) : reading(visit, part)}`;
  return { page: portal.layout(visit, { title, main, components: [] }), status };
}

/** Which pages are done: no answer is on it. */
function gaps(visit: TownSessionVisit, { steps, service }: Part): Html {
  const { lang } = visit;
  const words = wordsIn(lang);
  const rows = steps.map(({ id, open }) => {
    const step = service.form.steps.find((one) => one.id === id);
    return { term: step ? say(step.definition.title, lang) : id, value: open === 0 ? words.partStepDone : filled(words.partStepOpen, { count: open }) };
  });
  return html`<p class="portal-lead">${words.partHelperText}</p>${steps.every(({ open }) => open === 0) && notice(lang, { kind: "success", title: words.partComplete })}${descriptionList(rows)}`;
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
