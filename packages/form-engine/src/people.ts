import type { CompiledForm, CompiledPerson } from "./compiled-form.ts";
import { compileForm } from "./compile-form.ts";
import type { Answers, FormDefinition } from "./definition.ts";
import { reach } from "./reach.ts";

const derived = new WeakMap<CompiledForm, Map<string, CompiledForm>>();

function part(form: CompiledForm, person: string | undefined): CompiledForm {
  const known = derived.get(form) ?? new Map<string, CompiledForm>();
  derived.set(form, known);
  const found = known.get(person ?? "") ?? compilePart(form.definition, person);
  known.set(person ?? "", found);
  return found;
}

function compilePart(definition: FormDefinition, person: string | undefined): CompiledForm {
  const steps = definition.steps.filter((step) => step.person === person).map(({ person: _theirs, ...step }) => step);
  const kept = new Set(steps.map(({ id }) => id));
  // What each office gets is asked of the whole form only.
  const { people: _people, parts: _parts, rules = [], ...head } = definition;
  return compileForm({ ...head, steps, rules: rules.filter(({ step }) => kept.has(step)) });
}

/** What whoever begins an application fills in: the form without the steps of other people. The same form where it has none. */
export function ownForm(form: CompiledForm): CompiledForm {
  return form.people.length === 0 ? form : part(form, undefined);
}

/** The steps of one other person as a form of its own. @throws where the form knows no such person */
export function personForm(form: CompiledForm, person: string): CompiledForm {
  if (!form.people.some(({ definition }) => definition.id === person)) throw new Error(`The form ${form.definition.id} has no person "${person}".`);
  return part(form, person);
}

/** Who has to fill in steps by what was answered; `answers` are those of whoever begins, `today` is `YYYY-MM-DD`. */
export function neededPeople(form: CompiledForm, answers: Answers, today: string): readonly CompiledPerson[] {
  if (form.people.length === 0) return [];
  const { answers: root } = reach(ownForm(form), answers, today);
  return form.people.filter(({ when }) => when === undefined || when({ root, today }));
}

/** Whether a path lies in a step that another person fills in. */
export function isHidden(form: CompiledForm, path: string): boolean {
  const first = path.split(".")[0];
  return form.steps.some(({ definition, nodes }) => definition.person !== undefined && nodes.some(({ id }) => id === first));
}
