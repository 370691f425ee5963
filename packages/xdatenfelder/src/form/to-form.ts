import type { FormDefinition, Node, Rule, Step } from "@kommunalportal/form-engine";
import type { CodelistLookup } from "../codelist.ts";
import type { Stammdatenschema } from "../model.ts";
import { applyDecisions } from "../rules/apply-decisions.ts";
import type { RuleDecision } from "../rules/decision.ts";
import { namesIn } from "../rules/names.ts";
import type { RuleOutcome } from "../rules/occurrence.ts";
import { translateRules } from "../rules/translate-rules.ts";
import type { Check } from "../rules/checks.ts";
import type { FormContext } from "./context.ts";
import { nodeToForm } from "./group-to-form.ts";
import type { Note } from "./note.ts";
import { ownDataOf } from "./own-data.ts";
import { positionsOf, walk } from "./position.ts";
import type { Position } from "./position.ts";
import { line, paragraphs } from "./text.ts";

export interface ToFormOptions {
  /** Most entries where the schema sets no limit (`0:*`). Default 50, at most 100. */
  readonly maxRepeats?: number;
  /** Land whose special rules apply (»Für die Länder NW, SL gilt: …«), for example `NW`. Without it such rules stay for review. */
  readonly land?: string;
  /** What an editor decided about rules, by `ruleKey`: a declined or changed rule is not translated. */
  readonly decisions?: ReadonlyMap<string, RuleDecision>;
}

export interface ToFormResult {
  readonly form: FormDefinition;
  readonly notes: readonly Note[];
  /** For every path of the form (without entry numbers) the XDatenfelder ids from the top. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  /** What became of every rule. */
  readonly rules: readonly RuleOutcome[];
}

/**
 * Turns a schema into a form: top-level groups become steps, top-level fields stand together on the first step, every position
 * keeps its XDatenfelder id. What the form cannot enforce or show is a note; nothing is dropped in silence.
 */
export function toForm(schema: Stammdatenschema, lookup: CodelistLookup, options: ToFormOptions = {}): ToFormResult {
  const top = positionsOf(schema);
  const { effects, checks, outcomes } = translateRules(schema, top, lookup, options.land, options.decisions);
  const notes: Note[] = [...statusNotes(schema), ...outcomes.flatMap(ruleNotes)];
  const context: FormContext = { lookup, effects, notes, maxRepeats: Math.min(Math.max(options.maxRepeats ?? 50, 1), 100), ownData: ownDataOf(top) };
  const steps = stepsOf(schema, top, context);
  const rules = rulesOf(checks, steps);
  const { id, version } = schema.identifikation;
  const form: FormDefinition = {
    id,
    version: threeParts(version),
    title: line(schema.bezeichnung),
    steps,
    ...(rules.length > 0 ? { rules } : {}),
    source: `${id} ${version ?? "(Arbeitskopie)"}`,
  };
  return { form: options.decisions === undefined ? form : applyDecisions(form, options.decisions), notes, rules: outcomes, paths: pathsOf(top, steps) };
}

/** Only what stands in the form: neither omitted positions nor the parts of a date field. */
function pathsOf(top: readonly Position[], steps: readonly Step[]): ReadonlyMap<string, readonly string[]> {
  const shown = new Set<string>();
  const visit = (nodes: readonly Node[], base: string): void => {
    for (const node of nodes) {
      shown.add(`${base}${node.id}`);
      if (node.kind === "group") visit(node.nodes, `${base}${node.id}.`);
    }
  };
  for (const step of steps) visit(step.nodes, "");
  return new Map([...walk(top)].filter(({ path }) => shown.has(path)).map(({ path, idPath }) => [path, idPath]));
}

function stepsOf(schema: Stammdatenschema, top: readonly Position[], context: FormContext): readonly Step[] {
  const nodes = top.map((position) => ({ position, node: nodeToForm(position, context) }));
  const loose = nodes.flatMap(({ node }): readonly Node[] => (node?.kind === "field" ? [node] : []));
  const first: readonly Step[] = loose.length === 0 ? [] : [{ id: "angaben", title: { de: "Allgemeine Angaben" }, ...(schema.hilfetext === undefined ? {} : { intro: paragraphs(schema.hilfetext) }), nodes: loose }];
  const named = nodes.flatMap(({ position, node }) => (node?.kind === "group" ? [{ node, name: line(position.element.name) }] : []));
  const groups = named.map(({ node, name }): Step => {
    const alike = named.filter((other) => other.node.title.de === node.title.de);
    // Two steps with the same label (»Person«, »Person«) are told apart by their names in the schema; where these are the same, too, by a number.
    const distinct = new Set(alike.map((other) => other.name.de)).size === alike.length;
    const title = alike.length === 1 ? node.title : distinct ? name : { de: `${node.title.de} ${alike.findIndex((other) => other.node === node) + 1}` };
    return { id: node.id, title, ...(node.when === undefined ? {} : { when: node.when }), nodes: [{ ...node, title }] };
  });
  return [...first, ...groups];
}

/** Gives each check an id of its own and the step its place stands on. */
function rulesOf(checks: readonly (Check & { readonly ruleId: string })[], steps: readonly Step[]): readonly Rule[] {
  const used = new Map<string, number>();
  return checks.flatMap(({ at, holds, message, ruleId }): readonly Rule[] => {
    const step = steps.find(({ nodes }) => nodes.some(({ id }) => id === at.split(".")[0]));
    if (step === undefined) return [];
    const count = (used.get(ruleId) ?? 0) + 1;
    used.set(ruleId, count);
    return [{ id: count === 1 ? ruleId : `${ruleId}_${count}`, step: step.id, at, holds, message }];
  });
}

function ruleNotes({ regel, owner, status, reason, assumption }: RuleOutcome): readonly Note[] {
  const base = { path: owner?.idPath.join("/") ?? "", rule: { id: regel.identifikation.id, freitextRegel: regel.freitextRegel, names: namesIn(regel.freitextRegel) } };
  if (status === "review") return [{ ...base, kind: "rule", text: `Diese Regel prüft das Formular nicht (${reason ?? "nicht verstanden"}): ${regel.freitextRegel}` }];
  return assumption === undefined ? [] : [{ ...base, kind: "assumption", text: `${assumption} Regel: ${regel.freitextRegel}` }];
}

/** Only silver (5) and gold (6) are released for use; see codelist xprozess status. */
function statusNotes({ freigabestatus }: Stammdatenschema): readonly Note[] {
  if (freigabestatus === "5" || freigabestatus === "6") return [];
  const text = freigabestatus === "7" || freigabestatus === "8" ? "Das Schema ist inaktiv oder zum Löschen vorgesehen und darf nicht verwendet werden." : "Das Schema ist noch nicht fachlich freigegeben. Es eignet sich nur für einen Entwurf.";
  return [{ kind: "status", path: "", text }];
}

/** A working copy has no version; 2.0 schemas have two parts. */
function threeParts(version: string | undefined): string {
  const [major = "0", minor = "0", patch = "0"] = (version ?? "0.0.0").split(".");
  return `${major}.${minor}.${patch}`;
}
