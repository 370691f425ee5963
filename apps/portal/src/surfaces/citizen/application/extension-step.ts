import { html, type Content } from "@kommunalportal/html";
import { answerAt, givenToExtension, text } from "@kommunalportal/form-engine";
import type { Draft } from "#modules/applications";
import type { StepAnswer, StepOffer } from "#modules/extensions";
import type { PublishedService } from "#modules/forms";
import { legalDate } from "#platform/clock";
import { buttonGroup, linkButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { notice } from "#ui/notice";
import { say } from "#ui/text";
import { inLanguage, ownWindowHref, type Answer, type Upload } from "../../frame/index.ts";
import { applicantOf } from "./applicant-of.ts";
import type { ApplicationPages } from "./application-pages.ts";
import { labelsAt, offerAt } from "./extension-offer.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { filled, wordsIn } from "./messages.ts";
import { openOwn } from "./open-own.ts";
import { titleOf } from "./service-facts-of.ts";
import { showConflict, showStep } from "./step-page.ts";

interface AtStep { readonly draft: Draft; readonly service: PublishedService; readonly step: string; readonly offer: StepOffer }

/** POST `/antrag/:draft/:step/erweiterung`: keeps what was typed, then leads to the program's page or asks the program. */
export async function postExtension(portal: ApplicationPages, visit: TownSessionVisit, upload: Upload): Promise<Answer> {
  const fields = await upload.read({ maxFileBytes: 0, maxFiles: 0 }, () => Promise.resolve());
  const before = await atStep(portal, visit);
  if (!before.ok) return before.answer;
  const revision = Number(fields.get("revision")?.[0] ?? "");
  const { draft: { id }, step, service, offer } = before;
  const saved = await portal.applications.saveStep({ draft: id, step, fields, revision: Number.isSafeInteger(revision) && revision > 0 ? revision : 0, applicant: applicantOf(visit.session), language: visit.lang });
  if (!saved.ok && saved.why === "changed-elsewhere") return showConflict(portal, visit, { draft: saved.draft, service, step, answers: saved.parsed.answers, raw: saved.parsed.raw });
  if (!saved.ok) return { redirect: visit.href(`/antrag/${id}/${step}`) };
  if (offer.place === "form-step") return { redirect: visit.href(`/antrag/${id}/${step}/erweiterung`) };
  // What the program gets has to be right first: a wrong value is told here and not handed on.
  const sends = new Set(service.form.steps.find((one) => one.id === step)?.definition.extension?.sends);
  const errors = saved.parsed.errors.filter(({ path }) => sends.has(path));
  if (errors.length > 0) return showStep(portal, visit, { draft: saved.draft, service, step, raw: saved.parsed.raw, errors, status: 422 });
  const now = { ...before, draft: saved.draft };
  const answer = await portal.extensions?.places.askNow(launchOf(portal, visit, now)) ?? { kind: "gone" };
  return takeUp(portal, visit, now, answer);
}

/** GET the same: what is handed over, and the link to the program's page. */
export async function leadToExtension(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  // The program's page leads back by an address that stands in no frame.
  if (visit.embedded) return { redirect: inLanguage(ownWindowHref(visit.path), visit.lang) };
  const at = await atStep(portal, visit);
  if (!at.ok) return at.answer;
  const { draft, service, step, offer } = at;
  const words = wordsIn(visit.lang);
  const back = visit.href(`/antrag/${draft.id}/${step}`);
  const names = { program: say(offer.program, visit.lang), publisher: offer.publisher, host: offer.host };
  const launched = await portal.extensions?.places.leadThere({ ...launchOf(portal, visit, at), returnTo: `${portal.addresses.originOf(visit.tenant)}${back}/rueckgabe` });
  if (launched === undefined) return { redirect: back };
  if (launched === "silent") return takeUp(portal, visit, at, { kind: "silent" });
  const rows = handedOver(portal, visit, at);
  const main = html`<p class="portal-muted">${titleOf(service, visit.lang)}</p><h1>${words.extensionLeaving}</h1><p class="portal-lead">${filled(words.extensionLeavingText, names)}</p>
${rows.length === 0 ? html`<p>${words.extensionNothing}</p>` : html`<h2>${words.extensionHandedOver}</h2>${descriptionList(rows)}`}
${buttonGroup([linkButton({ text: filled(words.extensionGo, names), href: launched.url, icon: "arrow-forward" }), linkButton({ text: words.extensionSelf, href: back, kind: "tertiary" })])}`;
  return { page: portal.layout(visit, { title: words.extensionLeaving, main, components: [], service: draft.service }) };
}

/** GET `/antrag/:draft/:step/rueckgabe?ergebnis=…`: takes what the program gave, once, in the session that began it. */
export async function backFromExtension(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const result = visit.query.get("ergebnis") ?? "";
  const at = await atStep(portal, visit, `/rueckgabe?ergebnis=${encodeURIComponent(result.slice(0, 100))}`);
  if (!at.ok) return at.answer;
  const { draft, step } = at;
  return takeUp(portal, visit, at, await portal.extensions?.places.takeResult({ tenant: draft.tenant, result, owner: visit.session.owner, draft: draft.id, step }) ?? { kind: "gone" });
}

/** The draft and what its step offers; a step without an offer is shown as it is. */
async function atStep(portal: ApplicationPages, visit: TownSessionVisit, page = ""): Promise<({ readonly ok: true } & AtStep) | { readonly ok: false; readonly answer: Answer }> {
  const step = visit.params["step"] ?? "";
  const opened = await openOwn(portal, visit, `${step}${page}`);
  if (!opened.ok) return opened;
  const { draft, service } = opened;
  const found = service.form.steps.find(({ id }) => id === step);
  if (!found) return { ok: false, answer: { missing: true } };
  const offer = await offerAt(portal, draft, found.definition.extension);
  return offer ? { ok: true, draft, service, step, offer } : { ok: false, answer: { redirect: visit.href(`/antrag/${draft.id}/${step}`) } };
}

function launchOf(portal: ApplicationPages, { session, lang }: TownSessionVisit, { draft, service, step, offer }: AtStep) {
  return {
    tenant: draft.tenant, client: offer.client, page: offer.page, service: draft.service, owner: session.owner, draft: draft.id, step, formVersion: draft.formVersion, trustLevel: session.level, language: lang,
    fields: givenToExtension(service.form, step, draft.answers, legalDate(portal.clock.now())),
  };
}

function handedOver(portal: ApplicationPages, visit: TownSessionVisit, { draft, service, step }: AtStep): readonly { readonly term: string; readonly value: string }[] {
  return Object.keys(givenToExtension(service.form, step, draft.answers, legalDate(portal.clock.now()))).flatMap((path) => {
    const [node, value] = [service.form.nodes.get(path), answerAt(draft.answers, path)];
    return node?.kind === "field" && value !== undefined && value !== null ? [{ term: text(node.definition.label, visit.lang), value: node.behaviour.summary(value, visit.lang) }] : [];
  });
}

/** What became of it, in words; values go into the draft as if they had been typed. */
async function takeUp(portal: ApplicationPages, visit: TownSessionVisit, { draft, service, step, offer }: AtStep, answer: StepAnswer): Promise<Answer> {
  const words = wordsIn(visit.lang);
  const program = say(offer.program, visit.lang);
  const say_ = (kind: "info" | "warning" | "success", title: string, body: Content): Content => notice(visit.lang, { kind, title: filled(title, { program }), body, live: true });
  if (answer.kind === "gone") return showStep(portal, visit, { draft, service, step, before: say_("warning", words.extensionGone, words.extensionGoneText) });
  if (answer.kind === "silent") return showStep(portal, visit, { draft, service, step, before: say_("warning", words.extensionSilent, words.extensionSilentText) });
  if (answer.kind === "nothing" || answer.result.outcome === "declined") return showStep(portal, visit, { draft, service, step, before: say_("info", words.extensionDeclined, words.extensionDeclinedText) });
  if (answer.result.outcome === "unavailable") return showStep(portal, visit, { draft, service, step, before: say_("warning", words.extensionUnavailable, words.extensionSilentText) });
  const { fields, problems } = answer.result;
  const done = await portal.applications.fillStep({ draft: draft.id, applicant: applicantOf(visit.session), step, values: fields });
  if (!done.ok) return { redirect: visit.href(`/antrag/${draft.id}/${step}`) };
  if (problems.length === 0 && done.errors.length === 0 && done.filled.length > 0) return { redirect: visit.href(`/antrag/${draft.id}/${step}?uebernommen=1`) };
  const remarks = problems.length > 0 && say_("warning", words.extensionProblems, html`<ul>${problems.map(({ field, message }) => html`<li>${labelsAt(service.form, [field], visit.lang)}: ${message}</li>`)}</ul>`);
  const refused = done.errors.length > 0 && say_("warning", words.extensionRefused, filled(words.extensionRefusedText, { fields: labelsAt(service.form, done.errors.map(({ path }) => path), visit.lang) }));
  const taken = done.filled.length > 0 ? say_("success", words.extensionTaken, words.extensionTakenText) : problems.length === 0 && done.errors.length === 0 && say_("success", words.extensionChecked, "");
  return showStep(portal, visit, { draft: done.draft, service, step, before: html`${remarks}${refused}${taken}` });
}
