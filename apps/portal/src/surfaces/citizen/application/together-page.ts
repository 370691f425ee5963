import { html, type Html } from "@kommunalportal/html";
import type { Draft, Participant } from "#modules/applications";
import type { PublishedService } from "#modules/forms";
import { legalDate } from "#platform/clock";
import { isId } from "#platform/ids";
import { backLink } from "#ui/back-link";
import { button, buttonGroup, formButton, linkButton } from "#ui/button";
import { errorSummary } from "#ui/error-summary";
import { check } from "#ui/fields/choice-field";
import { form } from "#ui/form";
import { notice } from "#ui/notice";
import { say } from "#ui/text";
import { neededPeople } from "@kommunalportal/form-engine";
import { languageForm, onlyLanguage, type Answer } from "../../frame/index.ts";
import { applicantOf } from "./applicant-of.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { wordsIn } from "./messages.ts";
import { networkOf } from "./network-of.ts";
import { draftGone, openOwn } from "./open-own.ts";
import { competentOffice, titleOf } from "./service-facts-of.ts";
import { spellCode } from "./spell-code.ts";
import { inputId, textInput } from "./text-input.ts";

const formId = "einladung-formular";

interface Typed { readonly kind?: string; readonly name?: string; readonly mail?: string; readonly wrong?: { readonly field: "name" | "mail"; readonly text: string } }

/** GET `/antrag/:draft/gemeinsam`: who takes part, and a way to invite somebody. */
export async function togetherPage(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const opened = await openOwn(portal, visit, "gemeinsam");
  if (!opened.ok) return opened.answer;
  // Whoever fills in a part invites nobody.
  return opened.draft.part === undefined ? show(portal, visit, opened) : { redirect: visit.href(`/antrag/${opened.draft.id}/weiter`) };
}

/** POST: an invitation. The code is on this answer only. */
export async function invitePerson(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const opened = await openOwn(portal, visit, "gemeinsam");
  if (!opened.ok) return opened.answer;
  const { lang } = visit;
  const words = wordsIn(lang);
  const art = visit.field("art");
  const person = art.startsWith("person:") ? art.slice(7, 80) : undefined;
  const typed = { kind: art, name: visit.field("name").slice(0, 200), mail: visit.field("mail").slice(0, 254) };
  if (onlyLanguage(visit)) return show(portal, visit, opened, typed);
  const invited = await portal.applications.invite({
    draft: opened.draft.id, applicant: applicantOf(visit.session), kind: typed.kind === "co-applicant" ? "co-applicant" : "helper", ...(person === undefined ? {} : { person }), name: typed.name, address: typed.mail, network: networkOf(visit.request.ip),
  });
  if (invited.ok) {
    const main = html`<h1>${words.togetherCodeTitle}</h1><p class="portal-lead" role="status"><strong class="portal-code">${invited.code}</strong></p><p>${words.togetherCodeText}</p>
<details class="portal-why"><summary>${words.returnSpelled}</summary><div class="portal-why__body">${spellCode(invited.code, lang).map((group) => html`<p>${group.join(", ")}</p>`)}</div></details>${buttonGroup(linkButton({ text: words.togetherPeople, href: visit.href(`/antrag/${opened.draft.id}/gemeinsam`) }))}`;
    return { page: portal.layout(visit, { title: words.togetherCodeTitle, main, components: [] }) };
  }
  const wrong = (field: "name" | "mail", text: string, status = 422) => show(portal, visit, opened, { ...typed, wrong: { field, text } }, status);
  switch (invited.why) {
    case "not-found": return draftGone(portal, visit, `/antrag/${opened.draft.id}/gemeinsam`);
    case "not-offered": return { missing: true };
    case "name": return wrong("name", words.togetherNameMissing);
    case "too-many-people": return wrong("name", words.togetherPeopleMany);
    case "address": return wrong("mail", words.returnMailWrong);
    case "mail-refused": return wrong("mail", words.returnMailRefused);
    case "mail-unavailable": return wrong("mail", words.returnMailDown, 503);
    case "too-many": return wrong("mail", words.returnTooMany, 429);
  }
}

/** POST `/antrag/:draft/gemeinsam/:person/ruecknahme`. */
export async function takeInvitationBack(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const { id = "", person = "" } = visit.params;
  if (!isId(id) || !isId(person) || !await portal.applications.uninvite({ draft: id, applicant: applicantOf(visit.session), participant: person })) return { missing: true };
  return { redirect: visit.href(`/antrag/${id}/gemeinsam`) };
}

