import type { ExpandedGroup, ExpandedStep, Field, FormDefinition, FormPerson, Part, Rule } from "./definition.ts";
import type { FieldBehaviour } from "./fields/field-behaviour.ts";
import type { CompiledLogic } from "./logic/scope.ts";

interface CompiledBase {
  readonly id: string;
  /** Path without entry numbers: `hunde.rasse`. */
  readonly path: string;
  readonly when?: CompiledLogic;
  readonly required: boolean;
}

export interface CompiledField extends CompiledBase {
  readonly kind: "field";
  readonly definition: Field;
  readonly behaviour: FieldBehaviour;
  /** For a computed field: what its value is. */
  readonly compute?: CompiledLogic;
}

export interface CompiledGroup extends CompiledBase {
  readonly kind: "group";
  readonly definition: ExpandedGroup;
  readonly nodes: readonly CompiledNode[];
}

export type CompiledNode = CompiledField | CompiledGroup;

export interface CompiledStep {
  readonly id: string;
  readonly definition: ExpandedStep;
  readonly when?: CompiledLogic;
  readonly nodes: readonly CompiledNode[];
}

export interface CompiledRule {
  readonly definition: Rule;
  readonly at: readonly string[];
  readonly holds: CompiledLogic;
}

export interface CompiledPart {
  readonly definition: Part;
  readonly when?: CompiledLogic;
  readonly paths: ReadonlySet<string>;
  readonly entriesWhen: ReadonlyMap<string, CompiledLogic>;
}

export interface CompiledPerson {
  readonly definition: FormPerson;
  readonly when?: CompiledLogic;
}

/** A form version, ready to run. Immutable; compile once and keep. */
export interface CompiledForm {
  readonly definition: FormDefinition;
  readonly steps: readonly CompiledStep[];
  /** Every field and group by its path without entry numbers. */
  readonly nodes: ReadonlyMap<string, CompiledNode>;
  readonly rules: readonly CompiledRule[];
  readonly parts: readonly CompiledPart[];
  /** Who else fills in steps. Of the form as a whole; `ownForm` and `personForm` have none. */
  readonly people: readonly CompiledPerson[];
  /** Whether there are computed fields: then visibility alone does not tell that another pass would change nothing. */
  readonly computes: boolean;
  /** Conditions may look at later fields; visibility then takes this many more passes at most. */
  readonly extraPasses: number;
}

export function stepOf(form: CompiledForm, stepId: string): CompiledStep {
  const step = form.steps.find(({ id }) => id === stepId);
  if (step === undefined) throw new Error(`The form ${form.definition.id} has no step "${stepId}".`);
  return step;
}
