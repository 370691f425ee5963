import { createHash } from "node:crypto";
import { html, type Content, type Html } from "@kommunalportal/html";
import { type Answers, attachFile, checkAll, type CompiledForm, defaultAccept, type FieldError, feeOf, generateAnswers, parseStep, type RawInput, reachableAnswers, type ServicePackage, shownEntry, singleLists, stepView, summary, visibleSteps, windowsFor } from "@kommunalportal/form-engine";
import type { FormFields } from "#platform/http";
import { backLink } from "#ui/back-link";
import { answerSections } from "#ui/check-page";
import { formStep } from "#ui/form-step";
import { formatMoney } from "#ui/format";
import { notice } from "#ui/notice";
import { page } from "#ui/page";
import type { TenantView } from "#ui/page";
import { say, type Lang } from "#ui/text";
import type { Answer, Upload } from "../../frame/index.ts";

/** The last page of a preview, after all steps. */
export const previewCheck = "pruefen";
/** Hidden in each form of the preview: the answers so far. Nothing of them is kept anywhere. */
const answersField = "antworten";
const largestAnswers = 300_000;

export interface Preview {
  readonly package: ServicePackage;
  readonly tenant: TenantView;
  readonly lang: Lang;
  readonly day: string;
  readonly csrf: string;
  /** In a frame beside the editor. */
  readonly framed: boolean;
  /** Address of a step, or of `pruefen`. */
  readonly at: (step: string) => string;
  /** On the last page: what can be done with these answers. */
  readonly after?: (answers: Answers) => Content;
}

/** A step to look at: empty, or with `variant` filled with invented answers. */
export function previewPage(preview: Preview, step: string, variant: number | undefined): Answer {
  const { form } = preview.package;
  const answers = variant === undefined ? {} : generateAnswers(form, preview.day, { variant }).answers;
  return step === previewCheck ? checkView(preview, answers) : stepPage(preview, step, { answers });
}

/** A step that was filled in: the same again with what is wrong, or the next one. */
export async function previewPost(preview: Preview, step: string, upload: Upload): Promise<Answer> {
  const { form } = preview.package;
  if (!form.steps.some(({ id }) => id === step)) return { missing: true };
  const files: { readonly path: string; readonly name: string; readonly size: number; readonly sha256: string }[] = [];
  const fields = await upload.read({ maxFileBytes: 10_000_000, maxFiles: 20 }, async (part) => {
    const hash = createHash("sha256");
    let size = 0;
    for await (const chunk of part.stream) { hash.update(chunk as Buffer); size += (chunk as Buffer).length; }
    files.push({ path: part.field, name: part.fileName.slice(0, 255), size, sha256: hash.digest("hex") });
  });
  let answers = readAnswers(fields);
  // Files are counted and forgotten; their type is taken to be right.
  for (const { path, name, size, sha256 } of files) {
    const node = form.nodes.get(path.split(".").filter((key) => !/^\d+$/.test(key)).join("."));
    if (size > 0 && node?.kind === "field" && node.definition.type === "upload" && node.definition.fetched === undefined) answers = attachFile(form, path, answers, { id: `vorschau-${sha256.slice(0, 8)}`, name, size, type: (node.definition.accept ?? defaultAccept)[0] ?? "application/pdf", sha256 }, preview.day).answers;
  }
  const parsed = parseStep(form, step, fields, answers, preview.day);
  if (parsed.action !== undefined || parsed.errors.length > 0 || parsed.reveal) return stepPage(preview, step, { answers: parsed.answers, errors: parsed.errors, raw: parsed.raw, added: parsed.revealed, entry: shownEntry(parsed.action, parsed.answers), singles: singleLists(fields) });
  const steps = visibleSteps(form, parsed.answers, preview.day);
  const next = steps[steps.findIndex(({ id }) => id === step) + 1];
  return next === undefined ? checkView(preview, parsed.answers) : stepPage(preview, next.id, { answers: parsed.answers });
}

