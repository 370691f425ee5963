import { html, type Content } from "@kommunalportal/html";
import { legalDate } from "#platform/clock";
import { checkAll, type Answers, fetchedKinds, type FieldError, inEasyLanguage, onlyOfferedEvidence, type RawInput, stepView, type StepView, summary, visibleSteps, windowsFor } from "@kommunalportal/form-engine";
import type { Draft } from "#modules/applications";
import type { PublishedService } from "#modules/forms";
import { linkButton } from "#ui/button";
import { answerSections } from "#ui/check-page";
import { formStep, stepFormId } from "#ui/form-step";
import { formatFileSize, formatTime } from "#ui/format";
import { notice } from "#ui/notice";
import type { StepItem } from "#ui/step-list";
import { languageForm, type Answer, type Lang } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";
import { slotsFor } from "./appointment-slots.ts";
import { uploadPlaces } from "./from-safe-page.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { easyStepButton, sayTo, wantsEasy } from "./easy-language.ts";
import { evidenceNotice } from "./evidence-page.ts";
import { extensionBox, offerAt } from "./extension-offer.ts";
import { knownAnswers } from "./known-answers.ts";
import { filled, wordsIn } from "./messages.ts";
import { movedNotice } from "./moved-notice.ts";
import { openOwn } from "./open-own.ts";
import { fillable, labelsOf } from "./prefill.ts";
import { competentOffice, componentsOf, switchOf, titleOf } from "./service-facts-of.ts";
import { askedField } from "./street-question.ts";
import { isLong } from "./task-page.ts";

export interface StepShown {
  readonly draft: Draft;
  readonly service: PublishedService;
  readonly step: string;
  /** What stands in the fields; the draft's answers unless told. */
  readonly answers?: Answers;
  readonly raw?: RawInput;
  readonly errors?: readonly FieldError[];
  readonly before?: Content;
  /** What an answer added to the page: see {@link formStep}. */
  readonly added?: readonly string[];
  /** Long lists that stay with one entry a page, of a page that answers a post; else they stand in the address. */
  readonly singles?: readonly string[];
  /** Streets that were asked about on this page: see `street-question.ts`. */
  readonly asked?: string;
  readonly status?: number;
  /** Neither version has been chosen yet: changing the language must not choose. */
  readonly conflict?: boolean;
  /** After this step back to the check page. */
  readonly back?: boolean;
}

/** GET `/antrag/:draft/:step`. */
export async function stepPage(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const step = visit.params["step"] ?? "";
  const opened = await openOwn(portal, visit, step);
  if (!opened.ok) return opened.answer;
  const { draft, service } = opened;
  const { form } = service;
  if (!form.steps.some(({ id }) => id === step)) return { missing: true };
  const day = legalDate(portal.clock.now());
  const reached = visibleSteps(form, draft.answers, day);
  // Answers lead past this step now.
  if (!reached.some(({ id }) => id === step)) return { redirect: visit.href(`/antrag/${draft.id}/weiter`) };
  const words = wordsIn(visit.lang);
  const back = visit.query.get("zurueck") === "pruefen";
  // Shown again after a button or with an error it is the same visit.
  if (visit.query.size === 0 || back) portal.questionCounts?.count({ tenant: draft.tenant, slug: draft.service, version: draft.formVersion, step, path: "", kind: draft.savedSteps[step] === undefined ? "seen" : "back" });
  if (visit.query.get("fehlt") === "1") {
    const errors = checkAll(form, draft.answers, day).filter(({ stepId }) => stepId === step);
    if (errors.length > 0) return showStep(portal, visit, { draft, service, step, errors, back, before: notice(visit.lang, { kind: "info", title: words.stillMissing, body: words.stillMissingText }) });
  }
  return showStep(portal, visit, { draft, service, step, back, added: visit.query.getAll("mehr"), before: html`${visit.query.get("uebernommen") === "1" && notice(visit.lang, { kind: "success", title: words.extensionTaken, body: words.extensionTakenText, live: true })}${evidenceNotice(visit)}${movedNotice(visit)}${fromAccount(visit, { draft, service, step })}` });
}

