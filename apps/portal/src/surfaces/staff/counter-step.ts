import { html } from "@kommunalportal/html";
import type { AddedFile, Draft } from "#modules/applications";
import type { PublishedService } from "#modules/forms";
import { legalDate } from "#platform/clock";
import { formStep } from "#ui/form-step";
import { formatTime } from "#ui/format";
import { newQuestionsId, newQuestionsListed } from "#ui/fields/new-questions";
import { notice } from "#ui/notice";
import type { StepItem } from "#ui/step-list";
import { type Answers, checkAll, type FieldError, type RawInput, shownEntry, singleLists, stepView, visibleSteps, windowsFor } from "@kommunalportal/form-engine";
import type { Answer, Upload } from "../frame/index.ts";
import { counterApplicant } from "./counter-start.ts";
import { staffPage, type TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";

interface Shown { readonly draft: Draft; readonly service: PublishedService; readonly step: string; readonly answers?: Answers; readonly raw?: RawInput; readonly errors?: readonly FieldError[]; readonly conflict?: boolean; readonly added?: readonly string[]; readonly singles?: readonly string[] }

/** GET `…/entwurf/:draft/:step`: the same form as online, without an account. */
export async function counterStep(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const { draft: id = "", step = "" } = desk.visit.params;
  const opened = await portal.applications.openDraft({ draft: id, applicant: counterApplicant(desk) });
  if (!opened.ok || opened.draft.tenant !== desk.tenant.id || !opened.service.form.steps.some((one) => one.id === step)) return { missing: true };
  const day = legalDate(portal.clock.now());
  // The answers lead past this step now.
  if (!visibleSteps(opened.service.form, opened.draft.answers, day).some((one) => one.id === step)) return { redirect: desk.at(`schalter/entwurf/${id}`) };
  const errors = desk.visit.query.get("fehlt") === "1" ? checkAll(opened.service.form, opened.draft.answers, day).filter(({ stepId }) => stepId === step) : [];
  return show(portal, desk, { draft: opened.draft, service: opened.service, step, errors, added: desk.visit.query.getAll("mehr") });
}

/** POST of a step with its files; right answers are kept whatever else is wrong. */
export async function postCounterStep(portal: StaffPortal, desk: TownDesk, upload: Upload): Promise<Answer> {
  const { draft: id = "", step = "" } = desk.visit.params;
  const applicant = counterApplicant(desk);
  const opened = await portal.applications.openDraft({ draft: id, applicant });
  if (!opened.ok || opened.draft.tenant !== desk.tenant.id || !opened.service.form.steps.some((one) => one.id === step)) return { missing: true };
  const { service } = opened;
  const refused: FieldError[] = [];
  const fields = await upload.read({ maxFileBytes: 50 * 1024 * 1024, maxFiles: 50 }, async (part) => {
    const outcome = await portal.applications.addFile({ draft: id, applicant, path: part.field, name: part.fileName, content: part.stream, truncated: () => part.truncated() });
    if (!outcome.ok) refused.push(fileError(part.field, part.fileName, outcome));
  });
  const revision = Number(fields.get("revision")?.[0] ?? "");
  const saved = await portal.applications.saveStep({ draft: id, applicant, step, fields, revision: Number.isSafeInteger(revision) && revision > 0 ? revision : 0 });
  if (!saved.ok && saved.why !== "changed-elsewhere") return { missing: true };
  const { draft, parsed } = saved;
  if (!saved.ok) return show(portal, desk, { draft, service, step, answers: parsed.answers, raw: parsed.raw, conflict: true, singles: singleLists(fields) });
  const uploading = [...fields.keys()].some((name) => name.startsWith("upload:"));
  const errors = [...refused, ...parsed.errors.filter(({ path, code }) => !refused.some((one) => one.path === path) && !(uploading && (code === "missing" || code === "rule")))];
  const here = desk.at(`schalter/entwurf/${id}`);
  if (parsed.action !== undefined || (uploading && errors.length === 0)) {
    if (parsed.raw.size > 0) return show(portal, desk, { draft, service, step, answers: parsed.answers, raw: parsed.raw, errors: parsed.errors, singles: singleLists(fields) });
    const entry = shownEntry(parsed.action, parsed.answers);
    const query = [...(entry === undefined ? [] : [["eintrag", entry]]), ...singleLists(fields).map((list) => ["einzeln", list])];
    return { redirect: `${here}/${step}${query.length === 0 ? "" : `?${new URLSearchParams(query).toString()}`}` };
  }
  if (errors.length > 0) return show(portal, desk, { draft, service, step, answers: parsed.answers, raw: parsed.raw, errors, added: parsed.revealed, singles: singleLists(fields) });
  if (parsed.reveal) return { redirect: `${here}/${step}?${parsed.revealed.slice(0, newQuestionsListed).map((path) => `mehr=${encodeURIComponent(path)}`).join("&")}#${newQuestionsId}` };
  const steps = visibleSteps(service.form, draft.answers, legalDate(portal.clock.now()));
  return { redirect: `${here}/${steps[steps.findIndex((one) => one.id === step) + 1]?.id ?? "pruefen"}` };
}

function show(portal: StaffPortal, desk: TownDesk, { draft, service, step, answers = draft.answers, raw, errors = [], conflict = false, added = [], singles = desk.visit.query.getAll("einzeln") }: Shown): Answer {
  const day = legalDate(portal.clock.now());
  const view = stepView(service.form, step, answers, day, raw, windowsFor([...errors.map(({ path }) => path), ...added, ...desk.visit.query.getAll("eintrag")], singles));
  const title = view.step.definition.title.de;
  const here = desk.at(`schalter/entwurf/${draft.id}`);
  const steps = visibleSteps(service.form, answers, day);
  const items: StepItem[] = [
    ...steps.map((one): StepItem => ({ title: one.definition.title.de, href: `${here}/${one.id}`, state: one.id === step ? "current" : draft.savedSteps[one.id] === undefined ? "open" : "done" })),
    { title: "Prüfen und aufnehmen", state: "open" },
  ];
  const previous = steps[steps.findIndex((one) => one.id === step) - 1];
  const main = formStep("de", {
    service: `${service.package.service.title.de} · ${channelNames[draft.channel]}`, title, nodes: view.nodes, errors, added, steps: items, action: `${here}/${step}`, csrf: desk.visit.staff.csrf,
    backHref: previous === undefined ? desk.at("schalter") : `${here}/${previous.id}`, hidden: { revision: String(draft.revision) }, uploadsUnchecked: portal.uploadsUnchecked,
    ...(view.step.definition.intro === undefined ? {} : { intro: view.step.definition.intro.de }),
    ...(conflict ? { before: notice("de", { kind: "warning", title: "Dieser Schritt wurde in einem anderen Fenster geändert. Prüfen Sie die Angaben und senden Sie noch einmal." }) } : {}),
    ...(draft.revision > 1 ? { savedAt: formatTime(draft.editedAt, "de") } : {}),
  });
  return staffPage(portal, desk.visit, { title: `${title} – ${service.package.service.title.de}`, tenant: desk.tenant, current: "schalter", main: html`${main}`, hasErrors: errors.length > 0, status: conflict ? 409 : errors.length > 0 ? 422 : 200 });
}

export const channelNames: Readonly<Record<Draft["channel"], string>> = { online: "online", counter: "am Schalter", paper: "vom Papier" };

const fileTexts: Readonly<Record<string, string>> = {
  empty: "ist leer", "too-large": "ist zu groß", "unrecognised-type": "hat eine Art, die hier nicht angenommen wird", "type-not-allowed": "hat eine Art, die hier nicht angenommen wird", "name-does-not-fit": "ist etwas anderes, als ihr Name sagt",
  "broken-image": "ist ein beschädigtes Bild", malware: "enthält Schadsoftware und wurde gelöscht", "cannot-be-checked": "konnte nicht auf Schadsoftware geprüft werden", "store-full": "konnte nicht gespeichert werden, der Speicher ist voll",
  "too-many-files": "ist eine zu viel", "budget-spent": "passt nicht mehr dazu: alle Dateien zusammen sind zu groß", "too-many-requests": "kam zu schnell nach anderen; warten Sie einen Moment", "does-not-fit": "passt nicht zu diesem Feld", "not-an-upload-field": "gehört nicht in dieses Feld",
};

function fileError(path: string, name: string, outcome: Exclude<AddedFile, { ok: true }>): FieldError {
  return { path, code: "file-type", message: { de: `Die Datei »${name}« ${fileTexts[outcome.why] ?? "wurde nicht angenommen"}.` } };
}
