import { html, type Html } from "@kommunalportal/html";
import { isId } from "#platform/ids";
import { button, buttonGroup, linkButton } from "#ui/button";
import { errorSummary, type ErrorLine } from "#ui/error-summary";
import { check } from "#ui/fields/choice-field";
import { errorText } from "#ui/fields/field-frame";
import { form } from "#ui/form";
import { formatDate, formatFileSize } from "#ui/format";
import { say } from "#ui/text";
import type { SafeDocument } from "#modules/safe";
import { stepView, type NodeView, type UploadField } from "@kommunalportal/form-engine";
import { legalDate } from "#platform/clock";
import { languageForm, onlyLanguage, type AccountVisit, type Answer, type TownVisit } from "../../frame/index.ts";
import { applicantOf } from "./applicant-of.ts";
import type { ApplicationPages } from "./application-pages.ts";
import { fileErrors } from "./file-errors.ts";
import { wordsIn } from "./messages.ts";
import { draftGone, identifyAgain, openOwn, type Opened } from "./open-own.ts";
import { titleOf } from "./service-facts-of.ts";

const formId = "dokumente-formular";

type Visit = AccountVisit & TownVisit;
interface Place { readonly path: string; readonly label: string }
interface Wrong { readonly document?: string; readonly consent?: string; readonly chosen?: string; readonly consented?: boolean }

/** Upload fields that are visible on a step now. */
export function uploadPlaces(nodes: readonly NodeView[], lang: "de" | "en"): readonly Place[] {
  return nodes.flatMap((node): readonly Place[] => {
    if (!node.visible) return [];
    if (node.kind === "group" && node.definition.compound?.type === "evidence") return uploadPlaces(node.nodes, lang).map((place) => ({ ...place, label: say(node.definition.title, lang) }));
    if (node.kind === "group") return [...uploadPlaces(node.nodes, lang), ...(node.entries ?? []).flatMap((entry) => uploadPlaces(entry.nodes, lang))];
    const field = node.definition;
    return field.type === "upload" && field.fetched === undefined ? node.values.map(({ path }) => ({ path, label: say((field satisfies UploadField).label, lang) })) : [];
  });
}

/** GET `/antrag/:draft/:step/dokumente`: what the document safe holds, to be used here after consent. */
export async function fromSafePage(portal: ApplicationPages, visit: Visit): Promise<Answer> {
  const step = visit.params["step"] ?? "";
  const opened = await openOwn(portal, visit, `${step}/dokumente`);
  return opened.ok ? show(portal, visit, opened) : opened.answer;
}

/** POST: a copy of the document becomes an upload of this draft, checked like any other; the consent is written down with it. */
export async function useFromSafe(portal: ApplicationPages, visit: Visit): Promise<Answer> {
  const { id = "", step = "" } = visit.params;
  const page = `/antrag/${id}/${step}`;
  const opened = await openOwn(portal, visit, `${step}/dokumente`);
  if (!opened.ok) return opened.answer;
  const words = wordsIn(visit.lang);
  const places = placesOf(portal, visit, opened);
  const chosen = visit.field("dokument");
  const place = places.find(({ path }) => path === visit.field("feld")) ?? places[0];
  if (!place) return { missing: true };
  if (onlyLanguage(visit)) return show(portal, visit, opened, { chosen, consented: visit.field("zustimmung") === "ja" });
  const wrong = { ...(isId(chosen) ? {} : { document: words.safeChoose }), ...(visit.field("zustimmung") === "ja" ? {} : { consent: words.safeConsentMissing }) };
  if (Object.keys(wrong).length > 0) return show(portal, visit, opened, { ...wrong, chosen });
  const outcome = await portal.safe.attachToDraft({ applicant: { ...applicantOf(visit.session), account: visit.session.account }, document: chosen, draft: id, path: place.path, consented: true });
  if (outcome.ok) return { redirect: `${visit.href(page)}#feld-${place.path}` };
  const { why } = outcome;
  if (why === "no-consent") return show(portal, visit, opened, { consent: words.safeConsentMissing, chosen });
  if (why === "level-too-low") return identifyAgain(portal, visit, outcome.needed, `${page}/dokumente`);
  if (why === "not-found") return show(portal, visit, opened, { document: words.safeGone });
  if (why === "held") return show(portal, visit, opened, { document: words.safeHeld, chosen });
  const [error] = fileErrors(opened.service.form, [{ path: place.path, name: words.safeThis, why, ...("error" in outcome ? { error: outcome.error } : {}) }]);
  return error ? show(portal, visit, opened, { document: say(error.message, visit.lang), chosen }) : draftGone(portal, visit, page);
}

