import { compileForm, type FormDefinition } from "@kommunalportal/form-engine";

/** The person who fills in what `shareOut` gives away. */
export const otherPerson = "andere";

/**
 * The same form for two people: every second step is somebody else's, wherever the compiler allows it (no condition and no rule carries an answer
 * across). The whole as it is where not one step can be given away.
 */
export function shareOut(form: FormDefinition): FormDefinition | undefined {
  const people = [{ id: otherPerson, title: { de: "Andere Person" } }];
  const given = new Set<string>();
  const shared = (): FormDefinition => ({ ...form, people, steps: form.steps.map((step) => (given.has(step.id) ? { ...step, person: otherPerson } : step)) });
  form.steps.forEach(({ id }, i) => {
    if (i % 2 === 0 && form.steps.length > 2) return;
    given.add(id);
    try { compileForm(shared()); } catch { given.delete(id); }
  });
  return given.size === 0 ? undefined : shared();
}
