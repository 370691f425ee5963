import { html, type Content } from "@kommunalportal/html";
import { stepView, type NodeView } from "@kommunalportal/form-engine";
import { fetchLevel, personOf, type Evidence, type EvidenceKind, type FetchOutcome, type Preview } from "#modules/evidence";
import { legalDate } from "#platform/clock";
import { button, buttonGroup, formButton, linkButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { errorSummary } from "#ui/error-summary";
import { check } from "#ui/fields/choice-field";
import { errorText } from "#ui/fields/field-frame";
import { form } from "#ui/form";
import { formatDate } from "#ui/format";
import { notice } from "#ui/notice";
import { say } from "#ui/text";
import { languageForm, onlyLanguage, type Answer } from "../../frame/index.ts";
import { applicantOf } from "./applicant-of.ts";
import type { ApplicationPages } from "./application-pages.ts";
import { fileErrors } from "./file-errors.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { filled, wordsIn } from "./messages.ts";
import { draftGone, identifyAgain, openOwn, type Opened } from "./open-own.ts";
import { titleOf } from "./service-facts-of.ts";

const formId = "nachweis-formular";

type Own = Extract<Opened, { ok: true }> & { readonly step: string; readonly path: string; readonly kind: string; readonly evidence: Evidence };
type Field = { readonly path: string; readonly kind: string };

/** GET `/antrag/:draft/:step/nachweis?feld=…`: what would be asked of whom, with consent; after that what came back, to be used or not. */
export async function evidencePage(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const at = await atField(portal, visit, visit.query.get("feld") ?? "");
  return at.ok ? show(portal, visit, at) : at.answer;
}

/** POST `…/nachweis/abruf`: asks the register, after consent. */
export async function fetchFromRegister(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const at = await atField(portal, visit, visit.field("feld"));
  if (!at.ok) return at.answer;
  const consented = visit.field("zustimmung") === "ja";
  if (onlyLanguage(visit)) return show(portal, visit, at, { consented });
  const outcome = await at.evidence.fetch({ applicant: applicantOf(visit.session), draft: at.draft.id, path: at.path, kind: at.kind, consented });
  if (outcome.ok) return { redirect: here(visit, at) };
  if (outcome.why === "no-consent") return show(portal, visit, at, { error: wordsIn(visit.lang).evidenceConsentMissing });
  if (outcome.why === "not-found") return draftGone(portal, visit, `/antrag/${at.draft.id}/${at.step}`);
  return failed(portal, visit, at, outcome);
}

/** POST `…/nachweis/verwendung`: the person has seen it; it becomes part of the draft. */
export async function useFromRegister(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const at = await atField(portal, visit, visit.field("feld"));
  if (!at.ok) return at.answer;
  const words = wordsIn(visit.lang);
  const outcome = await at.evidence.use({ applicant: applicantOf(visit.session), draft: at.draft.id, path: at.path });
  if (outcome.ok) return { redirect: `${visit.href(`/antrag/${at.draft.id}/${at.step}`)}?nachweis=uebernommen#feld-${at.path}` };
  if (outcome.why === "gone") return show(portal, visit, at, { before: notice(visit.lang, { kind: "warning", title: words.evidenceGone, body: words.evidenceGoneText, live: true }) });
  if (outcome.why === "not-found" || outcome.why === "level-too-low") return draftGone(portal, visit, `/antrag/${at.draft.id}/${at.step}`);
  const [error] = fileErrors(at.service.form, [{ path: at.path, name: words.evidenceWhat, why: outcome.why, ...("error" in outcome ? { error: outcome.error } : {}) }]);
  return show(portal, visit, at, { before: notice(visit.lang, { kind: "danger", title: words.evidenceFailed, body: error ? say(error.message, visit.lang) : words.evidenceUpload, live: true }) });
}

/** POST `…/nachweis/ablehnung`: nothing of it stays. */
export async function declineFromRegister(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const at = await atField(portal, visit, visit.field("feld"));
  if (!at.ok) return at.answer;
  await at.evidence.decline({ applicant: applicantOf(visit.session), draft: at.draft.id, path: at.path });
  return { redirect: `${visit.href(`/antrag/${at.draft.id}/${at.step}`)}?nachweis=abgelehnt` };
}

/** GET `…/nachweis/dokument?feld=…`: the document itself, while it is a preview. */
export async function evidenceDocument(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const at = await atField(portal, visit, visit.query.get("feld") ?? "");
  if (!at.ok) return at.answer;
  const preview = await at.evidence.preview({ applicant: applicantOf(visit.session), draft: at.draft.id, path: at.path });
  return preview ? { body: preview.pdf, type: "application/pdf", inline: `${preview.kind}-${preview.issuedOn}.pdf` } : { redirect: here(visit, at) };
}

/** What the step's page says after the way back from here. */
export function evidenceNotice(visit: TownSessionVisit): Content {
  const words = wordsIn(visit.lang);
  const said = visit.query.get("nachweis");
  if (said === "uebernommen") return notice(visit.lang, { kind: "success", title: words.evidenceUsed, body: words.evidenceUsedText, live: true });
  return said === "abgelehnt" && notice(visit.lang, { kind: "info", title: words.evidenceDeclined, body: words.evidenceDeclinedText, live: true });
}

/** The draft and the field that is filled from a register and stands on this step now; anything else is no address. */
async function atField(portal: ApplicationPages, visit: TownSessionVisit, path: string): Promise<({ readonly ok: true } & Own) | { readonly ok: false; readonly answer: Answer }> {
  const step = visit.params["step"] ?? "";
  const opened = await openOwn(portal, visit, `${step}/nachweis?feld=${encodeURIComponent(path.slice(0, 700))}`);
  if (!opened.ok) return opened;
  const { draft, service } = opened;
  if (!portal.evidence || !service.form.steps.some(({ id }) => id === step)) return { ok: false, answer: { missing: true } };
  const found = fetchedFields(stepView(service.form, step, draft.answers, legalDate(portal.clock.now())).nodes).find((one) => one.path === path);
  return found ? { ...opened, step, ...found, evidence: portal.evidence } : { ok: false, answer: { redirect: visit.href(`/antrag/${draft.id}/${step}`) } };
}

function fetchedFields(nodes: readonly NodeView[]): readonly Field[] {
  return nodes.flatMap((node): readonly Field[] => {
    if (!node.visible) return [];
    if (node.kind === "group") return [...fetchedFields(node.nodes), ...(node.entries ?? []).flatMap((entry) => fetchedFields(entry.nodes))];
    const { definition } = node;
    return definition.type === "upload" && definition.fetched !== undefined ? node.values.map(({ path }) => ({ path, kind: definition.fetched ?? "" })) : [];
  });
}

const here = (visit: TownSessionVisit, { draft, step, path }: Own): string => `${visit.href(`/antrag/${draft.id}/${step}/nachweis`)}?feld=${encodeURIComponent(path)}`;

async function show(portal: ApplicationPages, visit: TownSessionVisit, at: Own, more: { readonly error?: string; readonly before?: Content; readonly consented?: boolean } = {}): Promise<Answer> {
  const { lang, session } = visit;
  const kind = (await at.evidence.offers()).get(at.kind);
  if (!kind) return failed(portal, visit, at, { ok: false, why: "not-offered" });
  if (session.level < fetchLevel) return identifyAgain(portal, visit, fetchLevel, `/antrag/${at.draft.id}/${at.step}/nachweis?feld=${encodeURIComponent(at.path)}`, "levelEvidence", at.draft.service);
  const preview = await at.evidence.preview({ applicant: applicantOf(session), draft: at.draft.id, path: at.path });
  if (preview && more.error === undefined) return page(portal, visit, at, kind, html`${more.before}${shownPreview(visit, at, kind, preview)}`);
  const person = personOf(applicantOf(session));
  if (!person) return failed(portal, visit, at, { ok: false, why: "not-identified" });
  const words = wordsIn(lang);
  const { error } = more;
  const body = html`<p class="portal-lead">${words.evidenceIntro}</p>
${descriptionList([
    { term: words.evidenceWhat, value: say(kind.title, lang) }, { term: words.evidenceHolder, value: kind.holder }, { term: words.evidenceBasis, value: kind.legalBasis },
    { term: words.evidenceFor, value: titleOf(at.service, lang) }, { term: words.evidenceReader, value: visit.tenant.officialName },
  ])}<h2>${words.evidenceSent}</h2>${descriptionList([{ term: words.evidenceName, value: `${person.givenName} ${person.surname}` }, { term: words.evidenceBirthdate, value: formatDate(new Date(`${person.birthdate}T12:00:00Z`), lang) }])}<p>${words.evidenceNothingElse}</p>
${form(lang, {
    id: formId, action: visit.href(`/antrag/${at.draft.id}/${at.step}/nachweis/abruf`), csrf: session.csrf, hidden: { feld: at.path },
    body: html`<div class="portal-field portal-declaration">${error !== undefined && errorText("feld-zustimmung:error", error, lang)}${check({ type: "checkbox", id: "feld-zustimmung", name: "zustimmung", value: "ja", label: words.evidenceConsent, checked: more.consented === true, wrong: error !== undefined })}</div>
${buttonGroup([button({ text: words.evidenceFetch }), linkButton({ text: words.evidenceBack, href: visit.href(`/antrag/${at.draft.id}/${at.step}`), kind: "tertiary" })])}`,
  })}`;
  return page(portal, visit, at, kind, html`${more.before}${body}`, { asks: true, ...(error === undefined ? {} : { error }) });
}

function shownPreview(visit: TownSessionVisit, at: Own, kind: EvidenceKind, preview: Preview): Content {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const to = (last: string): string => visit.href(`/antrag/${at.draft.id}/${at.step}/nachweis/${last}`);
  const fields = { feld: at.path };
  return html`<h2>${filled(words.evidencePreview, { holder: kind.holder })}</h2><p>${words.evidencePreviewText}</p>
${descriptionList([...preview.facts.map(({ label, value }) => ({ term: label, value })), { term: words.evidenceIssued, value: formatDate(new Date(`${preview.issuedOn}T12:00:00Z`), lang) }, { term: words.evidenceReference, value: preview.reference }])}
<p><a class="kern-link" href="${to("dokument")}?feld=${encodeURIComponent(at.path)}">${words.evidencePdf}</a></p>
${buttonGroup([formButton({ text: words.evidenceUse, action: to("verwendung"), csrf: session.csrf, fields }), formButton({ text: words.evidenceDecline, action: to("ablehnung"), csrf: session.csrf, fields, kind: "secondary" })])}`;
}

/** Said with the way out: nothing is lost, and a document does as well. */
function failed(portal: ApplicationPages, visit: TownSessionVisit, at: Own, outcome: Exclude<Extract<FetchOutcome, { ok: false }>, { why: "not-found" }>): Answer {
  const words = wordsIn(visit.lang);
  const { why } = outcome;
  const reason = why === "no-consent" || why === "level-too-low" ? words["evidence.not-identified"] : words[`evidence.${why}`];
  const main = html`<p class="portal-muted">${titleOf(at.service, visit.lang)}</p><h1>${words.evidenceFailed}</h1><p class="portal-lead">${reason}</p><p>${words.evidenceUpload}</p>
${buttonGroup(linkButton({ text: words.evidenceBack, href: `${visit.href(`/antrag/${at.draft.id}/${at.step}`)}#feld-${at.path.replace(/\.fetched$/, ".way")}` }))}`;
  return { page: portal.layout(visit, { title: words.evidenceFailed, main, components: [], service: at.draft.service }), status: why === "unreachable" ? 503 : 200 };
}

function page(portal: ApplicationPages, visit: TownSessionVisit, at: Own, kind: EvidenceKind, body: Content, { error, asks = false }: { readonly error?: string; readonly asks?: boolean } = {}): Answer {
  const title = filled(wordsIn(visit.lang).evidenceTitle, { evidence: say(kind.title, visit.lang) });
  const main = html`${errorSummary(visit.lang, error === undefined ? [] : [{ fieldId: "feld-zustimmung", message: error }])}<p class="portal-muted">${titleOf(at.service, visit.lang)}</p><h1>${title}</h1>${body}`;
  return { page: portal.layout(visit, { title, main, hasErrors: error !== undefined, components: ["uploads"], service: at.draft.service, ...(asks ? { languageForm: languageForm(visit, formId, `/antrag/${at.draft.id}/${at.step}/nachweis/abruf`) } : {}) }), status: error === undefined ? 200 : 422 };
}
