import { expandCompounds } from "../compounds/expand-compounds.ts";
import type { ExpandedNode, FormDefinition, PrefillSource } from "../definition.ts";

/** Attributes of an account that fields of a form are filled from, compounds about oneself and what a register finds a person by included: what a service asks BundID for. */
export function usedAttributes(form: FormDefinition): readonly PrefillSource[] {
  const found = new Set<PrefillSource>();
  const visit = (nodes: readonly ExpandedNode[]): void => {
    for (const node of nodes) {
      if (node.kind === "group") visit(node.nodes);
      else if (node.type === "upload" && node.fetched !== undefined) for (const attribute of ["givenName", "surname", "birthdate"] as const) found.add(attribute);
      else if (node.prefill !== undefined) found.add(node.prefill);
    }
  };
  for (const step of expandCompounds(form.steps)) visit(step.nodes);
  return [...found];
}