/** A step as a page, with or without errors. */
export async function showStep(portal: ApplicationPages, visit: TownSessionVisit, shown: StepShown): Promise<Answer> {
  const { lang, session } = visit;
  const { draft, service, step, back = false, errors = [] } = shown;
  const day = legalDate(portal.clock.now());
  const answers = shown.answers ?? draft.answers;
  const easy = wantsEasy(visit);
  const asWritten = stepView(service.form, step, answers, day, shown.raw, windowsFor([...errors.map(({ path }) => path), ...(shown.added ?? []), ...visit.query.getAll("eintrag")], shown.singles ?? visit.query.getAll("einzeln")));
  const offered = portal.evidence && fetchedKinds(service.form).length > 0 ? await portal.evidence.offers() : new Map<string, unknown>();
  const nodes = onlyOfferedEvidence(asWritten.nodes, (kind) => offered.has(kind));
  const view = { ...asWritten, nodes: easy ? inEasyLanguage(nodes) : nodes };
  const { definition } = view.step;
  const title = sayTo(visit, definition.title);
  const at = (page: string): string => visit.href(`/antrag/${draft.id}/${page}`);
  const steps = progress(visit, shown, answers, day);
  const before = steps[steps.findIndex(({ state }) => state === "current") - 1];
  const known = knownAnswers(service.form, view.step, answers, day);
  const office = await competentOffice(portal, visit, service);
  const ownDocuments = session.account !== undefined && uploadPlaces(view.nodes, lang).length > 0 && html`<p><a class="kern-link" href="${at(`${step}/dokumente`)}">${wordsIn(lang).safeLink}</a></p>`;
  const slots = await slotsFor(portal, visit, service, view.nodes);
  const offer = await offerAt(portal, draft, definition.extension);
  const main = formStep(lang, {
    service: titleOf(service, lang), title, nodes: view.nodes, errors: easy ? inEasyLanguage(errors) : errors, steps, action: at(step), csrf: session.csrf, canSave: true, more: easyStepButton(visit, service),
    backHref: back ? at("pruefen") : before?.href ?? visit.href(`/antrag/${draft.service}`),
    hidden: { revision: String(draft.revision), ...(back ? { zurueck: "pruefen" } : {}), ...(shown.asked === undefined ? {} : { [askedField]: shown.asked }) },
    uploadsUnchecked: portal.uploadsUnchecked, ...(slots === undefined ? {} : { slots }),
    ...(definition.intro === undefined ? {} : { intro: sayTo(visit, definition.intro) }),
    ...(shown.added === undefined ? {} : { added: shown.added }),
    before: html`${isLong(service, { answers }, day) && html`<p><a class="kern-link" href="${at("aufgaben")}">${wordsIn(lang).tasksLink}</a></p>`}${shown.before}${offer && extensionBox(visit, service, step, offer, at(`${step}/erweiterung`))}${budget(portal, service, view.nodes, answers, lang)}${ownDocuments}${offerAgain(portal, visit, shown, at(`uebernahme?weiter=${step}`))}`,
    ...(known === undefined ? {} : { known }),
    ...(draft.revision > 1 ? { savedAt: formatTime(draft.editedAt, lang) } : {}),
  });
  return {
    status: shown.status ?? 200,
    page: portal.layout(visit, {
      title: `${title} – ${titleOf(service, lang)}`, main, hasErrors: errors.length > 0, components: componentsOf(service, switchOf(portal, draft.tenant, draft.service)), service: draft.service,
      languageForm: { ...languageForm(visit, stepFormId, `/antrag/${draft.id}/${step}`), ...(shown.conflict === true ? { value: undecided } : {}) },
      ...(office === undefined ? {} : { help: office }),
    }),
  };
}