interface Own { readonly draft: Draft; readonly service: PublishedService }

async function show(portal: ApplicationPages, visit: TownSessionVisit, { draft, service }: Own, typed: Typed = {}, status = 200): Promise<Answer> {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const here = `/antrag/${draft.id}/gemeinsam`;
  const people = await portal.applications.participants({ draft: draft.id, applicant: applicantOf(session) }) ?? [];
  const { together } = service.package.service;
  const published = await portal.forms.service(draft.service, draft.formVersion) ?? service;
  const { wrong } = typed;
  const office = await competentOffice(portal, visit, service);
  const needed = neededPeople(published.form, draft.answers, legalDate(portal.clock.now())).filter(({ definition: { id } }) => !people.some((one) => one.person === id));
  const all = [
    ...needed.map(({ definition }) => ({ value: `person:${definition.id}`, label: say(definition.title, lang), hint: definition.shown === true ? words.togetherPersonShownHint : words.togetherPersonHint })),
    ...(together === undefined ? [] : [{ value: "co-applicant", label: say(together.title, lang) }]), { value: "helper", label: words.togetherHelperChoice, hint: words.togetherHelperHint },
  ];
  const choices = all.length === 1 ? undefined : all;
  const main = html`${backLink(lang, visit.href(`/antrag/${draft.id}/weiter`))}${errorSummary(lang, wrong === undefined ? [] : [{ message: wrong.text, fieldId: inputId(wrong.field) }])}
<p class="portal-muted">${titleOf(service, lang)}</p><h1>${words.togetherTitle}</h1><p class="portal-lead">${together === undefined ? words.togetherHelperIntro : words.togetherIntro}</p>${(needed.length > 0 || people.some((one) => one.person !== undefined)) && html`<p>${words.togetherPersonIntro}</p>`}${needed.length > 0 && notice(lang, { kind: "info", title: words.togetherPersonMissing, body: html`<ul class="portal-list">${needed.map(({ definition }) => html`<li>${say(definition.title, lang)}</li>`)}</ul>` })}
<h2>${words.togetherPeople}</h2>${people.length === 0 ? html`<p>${words.togetherNobody}</p>` : html`<ul class="portal-results">${people.map((one) => person(visit, here, one))}</ul>`}
<h2>${words.togetherInvite}</h2>${form(lang, {
    id: formId, action: visit.href(here), csrf: session.csrf, hidden: choices === undefined ? { art: "helper" } : {},
    body: html`${choices && html`<div class="portal-field-group"><fieldset class="kern-fieldset portal-field" role="radiogroup"><legend class="kern-label">${words.togetherWho}</legend><div class="kern-fieldset__body">${choices.map(({ value, label, ...more }) => check({ type: "radio", id: `feld-art-${value}`, name: "art", value, label, ...more, checked: value === (choices.some((one) => one.value === typed.kind) ? typed.kind : choices[0]?.value) }))}</div></fieldset></div>`}
${textInput(lang, { name: "name", type: "text", label: words.togetherName, autocomplete: "off", value: typed.name ?? "", ...(wrong?.field === "name" ? { wrong: wrong.text } : {}) })}${textInput(lang, { name: "mail", type: "email", label: words.togetherMail, hint: words.togetherMailHint, autocomplete: "off", value: typed.mail ?? "", ...(wrong?.field === "mail" ? { wrong: wrong.text } : {}) })}${buttonGroup(button({ text: words.togetherSend }))}`,
  })}`;
  return { page: portal.layout(visit, { title: words.togetherTitle, main, hasErrors: wrong !== undefined, components: [], languageForm: languageForm(visit, formId, here), ...(office === undefined ? {} : { help: office }) }), status };
}

function person(visit: TownSessionVisit, here: string, one: Participant): Html {
  const words = wordsIn(visit.lang);
  const state = one.person !== undefined ? `, ${one.state === "confirmed" ? words.partDone : words.partMissing}` : one.kind === "helper" ? "" : `, ${words[`togetherState.${one.state}`]}`;
  return html`<li><p><strong>${one.name}</strong>: ${one.person === undefined ? words[`together.${one.kind}`] : words.togetherPerson}${state}</p>${formButton({ text: words.togetherRemove, hidden: one.name, kind: "tertiary", action: visit.href(`${here}/${one.id}/ruecknahme`), csrf: visit.session.csrf })}</li>`;
}
