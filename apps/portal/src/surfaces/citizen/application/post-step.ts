import { legalDate } from "#platform/clock";
import { isId } from "#platform/ids";
import type { FormFields } from "#platform/http";
import { languageButton } from "#ui/page-options";
import { newQuestionsId, newQuestionsListed } from "#ui/fields/new-questions";
import { type FieldError, type ParsedStep, shownEntry, singleLists } from "@kommunalportal/form-engine";
import { serviceFor, type Draft, type SavedStep, type SaveStep } from "#modules/applications";
import type { PublishedService } from "#modules/forms";
import { onlyLanguage, type Answer, type Upload } from "../../frame/index.ts";
import { applicantOf } from "./applicant-of.ts";
import type { ApplicationPages } from "./application-pages.ts";
import { takenSlots } from "./appointment-slots.ts";
import { easyButton, switchEasy } from "./easy-language.ts";
import { fileErrors, type RefusedFile } from "./file-errors.ts";
import { fragmentOf } from "./fragment.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { bodyFields, keepingInput } from "./lost-post.ts";
import { networkOf } from "./network-of.ts";
import { stepAfter } from "./next-page.ts";
import { draftGone, identifyAgain } from "./open-own.ts";
import { savedExcept } from "./saved-page.ts";
import { showConflict, showStep, undecided } from "./step-page.ts";
import { streetQuestion, withSuggestion } from "./street-question.ts";

/** What a request may carry at most; each field's own limits are looked at by the room that takes the file. */
const uploadLimits = { maxFileBytes: 50 * 1024 * 1024, maxFiles: 50 };

/** POST `/antrag/:draft/:step`: files are taken as they arrive, then the fields; right answers are kept whatever else is wrong. */
export function postStep(portal: ApplicationPages, visit: TownSessionVisit, upload: Upload): Promise<Answer> {
  const { id = "", step = "" } = visit.params;
  let read: FormFields | undefined;
  return keepingInput(portal, visit, { page: `/antrag/${id}/${step}`, fields: () => read ?? (upload.seen().size > 0 ? upload.seen() : bodyFields(visit)) }, async () => {
    if (!isId(id)) return { missing: true };
    const applicant = applicantOf(visit.session);
    const refused: RefusedFile[] = [];
    let filesCame = false;
    read = await upload.read(uploadLimits, async (part, soFar) => {
      read = soFar;
      filesCame = true;
      const outcome = await portal.applications.addFile({
        draft: id, applicant, path: part.field, name: part.fileName, content: part.stream, truncated: () => part.truncated(), network: networkOf(visit.request.ip),
      });
      if (!outcome.ok) refused.push({ path: part.field, name: part.fileName, why: outcome.why, ...("error" in outcome ? { error: outcome.error } : {}) });
    });
    // Between two versions a change of the language is no decision: what was typed is held against all that is stored.
    const revision = read.get(languageButton)?.[0] === undecided ? 0 : Number(read.get("revision")?.[0] ?? "");
    read = withSuggestion(read);
    // A file that came has changed the draft.
    const found = filesCame ? undefined : visit.ahead?.draft;
    const saved = await save(portal, visit, { found, draft: id, step, fields: read, revision: Number.isSafeInteger(revision) && revision > 0 ? revision : 0 });
    return saved === "no-such-step" ? { missing: true } : answer(portal, visit, { step, fields: read, refused, saved });
  });
}

/** The engine takes an unknown step for a fault; here it is an address that does not exist. Looked up only then. */
async function save(portal: ApplicationPages, visit: TownSessionVisit, given: Omit<SaveStep, "applicant" | "language">): Promise<SavedStep | "no-such-step"> {
  const applicant = applicantOf(visit.session);
  try {
    return await portal.applications.saveStep({ ...given, applicant, language: visit.lang });
  } catch (error) {
    const opened = await portal.applications.openDraft({ draft: given.draft, applicant });
    if (opened.ok && !opened.service.form.steps.some(({ id }) => id === given.step)) return "no-such-step";
    throw error;
  }
}

interface Posted { readonly step: string; readonly fields: FormFields; readonly refused: readonly RefusedFile[]; readonly saved: SavedStep }

