import type { FormDefinition, FormPerson } from "../definition.ts";

/** Pure changes of who fills in which steps, as an editor makes them. */

/** Adds or changes a person, to whom exactly these steps belong from then on. */
export function savePerson(form: FormDefinition, person: FormPerson, steps: readonly string[]): FormDefinition {
  const people = form.people ?? [];
  const known = people.some(({ id }) => id === person.id);
  return {
    ...form, people: known ? people.map((one) => (one.id === person.id ? person : one)) : [...people, person],
    steps: form.steps.map((step) => {
      const { person: before, ...own } = step;
      if (steps.includes(step.id)) return { ...own, person: person.id };
      return before === person.id ? own : step;
    }),
  };
}

/** The person goes; whoever begins fills in their steps. */
export function removePerson(form: FormDefinition, id: string): FormDefinition {
  const { people = [], ...rest } = form;
  const left = people.filter((one) => one.id !== id);
  return {
    ...rest, ...(left.length === 0 ? {} : { people: left }),
    steps: form.steps.map((step) => { const { person, ...own } = step; return person === id ? own : step; }),
  };
}
