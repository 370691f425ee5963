import { html, type Content, type Html } from "@kommunalportal/html";
import type { SummaryNode, SummarySection } from "@kommunalportal/form-engine";
import { backLink } from "./back-link.ts";
import { button, buttonGroup } from "./button.ts";
import { errorSummary, type ErrorLine } from "./error-summary.ts";
import { fileList } from "./file-list.ts";
import { form } from "./form.ts";
import { summaryList, type SummaryRow } from "./summary-list.ts";
import { t, type Lang } from "./text.ts";

export interface CheckPageOptions {
  readonly service: string;
  readonly sections: readonly SummarySection[];
  /** Where the answers of a step are changed; the route adds that one comes back here. */
  readonly changeHref: (stepId: string, path: string) => string;
  readonly action: string;
  readonly csrf: string;
  readonly hidden?: Readonly<Record<string, string>>;
  readonly backHref?: string;
  readonly errors?: readonly ErrorLine[];
  /** Between the answers and the button: fee, way of payment, consent. */
  readonly before?: Content;
  /** The fee is due before the application is complete: »Zahlungspflichtig absenden« (§ 312j BGB by analogy). */
  readonly paid?: boolean;
  /** Other words where somebody reads them who is not the person: a clerk at the counter. */
  readonly words?: { readonly title: string; readonly binding: string; readonly submit: string };
}

/** Check your answers, then send bindingly (TR-03172-3 A3.19.01). */
export function checkPage(lang: Lang, options: CheckPageOptions): Html {
  const words = options.words ?? { title: t(lang, "check.title"), binding: t(lang, "check.binding"), submit: t(lang, options.paid === true ? "check.submitPaid" : "check.submit") };
  return html`${options.backHref !== undefined && backLink(lang, options.backHref)}${errorSummary(lang, options.errors ?? [])}<p class="portal-muted">${options.service}</p><h1>${words.title}</h1>
${answerSections(lang, options.sections, options.changeHref === undefined ? {} : { changeHref: options.changeHref })}
${form(lang, { action: options.action, csrf: options.csrf, hidden: options.hidden ?? {}, body: html`${options.before}<p class="portal-binding">${words.binding}</p>${buttonGroup(button({ text: words.submit }))}` })}`;
}

/** The answers of an application as sections: check page, case page, the citizen's copy. Without `changeHref` nothing can be changed. */
export function answerSections(lang: Lang, sections: readonly SummarySection[], { changeHref, level }: { readonly changeHref?: (stepId: string, path: string) => string; readonly level?: 2 | 3 | 4 } = {}): readonly Html[] {
  return sections.map(whole).map((section) => summaryList(lang, {
    title: section.title, ...(level === undefined ? {} : { level }),
    // A step that is one group of the same name (an imported schema) does not say it before every question.
    rows: section.rows.flatMap((node) => (node.kind === "group" && node.title === section.title ? node.rows : [node])).flatMap((node) => rows(lang, node, "", changeHref === undefined ? undefined : (path) => changeHref(section.stepId, path))),
  }));
}

/** A section that is one group says the group's name once, above its lines. */
function whole(section: SummarySection): SummarySection {
  const [only] = section.rows;
  return section.rows.length === 1 && only?.kind === "group" && only.title !== section.title ? { ...section, title: `${section.title}: ${only.title}`, rows: only.rows } : section;
}

function rows(lang: Lang, node: SummaryNode, prefix: string, changeHref: ((path: string) => string) | undefined): readonly SummaryRow[] {
  if (node.kind === "group") return node.rows.flatMap((row) => rows(lang, row, `${prefix}${node.title}: `, changeHref));
  const value = node.files !== undefined && node.files.length > 0 ? fileList(lang, node.files.map(({ name, size, type }) => ({ name, size, type }))) : node.value;
  return [{ term: `${prefix}${node.label}`, ...(node.provided ? { value } : {}), ...(changeHref === undefined ? {} : { changeHref: changeHref(node.path) }) }];
}
