import type { CodelistLookup } from "../codelist.ts";
import type { Effect } from "../form/context.ts";
import type { Position } from "../form/position.ts";
import { isShown } from "../form/shown.ts";
import type { Stammdatenschema } from "../model.ts";
import { choiceCheck, requiredCheck } from "./checks.ts";
import type { Check } from "./checks.ts";
import { fieldsOf } from "./condition.ts";
import type { Condition } from "./condition.ts";
import { coveredByField } from "./covered.ts";
import { findCycle } from "./cycles.ts";
import type { RuleDecision } from "./decision.ts";
import { decideTarget } from "./decide-target.ts";
import { occurrencesOf, ruleKey } from "./occurrence.ts";
import type { Occurrence, RuleOutcome, Understood } from "./occurrence.ts";
import { textForLand } from "./land.ts";
import { namesIn } from "./names.ts";
import { parseRule } from "./parse-rule.ts";
import { fieldsOfRelation } from "./relation.ts";
import { relationCheck } from "./relation-check.ts";
import { candidates } from "./resolve.ts";
import { normaliseRule, NotUnderstood, Scanner } from "./scanner.ts";
import { toLogic } from "./to-logic.ts";

export interface TranslatedRules {
  readonly effects: ReadonlyMap<Position, Effect>;
  readonly checks: readonly (Check & { readonly ruleId: string })[];
  readonly outcomes: readonly RuleOutcome[];
}

/**
 * Translates the sentences that are understood completely and without contradiction; everything else stays a sentence for review.
 * A rule that fails late (a contradiction with another rule, a circle) is taken out with everything it said, and the rest is built again.
 */
export function translateRules(schema: Stammdatenschema, top: readonly Position[], lookup: CodelistLookup, land: string | undefined, decisions: ReadonlyMap<string, RuleDecision> = new Map()): TranslatedRules {
  const failed = new Map<Occurrence, string>();
  const covered = new Set<Occurrence>();
  const everywhere = occurrencesOf(schema, top);
  const settled = (occurrence: Occurrence): boolean => !["accept", undefined].includes(decisions.get(ruleKey(occurrence))?.kind);
  const occurrences = everywhere.filter((occurrence) => !settled(occurrence));
  const understood = occurrences.flatMap((occurrence): readonly Understood[] => {
    try {
      const scanner = new Scanner(textForLand(normaliseRule(occurrence.regel.freitextRegel), land));
      const statements = parseRule({ scanner, lookup, owner: occurrence.owner, top });
      if (!coveredByField(occurrence.owner, statements)) return [{ ...occurrence, statements }];
      covered.add(occurrence);
      return [];
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      failed.set(occurrence, error.message);
      return [];
    }
  });
  let active: readonly Understood[] = understood;
  const reasons = new Map<Understood, string>();
  for (;;) {
    const lost = occurrences.filter((occurrence) => failed.has(occurrence) || [...reasons.keys()].some((rule) => sameRule(rule, occurrence)));
    const open = new Set(lost.flatMap(({ regel, owner }) => namesIn(regel.freitextRegel).flatMap((name) => candidates(name.split("."), owner, top))));
    const built = build(active, lookup, open);
    if (built.failures.size === 0) {
      const outcomes = everywhere.map((occurrence): RuleOutcome => {
        const decision = decisions.get(ruleKey(occurrence));
        const outcome: RuleOutcome = settled(occurrence) ? { ...occurrence, status: "decided" } : outcomeOf(occurrence, { understood, covered, failed, reasons, assumed: built.assumed });
        return decision === undefined ? outcome : { ...outcome, decision };
      });
      return { effects: built.effects, checks: built.checks, outcomes };
    }
    for (const [rule, reason] of built.failures) reasons.set(rule, reason);
    active = active.filter((rule) => !built.failures.has(rule));
  }
}

interface Built {
  readonly effects: Map<Position, Effect>;
  readonly checks: (Check & { readonly ruleId: string })[];
  readonly assumed: Map<Understood, string>;
  readonly failures: Map<Understood, string>;
}

interface Said { readonly rule: Understood; readonly action: "show" | "require" | "hide"; readonly condition: Condition }

/** `open`: places named by rules that were not understood; about them the understood ones are not the whole truth. */
function build(rules: readonly Understood[], lookup: CodelistLookup, open: ReadonlySet<Position>): Built {
  const built: Built = { effects: new Map(), checks: [], assumed: new Map(), failures: new Map() };
  const wishes = new Map<Position, Said[]>();
  const attempt = (involved: readonly Understood[], work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      for (const rule of involved) built.failures.set(rule, error.message);
    }
  };
  for (const rule of rules) {
    for (const statement of rule.statements) {
      if (statement.kind === "effect") wishes.set(statement.target, [...(wishes.get(statement.target) ?? []), { rule, action: statement.action, condition: statement.condition }]);
      if (statement.kind === "preset") attempt([rule], () => setPreset(built.effects, statement.target, statement.value));
    }
  }
  for (const rule of rules) {
    for (const statement of rule.statements) {
      if (statement.kind === "relation") {
        attempt([rule], () => {
          for (const field of [...fieldsOfRelation(statement.relation), ...fieldsOf(statement.condition)]) mustBeShown(field, lookup);
          built.checks.push({ ...relationCheck(statement.relation, statement.condition), ruleId: rule.regel.identifikation.id });
        });
      }
      if (statement.kind !== "atLeastOne" && statement.kind !== "exactlyOne") continue;
      attempt([rule], () => {
        for (const target of statement.targets) mustBeShown(target, lookup);
        if (isPlainChoice(statement.kind, statement.targets, rule.owner, wishes)) built.effects.set(rule.owner, { ...built.effects.get(rule.owner), oneOf: true });
        else built.checks.push({ ...choiceCheck(statement.kind, statement.targets, rule), ruleId: rule.regel.identifikation.id });
      });
    }
  }
  for (const [target, said] of wishes) attempt([...new Set(said.map(({ rule }) => rule))], () => applyWishes(built, target, said, lookup, open.has(target)));
  if (built.failures.size === 0) {
    const cycle = findCycle(new Map([...wishes].map(([target, said]) => [target, said.flatMap(({ condition }) => fieldsOf(condition))])), (position) => built.effects.get(position)?.when !== undefined);
    for (const { rule } of cycle === undefined ? [] : (wishes.get(cycle) ?? [])) built.failures.set(rule, "die Bedingung hinge von sich selbst ab");
  }
  return built;
}