type Own = Extract<Opened, { ok: true }>;

function placesOf(portal: ApplicationPages, visit: Visit, { draft, service }: Own): readonly Place[] {
  const step = visit.params["step"] ?? "";
  if (!service.form.steps.some(({ id }) => id === step)) return [];
  return uploadPlaces(stepView(service.form, step, draft.answers, legalDate(portal.clock.now())).nodes, visit.lang);
}

async function show(portal: ApplicationPages, visit: Visit, opened: Own, wrong: Wrong = {}): Promise<Answer> {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const places = placesOf(portal, visit, opened);
  if (places.length === 0) return { missing: true };
  const documents = await portal.db.asAccount(session.account, (tx) => portal.safe.list(tx, session.account));
  const errors: readonly ErrorLine[] = [...(wrong.document === undefined ? [] : [{ fieldId: "feld-dokument", message: wrong.document }]), ...(wrong.consent === undefined ? [] : [{ fieldId: "feld-zustimmung", message: wrong.consent }])];
  const back = visit.href(`/antrag/${opened.draft.id}/${visit.params["step"] ?? ""}`);
  const main = html`${errorSummary(lang, errors)}<p class="portal-muted">${titleOf(opened.service, lang)}</p><h1>${words.safeTitle}</h1>${documents.length === 0
    ? html`<p class="portal-lead">${words.safeEmpty}</p>${buttonGroup(linkButton({ text: words.expiredBack, href: back }))}`
    : form(lang, {
      id: formId, action: `${back}/dokumente`, csrf: session.csrf,
      body: html`${places.length > 1 && radios("feld", words.safeField, places.map(({ path, label }, i) => ({ value: path, label, checked: visit.field("feld") === path || (i === 0 && visit.field("feld") === "") })))}
${radios("dokument", words.safeWhich, documents.map((one) => documentChoice(visit, one, wrong.chosen)), wrong.document, lang)}
<div class="portal-field portal-declaration">${wrong.consent !== undefined && errorText("feld-zustimmung:error", wrong.consent, lang)}${check({ type: "checkbox", id: "feld-zustimmung", name: "zustimmung", value: "ja", label: words.safeConsent, checked: wrong.consented === true, wrong: wrong.consent !== undefined })}</div>
${buttonGroup([button({ text: words.safeTake }), linkButton({ text: words.expiredBack, href: back, kind: "tertiary" })])}`,
    })}`;
  return { page: portal.layout(visit, { title: words.safeTitle, main, hasErrors: errors.length > 0, components: ["uploads"], service: opened.draft.service, ...(documents.length === 0 ? {} : { languageForm: languageForm(visit, formId, `/antrag/${opened.draft.id}/${visit.params["step"] ?? ""}/dokumente`) }) }), status: errors.length > 0 ? 422 : 200 };
}

interface Choice { readonly value: string; readonly label: string; readonly hint?: string; readonly checked: boolean }

function documentChoice({ lang }: Visit, one: SafeDocument, chosen: string | undefined): Choice {
  return { value: one.id, label: one.name, hint: `${formatFileSize(one.size, lang)}, ${formatDate(one.keptAt, lang)}`, checked: one.id === chosen };
}

function radios(name: string, legend: string, choices: readonly Choice[], error?: string, lang: "de" | "en" = "de"): Html {
  return html`<div class="portal-field-group"><fieldset class="kern-fieldset portal-field${error === undefined ? "" : " kern-fieldset--error"}" role="radiogroup"><legend class="kern-label">${legend}</legend>${error !== undefined && errorText(`feld-${name}:error`, error, lang)}<div class="kern-fieldset__body">${choices.map((one, i) => check({ type: "radio", id: i === 0 ? `feld-${name}` : `feld-${name}:${i + 1}`, name, ...one }))}</div></fieldset></div>`;
}
