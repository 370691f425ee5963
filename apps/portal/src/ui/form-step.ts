import { html, type Content, type Html } from "@kommunalportal/html";
import { shownMark, shownQuestions, type FieldError, type NodeView, type SlotOffer } from "@kommunalportal/form-engine";
import { backLink } from "./back-link.ts";
import { button, buttonGroup } from "./button.ts";
import { errorSummary } from "./error-summary.ts";
import { errorLines, errorsByPath } from "./fields/error-lines.ts";
import { newQuestions } from "./fields/new-questions.ts";
import { renderNodes } from "./fields/render-node.ts";
import { form } from "./form.ts";
import { paragraphs } from "./paragraphs.ts";
import { stepList, type StepItem } from "./step-list.ts";
import { t, type Lang } from "./text.ts";

export interface FormStepOptions {
  /** Name of the service, above the title. */
  readonly service: string;
  readonly title: string;
  readonly intro?: string;
  readonly nodes: readonly NodeView[];
  readonly errors: readonly FieldError[];
  readonly steps: readonly StepItem[];
  readonly action: string;
  readonly csrf: string;
  readonly backHref?: string;
  readonly hidden?: Readonly<Record<string, string>>;
  /** Shows »Speichern und später weitermachen« (button `save`). */
  readonly canSave?: boolean;
  /** »Entwurf gespeichert um 14:30 Uhr«. */
  readonly savedAt?: string;
  readonly uploadsUnchecked?: boolean;
  /** Free appointments by the path of their field. */
  readonly slots?: ReadonlyMap<string, readonly SlotOffer[]>;
  /** What an answer added to the page since it was last shown: `ParsedStep.revealed`. */
  readonly added?: readonly string[];
  /** Between title and questions: a notice, what was prefilled. */
  readonly before?: Content;
  readonly submitText?: string;
  /** A further button of the form, after the others. */
  readonly more?: Content;
  /** See {@link form}. */
  readonly known?: Readonly<Record<string, unknown>>;
}

/** For a button that stands outside the form of the step. */
export const stepFormId = "schritt-formular";

/** The main part of a form step. Give `hasErrors` to the page when there are errors. The form is multipart only when the step has uploads. */
export function formStep(lang: Lang, options: FormStepOptions): Html {
  const { errors, nodes } = options;
  const context = { lang, errors: errorsByPath(errors), pageTitle: options.title, ...(options.uploadsUnchecked === undefined ? {} : { uploadsUnchecked: options.uploadsUnchecked }), ...(options.slots === undefined ? {} : { slots: options.slots }) };
  return html`${options.backHref !== undefined && backLink(lang, options.backHref)}${errorSummary(lang, errorLines(nodes, errors, lang))}
${options.steps.length > 1 && stepList(lang, options.steps)}<p class="portal-muted">${options.service}</p><h1>${options.title}</h1>${options.intro !== undefined && paragraphs(options.intro)}${newQuestions(lang, nodes, options.added ?? [])}${options.before}
${form(lang, { action: options.action, id: stepFormId, csrf: options.csrf, multipart: hasUpload(nodes), hidden: options.hidden ?? {}, ...(options.known === undefined ? {} : { known: options.known }), body: html`${(shownQuestions(nodes) ?? []).map((paths) => html`<input type="hidden" name="${shownMark}" value="${paths}" autocomplete="off">`)}${renderNodes(nodes, context)}${buttonGroup([
  button({ text: options.submitText ?? t(lang, "form.next"), icon: "arrow-forward" }),
  options.canSave === true && button({ text: t(lang, "form.save"), kind: "tertiary", name: "save", value: "1" }),
  options.more,
])}${options.savedAt !== undefined && html`<p class="portal-saved" role="status">${t(lang, "form.saved", { time: options.savedAt })}</p>`}` })}`;
}

function hasUpload(nodes: readonly NodeView[]): boolean {
  return nodes.some((node) => node.kind === "field" ? node.definition.type === "upload" : hasUpload(node.nodes) || (node.entries ?? []).some((entry) => hasUpload(entry.nodes)));
}