function applyWishes(built: Built, target: Position, said: readonly Said[], lookup: CodelistLookup, open: boolean): void {
  mustBeShown(target, lookup);
  if (isChoiceChild(target, built.effects)) throw new NotUnderstood("das Ziel wird in einer Auswahlgruppe gewählt");
  if (built.effects.get(target)?.preset !== undefined) throw new NotUnderstood("das Ziel ist vorbefüllt und ausgeblendet");
  for (const { condition } of said) for (const field of fieldsOf(condition)) mustBeReadable(field, target, lookup);
  const decision = decideTarget(target, said, open);
  if (decision.contradiction) throw new NotUnderstood(`die Sätze zu ${target.element.identifikation.id} können sich widersprechen`);
  const [first] = said;
  if (decision.requiredIf !== undefined && first !== undefined) built.checks.push({ ...requiredCheck(target, decision.requiredIf), ruleId: first.rule.regel.identifikation.id });
  if (decision.when !== undefined || decision.required !== undefined) {
    built.effects.set(target, {
      ...built.effects.get(target),
      ...(decision.when === undefined ? {} : { when: toLogic(decision.when, target) }),
      ...(decision.required === undefined ? {} : { required: decision.required }),
    });
  }
  const assumption = open ? HALF_KNOWN : decision.assumed ? NOT_ASKED : undefined;
  if (assumption !== undefined) for (const { rule } of said) built.assumed.set(rule, assumption);
}

function setPreset(effects: Map<Position, Effect>, target: Position, value: string): void {
  const known = effects.get(target)?.preset;
  if (known !== undefined && known !== value) throw new NotUnderstood("das Feld wird verschieden vorbefüllt");
  effects.set(target, { ...effects.get(target), preset: value });
}

/** »entweder A oder B« over the only two children of a group that no other rule touches is an Auswahlgruppe. */
function isPlainChoice(kind: string, targets: readonly Position[], owner: Position | undefined, wishes: ReadonlyMap<Position, unknown>): owner is Position {
  return kind === "exactlyOne" && owner !== undefined && owner.children.length === 2 && owner.children.every((child) => targets.includes(child) && child.anzahl.min === 0 && child.anzahl.max === 1 && !wishes.has(child));
}

function isChoiceChild({ parent }: Position, effects: ReadonlyMap<Position, Effect>): boolean {
  return parent !== undefined && ((parent.element.art === "datenfeldgruppe" && parent.element.gruppenart === "X") || effects.get(parent)?.oneOf === true);
}

function mustBeShown(position: Position, lookup: CodelistLookup): void {
  if (!isShown(position, lookup)) throw new NotUnderstood(`${position.element.identifikation.id} hat im Formular keinen eigenen Platz`);
}

function mustBeReadable(field: Position, target: Position, lookup: CodelistLookup): void {
  mustBeShown(field, lookup);
  if (field === target || field.path.startsWith(`${target.path}.`)) throw new NotUnderstood("die Bedingung hinge von sich selbst ab");
}

function outcomeOf(occurrence: Occurrence, all: { readonly understood: readonly Understood[]; readonly covered: ReadonlySet<Occurrence>; readonly failed: ReadonlyMap<Occurrence, string>; readonly reasons: ReadonlyMap<Understood, string>; readonly assumed: ReadonlyMap<Understood, string> }): RuleOutcome {
  if (all.covered.has(occurrence)) return { ...occurrence, status: "covered" };
  const rule = all.understood.find((candidate) => sameRule(candidate, occurrence));
  const reason = all.failed.get(occurrence) ?? (rule === undefined ? undefined : all.reasons.get(rule));
  if (reason !== undefined || rule === undefined) return { ...occurrence, status: "review", reason: reason ?? "nicht verstanden" };
  const assumption = all.assumed.get(rule);
  return { ...occurrence, status: "translated", ...(assumption === undefined ? {} : { assumption }) };
}

function sameRule(a: Occurrence, b: Occurrence): boolean {
  return a.regel === b.regel && a.owner === b.owner;
}

const NOT_ASKED = "Der Satz sagt nur, wann die Angabe nötig ist, und das Schema verlangt sie immer. Angenommen: Sonst wird nicht danach gefragt.";
const HALF_KNOWN = "Eine andere Regel zum selben Ziel wurde nicht verstanden. Deshalb wird es nur dort ausgeblendet, wo ein Satz das ausdrücklich sagt, und sonst nicht verlangt.";
