import { compoundTypes } from "./compounds/compound-types.ts";
import type { Answer, Answers, Compound, UploadedFile } from "./definition.ts";
import type { CompiledField, CompiledForm, CompiledGroup, CompiledNode, CompiledStep } from "./compiled-form.ts";
import type { DocumentValue } from "./fields/field-behaviour.ts";
import { filesOf } from "./fields/upload/upload-behaviour.ts";
import { groupValue, listValue, own, pathOf, reach } from "./reach.ts";
import { type Language, text } from "./text.ts";

export interface SummaryRow {
  readonly kind: "row";
  readonly path: string;
  readonly label: string;
  /** In words; »Nicht angegeben« when there is none. */
  readonly value: string;
  readonly provided: boolean;
  /** The same for the PDF: words, or facts of its own. Empty when there is none. */
  readonly document: DocumentValue;
  readonly files?: readonly UploadedFile[];
}

export interface SummaryGroup { readonly kind: "group"; readonly path: string; readonly title: string; readonly rows: readonly SummaryNode[] }
export type SummaryNode = SummaryRow | SummaryGroup;

export interface SummarySection { readonly stepId: string; readonly title: string; readonly rows: readonly SummaryNode[] }

/** Which lines there are; `path` has entry numbers. */
export interface Summing {
  readonly lang: Language;
  leavesOut(node: CompiledNode, value: Answer | undefined, path: string): boolean;
  /** Optional groups for which nothing is stated: one line says so. */
  isAbsent(group: CompiledGroup, value: Answer | undefined, path: string): boolean;
}

const notProvided = (lang: Language) => (lang === "en" ? "Not provided" : "Nicht angegeben");

/**
 * The answers in words, per reached step, in the order of the form: check-your-answers page, PDF, casework. Values that are
 * not of their field's type are shown as not provided. `today` is the day the answers are looked at, `YYYY-MM-DD`; for a
 * submitted application the day of submission, so that its summary never changes.
 */
export function summary(form: CompiledForm, answers: Answers, lang: Language, today: string): readonly SummarySection[] {
  const reached = reach(form, answers, today);
  return sumSteps(reached.steps, reached.answers, { lang, leavesOut: (_node, _value, path) => reached.hidden.has(path), isAbsent: (_group, _value, path) => reached.absent.has(path) });
}

/** Sections without a line vanish. */
export function sumSteps(steps: readonly CompiledStep[], answers: Answers, summing: Summing): readonly SummarySection[] {
  return steps
    .map((step) => ({ stepId: step.id, title: text(step.definition.title, summing.lang), rows: sumNodes(step.nodes, answers, "", summing) }))
    .filter(({ rows }) => rows.length > 0);
}

function sumNodes(nodes: readonly CompiledNode[], answers: Answers, base: string, summing: Summing): readonly SummaryNode[] {
  return nodes.flatMap((node): readonly SummaryNode[] => {
    const path = pathOf(base, node.id);
    const value = own(answers, node.id);
    if (summing.leavesOut(node, value, path)) return [];
    return node.kind === "field" ? sumField(node, value, path, summing.lang) : sumGroup(node, value, path, summing);
  });
}

function sumField({ definition, behaviour }: CompiledField, value: Answer | undefined, path: string, lang: Language): readonly SummaryRow[] {
  if (behaviour.origin === "nowhere" || definition.fixed === "hidden") return [];
  const label = text(definition.outputLabel ?? definition.label, lang);
  const entries = (definition.repeat === undefined ? [value] : listValue(value)).filter((entry) => entry !== undefined && entry !== null)
    .filter((entry) => behaviour.check(entry, "9999-12-31")?.code !== "wrong-type");
  const words = entries.map((entry) => behaviour.summary(entry, lang)).filter((word) => word !== "").join(", ");
  const files = definition.type === "upload" ? { files: filesOf(value) } : {};
  const [only, ...others] = entries;
  const document = only === undefined ? "" : others.length === 0 ? behaviour.document(only, lang) : words;
  return [{ kind: "row", path, label, value: words === "" ? notProvided(lang) : words, provided: words !== "", document, ...files }];
}

function sumGroup(group: CompiledGroup, value: Answer | undefined, path: string, summing: Summing): readonly SummaryNode[] {
  const { definition } = group;
  const { lang } = summing;
  const { compound } = definition;
  const title = text(compound?.outputLabel ?? definition.title, lang);
  const none: SummaryRow = { kind: "row", path, label: title, value: notProvided(lang), provided: false, document: "" };
  if (summing.isAbsent(group, value, path)) return [none];
  const one = (entry: Answer | undefined, at: string, named: string): SummaryNode => {
    const rows = sumNodes(group.nodes, groupValue(entry), at, summing);
    return compound === undefined ? { kind: "group", path: at, title: named, rows } : sumCompound(compound, rows, at, named, lang);
  };
  if (definition.repeat === undefined) return [one(value, path, title)];
  const itemTitle = text(definition.repeat.itemTitle, lang);
  const { titleFrom, line } = definition.repeat;
  const words = (entry: Answer | undefined, child: string): string => { const answer = own(groupValue(entry), child); return typeof answer === "string" ? answer.trim() : ""; };
  const entries = listValue(value).map((entry, i): SummaryNode => {
    const title = (titleFrom === undefined ? "" : words(entry, titleFrom)) || `${itemTitle} ${i + 1}`;
    if (line === undefined) {
      const node = one(entry, pathOf(path, i), title);
      // What names the entry is not said again below it.
      return node.kind === "group" && titleFrom !== undefined ? { ...node, rows: node.rows.filter((row) => row.path !== pathOf(node.path, titleFrom)) } : node;
    }
    const said = words(entry, line.value);
    return { kind: "row", path: pathOf(path, i), label: words(entry, line.label) || title, value: said === "" ? notProvided(lang) : said, provided: said !== "", document: said };
  });
  return entries.length === 0 ? [none] : entries;
}

/** A compound is one line: its sub-answers in the few lines that its type puts them in, and each of them as a fact in the PDF. */
function sumCompound(compound: Compound, nodes: readonly SummaryNode[], path: string, label: string, lang: Language): SummaryRow {
  const rows = nodes.filter((node) => node.kind === "row").filter(({ provided }) => provided);
  const words = new Map(rows.map((row) => [row.path.slice(path.length + 1), row.value]));
  const lines = compoundTypes[compound.type].summary((part) => words.get(part) ?? "", lang);
  const provided = lines.length > 0;
  return { kind: "row", path, label, value: provided ? lines.join("\n") : notProvided(lang), provided, document: provided ? rows.map((row) => ({ label: row.label, value: row.value })) : "" };
}
