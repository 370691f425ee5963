import type { FormDefinition, Node } from "@kommunalportal/form-engine";

/** Every node of a form by its path, without entry numbers. */
export function nodesByPath(form: FormDefinition): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  const visit = (nodes: readonly Node[], base: string): void => {
    for (const node of nodes) {
      found.set(`${base}${node.id}`, node);
      if (node.kind === "group") visit(node.nodes, `${base}${node.id}.`);
    }
  };
  for (const step of form.steps) visit(step.nodes, "");
  return found;
}