/** Value of the language button where two versions of a step are there to choose from. */
export const undecided = "offen";

/** On a page with uploads: how much fits in all together, and how much is there already. */
function budget(portal: ApplicationPages, service: PublishedService, nodes: StepView["nodes"], answers: Answers, lang: Lang): Content {
  if (uploadPlaces(nodes, lang).length === 0) return false;
  const { used, most } = portal.applications.uploadBudget(answers, service);
  return html`<p class="portal-muted">${filled(wordsIn(lang).uploadBudget, { most: formatFileSize(most, lang), used: formatFileSize(used, lang) })}</p>`;
}

/** The way so far and what lies ahead, with the check page at its end. Answered steps are links. */
function progress(visit: TownSessionVisit, { draft, service, step }: StepShown, answers: Answers, day: string): readonly StepItem[] {
  const open = new Set(checkAll(service.form, draft.answers, day).map(({ stepId }) => stepId));
  const steps = visibleSteps(service.form, answers, day).map(({ id, definition }): StepItem => ({
    title: sayTo(visit, definition.title),
    state: id === step ? "current" : draft.savedSteps[id] !== undefined && !open.has(id) ? "done" : "open",
    ...(draft.savedSteps[id] !== undefined || id === step ? { href: visit.href(`/antrag/${draft.id}/${id}`) } : {}),
  }));
  const words = wordsIn(visit.lang);
  return [...steps, { title: draft.part === undefined ? words.check : words.partCheck, state: "open", ...(open.size === 0 ? { href: visit.href(`/antrag/${draft.id}/pruefen`) } : {}) }];
}

/** Whoever left the page that offers the account's values without choosing, or took none, finds it again where one of them would stand. */
function offerAgain(portal: ApplicationPages, visit: TownSessionVisit, { draft, service, step }: StepShown, href: string): Content {
  if (!visit.session.signedIn) return false;
  const here = new Set(service.form.steps.find(({ id }) => id === step)?.nodes.map(({ id }) => id));
  const offers = fillable(service.form, draft.answers, visit.session, portal.clock.now());
  return offers.some(({ paths }) => paths.some((path) => here.has(path.split(".")[0] ?? ""))) && html`<p><a class="kern-link" href="${href}">${wordsIn(visit.lang).takeLink}</a></p>`;
}

function fromAccount(visit: TownSessionVisit, { draft, service, step }: Pick<StepShown, "draft" | "service" | "step">): Content {
  const ids = new Set(service.form.steps.find(({ id }) => id === step)?.nodes.map(({ id }) => id));
  const labels = labelsOf(service.form, draft.filled.map(({ path }) => path).filter((path) => ids.has(path.split(".")[0] ?? "")), visit.lang);
  const words = wordsIn(visit.lang);
  return labels.length > 0 && notice(visit.lang, { kind: "info", title: words.filledFrom, body: filled(words.filledFromText, { fields: labels.join(", ") }) });
}

/** Two windows, one step: what is stored and what was typed, to choose from. Nothing has been overwritten. */
export function showConflict(portal: ApplicationPages, visit: TownSessionVisit, shown: StepShown): Promise<Answer> {
  const { draft, service, step } = shown;
  const words = wordsIn(visit.lang);
  const stored = summary(service.form, draft.answers, visit.lang, legalDate(portal.clock.now())).filter(({ stepId }) => stepId === step).map((section) => ({ ...section, title: words.conflictSaved }));
  const before = html`${notice(visit.lang, { kind: "warning", title: words.conflict, body: words.conflictText, live: true })}${answerSections(visit.lang, stored)}<p>${linkButton({ text: words.conflictKeep, href: visit.href(`/antrag/${draft.id}/${step}`), kind: "secondary" })}</p>`;
  return showStep(portal, visit, { ...shown, before, conflict: true, status: 409 });
}