export function readAnswers(fields: FormFields): Answers {
  const text = fields.get(answersField)?.[0] ?? "";
  if (text === "" || text.length > largestAnswers) return {};
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null && !Array.isArray(read) ? read as Answers : {};
  } catch { return {}; }
}

export const answersHidden = (answers: Answers): Readonly<Record<string, string>> => ({ [answersField]: JSON.stringify(answers) });

function stepPage(preview: Preview, step: string, { answers, errors = [], raw, added = [], entry, singles = [] }: { readonly answers: Answers; readonly errors?: readonly FieldError[]; readonly raw?: RawInput; readonly added?: readonly string[]; readonly entry?: string | undefined; readonly singles?: readonly string[] }): Answer {
  const { package: { form, service }, lang, day, at } = preview;
  if (!form.steps.some(({ id }) => id === step)) return { missing: true };
  const view = stepView(form, step, answers, day, raw, windowsFor([...errors.map(({ path }) => path), ...added, ...(entry === undefined ? [] : [entry])], singles));
  const { definition } = view.step;
  const title = say(definition.title, lang);
  const main = formStep(lang, {
    service: say(service.title, lang), title, nodes: view.nodes, errors, added, action: at(step), csrf: preview.csrf, hidden: answersHidden(answers), uploadsUnchecked: false,
    steps: [...visibleSteps(form, answers, day).map((one) => ({ title: say(one.definition.title, lang), state: one.id === step ? "current" as const : "open" as const, href: at(one.id) })), { title: lang === "de" ? "Prüfen" : "Check", state: "open" as const }],
    ...(definition.intro === undefined ? {} : { intro: say(definition.intro, lang) }),
  });
  return whole(preview, title, main, errors.length > 0);
}

function checkView(preview: Preview, answers: Answers): Answer {
  const { package: { form, service }, lang, day, at } = preview;
  const errors = checkAll(form, answers, day);
  const german = lang === "de";
  const cents = feeIn(form, service.fee?.cents, answers, day);
  const fee = service.fee === undefined ? (german ? "Gebührenfrei" : "Free of charge") : cents === undefined ? say(service.fee.text, lang) : german ? `Gebühr: ${formatMoney(cents, lang)}` : `Fee: ${formatMoney(cents, lang)}`;
  const title = german ? "Angaben prüfen" : "Check your answers";
  const main = html`${backLink(lang, at(form.steps[0]?.id ?? ""))}<p class="portal-muted">${say(service.title, lang)}</p><h1>${title}</h1>
${errors.length > 0 && notice(lang, { kind: "warning", title: german ? "Hier fehlt noch etwas" : "Something is missing", body: html`<ul>${errors.slice(0, 20).map(({ stepId, message }) => html`<li><a class="kern-link" href="${at(stepId)}">${say(message, lang)}</a></li>`)}</ul>` })}
${answerSections(lang, summary(form, answers, lang, day))}<p><strong>${fee}</strong></p>
${notice(lang, { kind: "info", title: german ? "Ende der Vorschau" : "End of the preview", body: german ? "Gesendet und gespeichert wird hier nichts." : "Nothing is sent or stored here." })}${preview.after?.(answers)}`;
  return whole(preview, title, main, false);
}

function feeIn(form: CompiledForm, fee: Parameters<typeof feeOf>[0] | undefined, answers: Answers, day: string): number | undefined {
  if (fee === undefined) return undefined;
  // Answers that are not complete have no fee yet.
  try { return feeOf(fee, reachableAnswers(form, answers, day), day); } catch { return undefined; }
}

function whole({ lang, tenant, framed }: Preview, title: string, main: Html, hasErrors: boolean): Answer {
  return {
    status: hasErrors ? 422 : 200, ...(framed ? { framing: "embedded" as const } : {}),
    page: page({
      lang, title, main, tenant, hasErrors, robots: "noindex, nofollow", signInHref: false, search: false, nav: [], framed,
      ...(framed ? {} : { notices: [{ kind: "info", title: lang === "de" ? "Vorschau. Nichts wird gespeichert oder gesendet." : "Preview. Nothing is stored or sent." }] }),
    }),
  };
}
