import type { CompiledForm, CompiledPerson } from "./compiled-form.ts";
import { compileForm } from "./compile-form.ts";
import type { Answers, FormDefinition, FormPerson, Node, Step } from "./definition.ts";
import { reach } from "./reach.ts";

const derived = new WeakMap<CompiledForm, Map<string, CompiledForm>>();

function derivedForm(form: CompiledForm, name: string, steps: readonly Step[], people: readonly FormPerson[] = []): CompiledForm {
  const known = derived.get(form) ?? new Map<string, CompiledForm>();
  derived.set(form, known);
  const found = known.get(name) ?? compileSteps(form.definition, steps, people);
  known.set(name, found);
  return found;
}

function compileSteps(definition: FormDefinition, steps: readonly Step[], people: readonly FormPerson[]): CompiledForm {
  const kept = new Set(steps.map(({ id }) => id));
  // What each office gets is asked of the whole form only.
  const { people: _people, parts: _parts, rules = [], ...head } = definition;
  return compileForm({ ...head, steps, ...(people.length === 0 ? {} : { people }), rules: rules.filter(({ step }) => kept.has(step)) });
}

/** The steps of one of them as steps of whoever has the form. */
function stepsOf({ steps }: FormDefinition, person: string | undefined): readonly Step[] {
  return steps.filter((step) => step.person === person).map(({ person: _theirs, ...step }) => step);
}

/** What whoever begins an application fills in: the form without the steps of other people. The same form where it has none. */
export function ownForm(form: CompiledForm): CompiledForm {
  return form.people.length === 0 ? form : derivedForm(form, "own", stepsOf(form.definition, undefined));
}

/** What whoever began reads after the sending: their own steps, and those of the people whose answers are shown to them. */
export function readForm(form: CompiledForm): CompiledForm {
  const shown = form.people.flatMap(({ definition }) => (definition.shown === true ? [definition] : []));
  if (shown.length === 0) return ownForm(form);
  // With their condition: who need not take part has said nothing.
  return derivedForm(form, "read", form.definition.steps.filter(({ person }) => person === undefined || shown.some(({ id }) => id === person)), shown);
}

/** The steps of one other person as a form of its own. @throws where the form knows no such person */
export function personForm(form: CompiledForm, person: string): CompiledForm {
  if (!form.people.some(({ definition }) => definition.id === person)) throw new Error(`The form ${form.definition.id} has no person "${person}".`);
  return derivedForm(form, `person ${person}`, stepsOf(form.definition, person));
}

/** Who has to fill in steps by what was answered; `answers` are those of whoever begins, `today` is `YYYY-MM-DD`. */
export function neededPeople(form: CompiledForm, answers: Answers, today: string): readonly CompiledPerson[] {
  if (form.people.length === 0) return [];
  const { answers: root } = reach(ownForm(form), answers, today);
  return form.people.filter(({ when }) => when === undefined || when({ root, today }));
}

/** How many people of a form hand in files, whoever begins included: they share the room there is. */
export function uploaders({ steps }: Pick<FormDefinition, "steps">): number {
  const takesFiles = (nodes: readonly Node[]): boolean => nodes.some((node) => (node.kind === "group" ? takesFiles(node.nodes) : node.type === "upload" || node.type === "evidence"));
  return new Set(steps.filter(({ nodes }) => takesFiles(nodes)).map(({ person }) => person)).size;
}

/** Whether a path lies in a step of another person whose answers whoever began never reads. */
export function isHidden(form: CompiledForm, path: string): boolean {
  const first = path.split(".")[0];
  const shown = (person: string): boolean => form.definition.people?.find(({ id }) => id === person)?.shown === true;
  return form.steps.some(({ definition, nodes }) => definition.person !== undefined && !shown(definition.person) && nodes.some(({ id }) => id === first));
}
