import type { FormDefinition, Node } from "@kommunalportal/form-engine";

/** A field or group of the form, as an editor chooses it. */
export interface Place {
  readonly path: string;
  readonly node: Node;
  readonly label: string;
  /** Titles around it, from the step down. */
  readonly within: readonly string[];
  /** Path of the repeated group it stands in. */
  readonly repeatedIn: string | undefined;
}

export function placesOf(form: FormDefinition): readonly Place[] {
  const found: Place[] = [];
  const visit = (nodes: readonly Node[], base: string, within: readonly string[], repeatedIn: string | undefined): void => {
    for (const node of nodes) {
      const path = `${base}${node.id}`;
      const label = node.kind === "group" ? node.title.de : node.label.de;
      found.push({ path, node, label, within, repeatedIn });
      if (node.kind === "group") visit(node.nodes, `${path}.`, within.at(-1) === label ? within : [...within, label], node.repeat === undefined ? repeatedIn : path);
    }
  };
  for (const { nodes, title } of form.steps) visit(nodes, "", [title.de], undefined);
  return found;
}

/** »Anschrift Inland › Ort« */
export function placeText({ label, within }: Pick<Place, "label" | "within">): string {
  return [...within.filter((title, index) => title !== label || index < within.length - 1), label].join(" › ");
}