async function answer(portal: ApplicationPages, visit: TownSessionVisit, { step, fields, refused, saved }: Posted): Promise<Answer> {
  const id = visit.params["id"] ?? "";
  const page = `/antrag/${id}/${step}`;
  if (!saved.ok && saved.why === "not-found") return draftGone(portal, visit, page, fields);
  if (!saved.ok && saved.why === "level-too-low") return identifyAgain(portal, visit, saved.needed, page);
  const { draft, parsed } = saved;
  if (draft.tenant !== visit.tenant.id) return { missing: true };
  const published = await portal.forms.service(draft.service, draft.formVersion);
  if (!published) throw new Error(`version ${draft.formVersion} of ${draft.service} is missing`);
  const service = serviceFor(published, draft.part?.person);
  const back = fields.get("zurueck")?.[0] === "pruefen";
  const singles = singleLists(fields);
  const shown = { draft, service, step, back, answers: parsed.answers, raw: parsed.raw, singles };
  if (!saved.ok) return showConflict(portal, visit, shown);

  const broken = fileErrors(service.form, refused);
  const uploading = [...fields.keys()].some((name) => name.startsWith("upload:"));
  const errors = allErrors(service, step, broken, parsed, uploading);
  const href = (query: readonly string[], fragment = ""): Answer => {
    const all = [...query, ...singles.map((list) => `einzeln=${encodeURIComponent(list)}`), ...(back ? ["zurueck=pruefen"] : [])].join("&");
    return { redirect: `${visit.href(page)}${all === "" ? "" : `?${all}`}${fragment}` };
  };
  // Evidence is asked for on a page of its own; what was typed is stored.
  if (parsed.action?.kind === "fetch") return { redirect: `${visit.href(`${page}/nachweis`)}?feld=${encodeURIComponent(parsed.action.path)}` };
  if (parsed.action !== undefined || (uploading && errors.length === 0)) {
    // What could not be stored yet lives in this answer only; everything else is shown by a page that can be loaded again.
    if (parsed.raw.size > 0 || broken.length > 0) return showStep(portal, visit, { ...shown, errors: [...broken, ...parsed.errors], status: broken.length + parsed.errors.length > 0 ? 422 : 200 });
    const entry = shownEntry(parsed.action, draft.answers);
    return href(entry === undefined ? [] : [`eintrag=${encodeURIComponent(entry)}`], fragmentOf(service.form, step, draft.answers, parsed.action, fields, legalDate(portal.clock.now())));
  }
  if (onlyLanguage({ fields })) {
    // Nothing is checked: what cannot be stored yet stands in the fields of this answer. Only a file that was refused is named, it is not there.
    return parsed.raw.size > 0 || broken.length > 0 ? showStep(portal, visit, { ...shown, errors: broken, ...(broken.length > 0 ? { status: 422 } : {}) }) : href([]);
  }
  if (fields.has(easyButton)) {
    switchEasy(visit);
    // Right answers are stored; what could not be read is asked for again.
    return href([]);
  }
  if (fields.has("save")) {
    const lost = errors.filter(({ code, path }) => (code !== "missing" && code !== "rule") || broken.some((file) => file.path === path));
    return lost.length > 0 ? savedExcept(portal, visit, { draft, service, lost }) : { redirect: visit.href(`/antrag/${id}/gespeichert`) };
  }
  if (errors.length > 0 || !(parsed.reveal || back)) countPost(portal, draft, step, errors);
  if (errors.length > 0) return showStep(portal, visit, { ...shown, errors, added: parsed.revealed, status: 422 });
  if (parsed.reveal) return href(parsed.revealed.slice(0, newQuestionsListed).map((path) => `mehr=${encodeURIComponent(path)}`), `#${newQuestionsId}`);
  const taken = await takenSlots(portal, visit, { service, step, answers: draft.answers });
  if (taken.length > 0) return showStep(portal, visit, { ...shown, errors: taken, status: 422 });
  const streets = await streetQuestion(portal, visit, { service, step, answers: draft.answers, fields });
  if (streets) return showStep(portal, visit, { ...shown, before: streets.before, asked: streets.asked });
  return { redirect: visit.href(`/antrag/${id}/${next(portal, draft, service, step, back)}`) };
}

/** What became of a step, for the figures of the form: its path without the numbers of entries, never a value. */
function countPost({ questionCounts }: ApplicationPages, { tenant, service: slug, formVersion: version }: Draft, step: string, errors: readonly FieldError[]): void {
  const at = { tenant, slug, version, step };
  if (errors.length === 0) questionCounts?.count({ ...at, path: "", kind: "done" });
  for (const path of new Set(errors.map((error) => error.path.split(".").filter((key) => !/^\d+$/.test(key)).join(".")))) questionCounts?.count({ ...at, path, kind: "error" });
}

function next(portal: ApplicationPages, draft: Draft, service: PublishedService, step: string, back: boolean): string {
  return back ? "pruefen" : stepAfter(service.form, step, draft.answers, legalDate(portal.clock.now()));
}

/** Errors of files and fields in the order of the page. A field whose file was refused is not also told that a file is missing. */
function allErrors({ form }: PublishedService, step: string, broken: readonly FieldError[], parsed: ParsedStep, uploading: boolean): readonly FieldError[] {
  const own = form.steps.find(({ id }) => id === step)?.nodes.map(({ id }) => id) ?? [];
  const place = ({ path }: FieldError): number => own.indexOf(path.split(".")[0] ?? "");
  const rest = parsed.errors.filter(({ path, code }) => !broken.some((file) => file.path === path) && !(uploading && (code === "missing" || code === "rule")));
  return [...broken.filter((error) => place(error) >= 0), ...rest].toSorted((a, b) => place(a) - place(b));
}
