import { html, type Html } from "@kommunalportal/html";
import { isId } from "#platform/ids";
import { button, buttonGroup, linkButton } from "#ui/button";
import { errorSummary } from "#ui/error-summary";
import { form } from "#ui/form";
import { formatDate } from "#ui/format";
import { languageForm, onlyLanguage, type Answer, type SessionVisit } from "../../frame/index.ts";
import { applicantOf } from "./applicant-of.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { filled, wordsIn } from "./messages.ts";
import { networkOf } from "./network-of.ts";
import { draftGone } from "./open-own.ts";
import { spellCode } from "./spell-code.ts";
import { textInput } from "./text-input.ts";

interface Typed { readonly value?: string; readonly wrong?: string }

const mailFormId = "rueckkehr-formular";
const codeFormId = "code-formular";

/** So that a change of the language takes along what is typed into {@link returnForm}. */
export function returnLanguage(visit: SessionVisit, draft: string) {
  return languageForm(visit, mailFormId, `/antrag/${draft}/rueckkehr`);
}

/** On the page of a saved draft: link by mail, code on the page. */
export function returnForm(visit: SessionVisit, draft: string, typed: Typed = {}): Html {
  const words = wordsIn(visit.lang);
  return html`<section class="portal-section" aria-labelledby="rueckkehr-titel"><h2 id="rueckkehr-titel">${words.returnTitle}</h2><p>${words.returnOffer}</p>${form(visit.lang, {
    id: mailFormId, action: visit.href(`/antrag/${draft}/rueckkehr`), csrf: visit.session.csrf,
    body: html`${textInput(visit.lang, { name: "mail", type: "email", label: words.returnMail, hint: words.returnMailHint, autocomplete: "email", ...typed })}${buttonGroup(button({ text: words.returnSend, kind: "secondary" }))}`,
  })}</section>`;
}

/** POST `/antrag/:draft/rueckkehr`: the code is on this answer only. */
export async function leaveReturn(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const id = visit.params["id"] ?? "";
  if (!isId(id)) return { missing: true };
  const { lang } = visit;
  const words = wordsIn(lang);
  const value = visit.field("mail").slice(0, 254);
  if (onlyLanguage(visit)) return again(portal, visit, id, { value }, 200);
  const left = await portal.applications.leaveReturn({ draft: id, applicant: applicantOf(visit.session), address: value, network: networkOf(visit.request.ip) });
  if (left.ok) {
    const main = html`<h1>${words.returnCodeTitle}</h1><p class="portal-lead" role="status"><strong class="portal-code">${left.code}</strong></p><p>${words.returnCodeText}</p><p>${filled(words.returnUntil, { day: formatDate(new Date(`${left.until}T12:00:00Z`), lang) })}</p>
<details class="portal-why"><summary>${words.returnSpelled}</summary><div class="portal-why__body">${spellCode(left.code, lang).map((group) => html`<p>${group.join(", ")}</p>`)}</div></details>${buttonGroup(linkButton({ text: words.savedContinue, href: visit.href(`/antrag/${id}/weiter`), icon: "arrow-forward" }))}`;
    return { page: portal.layout(visit, { title: words.returnCodeTitle, main, components: [] }) };
  }
  switch (left.why) {
    case "not-found": return draftGone(portal, visit, `/antrag/${id}/gespeichert`);
    case "not-offered": return { missing: true };
    case "address": return again(portal, visit, id, { value, wrong: words.returnMailWrong }, 422);
    case "mail-refused": return again(portal, visit, id, { value, wrong: words.returnMailRefused }, 422);
    case "mail-unavailable": return again(portal, visit, id, { value, wrong: words.returnMailDown }, 503);
    case "too-many": return again(portal, visit, id, { value, wrong: words.returnTooMany }, 429);
  }
}

function again(portal: ApplicationPages, visit: TownSessionVisit, draft: string, typed: Typed, status: number): Answer {
  const words = wordsIn(visit.lang);
  const main = html`${errorSummary(visit.lang, typed.wrong === undefined ? [] : [{ message: typed.wrong, fieldId: "feld-mail" }])}<h1>${words.savedTitle}</h1>${returnForm(visit, draft, typed)}${buttonGroup(linkButton({ text: words.savedContinue, href: visit.href(`/antrag/${draft}/weiter`), kind: "tertiary" }))}`;
  return { page: portal.layout(visit, { title: words.savedTitle, main, hasErrors: typed.wrong !== undefined, components: [], languageForm: returnLanguage(visit, draft) }), status };
}

/** GET `/entwurf/:link`: asks for the code, whether there is a draft or not. */
export function returnPage(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  return Promise.resolve(ask(portal, visit));
}

/** POST: link and code bring the draft into this browser, or into the account that is signed in. */
export async function returnWithCode(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const words = wordsIn(visit.lang);
  const value = visit.field("code").slice(0, 80);
  if (onlyLanguage(visit)) return ask(portal, visit, { value });
  if (value === "") return ask(portal, visit, { wrong: words.returnCodeMissing });
  const back = await portal.applications.returnToDraft({ link: visit.params["link"] ?? "", code: value, to: applicantOf(visit.session), network: networkOf(visit.request.ip) });
  if (back.ok) {
    const town = back.tenant === visit.tenant.id ? undefined : portal.tenants.byId(back.tenant);
    return { redirect: `${town ? portal.addresses.originOf(town) : ""}${visit.href(`/antrag/${back.draft}/weiter`)}` };
  }
  switch (back.why) {
    case "mistyped": return ask(portal, visit, { value, wrong: words.returnCodeWrong });
    case "no-match": return ask(portal, visit, { value, wrong: words.returnNoMatch });
    case "too-many-attempts": return ask(portal, visit, { wrong: words.returnLocked }, 429);
  }
}

function ask(portal: ApplicationPages, visit: TownSessionVisit, typed: Typed = {}, status = typed.wrong === undefined ? 200 : 422): Answer {
  const { lang } = visit;
  const words = wordsIn(lang);
  const path = `/entwurf/${encodeURIComponent((visit.params["link"] ?? "").slice(0, 64))}`;
  const main = html`${errorSummary(lang, typed.wrong === undefined ? [] : [{ message: typed.wrong, fieldId: "feld-code" }])}<h1>${words.returnAskTitle}</h1><p class="portal-lead">${words.returnAskText}</p>${form(lang, {
    id: codeFormId, action: visit.href(path), csrf: visit.session.csrf,
    body: html`${textInput(visit.lang, { name: "code", type: "text", label: words.returnCode, hint: words.returnCodeHint, autocomplete: "off", ...typed })}${buttonGroup(button({ text: words.returnOpen }))}`,
  })}`;
  return { page: portal.layout(visit, { title: words.returnAskTitle, main, hasErrors: typed.wrong !== undefined, components: [], languageForm: languageForm(visit, codeFormId, path) }), status, ...(status === 429 ? { headers: { "retry-after": "3600" } } : {}) };
}
