import type { Logic, Node, Rule } from "@kommunalportal/form-engine";
import { nodesByPath } from "../form/nodes-by-path.ts";
import type { ToFormResult } from "../form/to-form.ts";
import type { RuleDecision } from "./decision.ts";
import { logicInWords } from "./logic-in-words.ts";
import type { NodesByPath } from "./logic-in-words.ts";
import { namesIn } from "./names.ts";
import { ruleKey } from "./occurrence.ts";
import type { RuleOutcome } from "./occurrence.ts";

/** One rule as an editor sees it: its sentence beside the fields it names, and what the form would do. */
export interface RuleReview {
  /** For a decision: names the rule at its place. */
  readonly key: string;
  /** `R00000002589` */
  readonly id: string;
  readonly sentence: string;
  /** Where the rule stands: titles of the steps and groups around it, from the top; empty for the schema. */
  readonly place: readonly string[];
  /** What the sentence names, as far as the form has it: path, label and the titles around it. */
  readonly fields: readonly { readonly path: string; readonly label: string; readonly within: readonly string[] }[];
  readonly status: RuleOutcome["status"];
  readonly reason?: string;
  readonly assumption?: string;
  /** JSON Logic that the form has at the places the sentence names. Several rules about one place share one condition. */
  readonly proposal: { readonly conditions: readonly { readonly path: string; readonly when: Logic }[]; readonly checks: readonly Rule[] };
  /** The same in German sentences; what has no words stands as JSON Logic. */
  readonly words: readonly string[];
  readonly decision?: RuleDecision;
}

/** Every rule of a schema for the editor, in the order of the schema. */
export function reviewRules(made: ToFormResult): readonly RuleReview[] {
  const nodes = nodesByPath(made.form);
  return made.rules.map((outcome) => {
    const { regel, status, reason, assumption, decision } = outcome;
    const ids = new Set(namesIn(regel.freitextRegel).map((name) => name.split(".").at(-1)));
    const near = [...nodes].filter(([path]) => ids.has(made.paths.get(path)?.at(-1)) && (outcome.owner === undefined || path.startsWith(outcome.owner.path.split(".")[0] ?? "")));
    const checks = (made.form.rules ?? []).filter(({ id, at }) => id.replace(/_\d+$/, "") === regel.identifikation.id && isNear(at, outcome));
    const translated = status === "translated";
    return {
      key: ruleKey(outcome),
      id: regel.identifikation.id,
      sentence: regel.freitextRegel,
      place: outcome.owner === undefined ? [] : around(`${outcome.owner.path}.`, nodes),
      fields: near.map(([path, node]) => ({ path, label: labelOf(node), within: around(path, nodes) })),
      status,
      proposal: translated ? { conditions: near.flatMap(([path, { when }]) => (when === undefined ? [] : [{ path, when }])), checks } : { conditions: [], checks: [] },
      words: translated ? proposalInWords(outcome, near, checks, nodes) : [],
      ...(reason === undefined ? {} : { reason }),
      ...(assumption === undefined ? {} : { assumption }),
      ...(decision === undefined ? {} : { decision }),
    };
  });
}

/** The rules that nobody has decided about: they are listed wherever the form is published. What a field type checks by itself needs no decision. */
export function undecidedRules(made: ToFormResult): readonly RuleReview[] {
  return reviewRules(made).filter(({ decision, status }) => decision === undefined && status !== "covered");
}

/** A decision in words: the logic that an editor put in a rule's place. */
export function decisionInWords(made: ToFormResult, decision: RuleDecision): string {
  const nodes = nodesByPath(made.form);
  if (decision.kind === "accept") return "Angenommen.";
  if (decision.kind === "decline") return `Abgelehnt: ${decision.because}`;
  const node = nodes.get(decision.at);
  const label = node === undefined ? decision.at : labelOf(node);
  if (decision.kind === "show-when") return `Stattdessen: »${label}« wird nur gezeigt, wenn gilt: ${inWords(decision.when, nodes, decision.at)}.`;
  return `Stattdessen wird bei »${label}« geprüft: ${inWords(decision.holds, nodes, decision.at)}. Sonst steht dort: »${decision.message.de}«`;
}

function isNear(path: string, { owner }: RuleOutcome): boolean {
  return owner === undefined || path === owner.path || path.startsWith(`${owner.path}.`) || owner.path.startsWith(`${path}.`) || owner.path.split(".")[0] === path.split(".")[0];
}

function proposalInWords(outcome: RuleOutcome, near: readonly (readonly [string, Node])[], checks: readonly Rule[], nodes: NodesByPath): readonly string[] {
  const words = [...near.flatMap(([path, node]) => nodeInWords(path, node, nodes)), ...choiceInWords(outcome, nodes), ...checks.map((check) => checkInWords(check, nodes))];
  const always = near.map(([, node]) => `»${labelOf(node)}« wird in jedem Fall gezeigt und ${node.required === false ? "kann" : "muss"} ausgefüllt werden.`);
  return [...new Set(words.length > 0 ? words : always)];
}

function nodeInWords(path: string, node: Node, nodes: NodesByPath): readonly string[] {
  const label = `»${labelOf(node)}«`;
  if (node.kind === "field" && node.fixed === "hidden") return [`${label} ist vorbelegt und wird nicht gezeigt.`];
  if (node.when === undefined) return [];
  if (node.when === false) return [`${label} wird hier nie gezeigt.`];
  const must = node.required === false ? "kann dann ausgefüllt werden" : "muss dann ausgefüllt werden";
  return [`${label} wird nur gezeigt und ${must}, wenn gilt: ${inWords(node.when, nodes, path)}.`];
}

function choiceInWords({ owner }: RuleOutcome, nodes: NodesByPath): readonly string[] {
  const group = owner === undefined ? undefined : nodes.get(owner.path);
  if (group?.kind !== "group" || group.oneOf !== true) return [];
  return [`In »${group.title.de}« ist genau eines zu wählen: ${group.nodes.map((node) => `»${labelOf(node)}«`).join(" oder ")}.`];
}

function checkInWords({ at, holds, message }: Rule, nodes: NodesByPath): string {
  return `Geprüft wird: ${inWords(holds, nodes, at)}. Sonst steht dort: »${message.de}«`;
}

function inWords(logic: Logic, nodes: NodesByPath, path: string): string {
  return logicInWords(logic, nodes, path) ?? JSON.stringify(logic);
}

function labelOf(node: Node): string {
  return node.kind === "group" ? node.title.de : node.label.de;
}

function around(path: string, nodes: NodesByPath): readonly string[] {
  const parts = path.split(".").slice(0, -1);
  return parts.flatMap((_, index) => {
    const node = nodes.get(parts.slice(0, index + 1).join("."));
    return node === undefined ? [] : [labelOf(node)];
  });
}
