import { compoundTypes } from "./compounds/compound-types.ts";
import type { Answer, Answers, Composition, CompoundType, UploadedFile } from "./definition.ts";
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
    if (compound !== undefined) return sumCompound(compound.type, rows.filter((row) => row.kind === "row"), (row) => row.path.slice(at.length + 1), at, named, lang);
    return definition.as === undefined ? { kind: "group", path: at, title: named, rows } : sumComposition(definition.as, rows, at, named, lang);
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

/** One line: sub-answers in the few lines that their type puts them in, and each of them as a fact in the PDF. */
function sumCompound(type: CompoundType, all: readonly SummaryRow[], partOf: (row: SummaryRow) => string, path: string, label: string, lang: Language): SummaryRow {
  const rows = all.filter(({ provided }) => provided);
  const words = new Map(rows.map((row) => [partOf(row), row.value]));
  const lines = compoundTypes[type].summary((part) => words.get(part) ?? "", lang);
  const provided = lines.length > 0;
  const files = rows.flatMap((row) => row.files ?? []);
  return { kind: "row", path, label, value: provided ? lines.join("\n") : notProvided(lang), provided, ...(files.length === 0 ? {} : { files }), document: provided ? rows.map((row) => ({ label: row.label, value: row.value })) : "" };
}

/** The parts in one line, under the group's own title when nothing else is in it; what is no part follows as it is. */
function sumComposition(as: Composition, rows: readonly SummaryNode[], at: string, title: string, lang: Language): SummaryNode {
  const partOf = (row: SummaryRow): string | undefined => { const inside = row.path.slice(at.length + 1); return Object.hasOwn(as.parts, inside) ? as.parts[inside] : undefined; };
  const parts = flat(rows).filter((row) => partOf(row) !== undefined);
  const [first] = parts;
  if (first === undefined) return { kind: "group", path: at, title, rows };
  const rest = without(rows, (row) => partOf(row) !== undefined);
  const name = rest.length === 0 ? title : text(compoundTypes[as.type].editor.name, lang);
  const line = sumCompound(as.type, parts, (row) => partOf(row) ?? "", rest.length === 0 ? at : first.path, name, lang);
  return rest.length === 0 ? line : { kind: "group", path: at, title, rows: [line, ...rest] };
}

function flat(rows: readonly SummaryNode[]): readonly SummaryRow[] {
  return rows.flatMap((row) => (row.kind === "row" ? [row] : flat(row.rows)));
}

/** Groups that have nothing left vanish. */
function without(rows: readonly SummaryNode[], leaves: (row: SummaryRow) => boolean): readonly SummaryNode[] {
  return rows.flatMap((row): readonly SummaryNode[] => {
    if (row.kind === "row") return leaves(row) ? [] : [row];
    const inner = without(row.rows, leaves);
    return inner.length === 0 && row.rows.length > 0 ? [] : [{ ...row, rows: inner }];
  });
}
