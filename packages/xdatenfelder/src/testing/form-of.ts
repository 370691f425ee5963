import { compileForm } from "@kommunalportal/form-engine";
import type { Field, Group, Node } from "@kommunalportal/form-engine";
import { codelistLookup } from "../codelist.ts";
import type { CodelistLookup } from "../codelist.ts";
import { toForm } from "../form/to-form.ts";
import type { ToFormOptions, ToFormResult } from "../form/to-form.ts";
import { readSchema } from "../read-schema.ts";

/** Reads, maps and compiles: whatever a test looks at is a form the engine takes. */
export function formOf(xml: string | Uint8Array, lookup: CodelistLookup = codelistLookup([]), options: ToFormOptions = {}): ToFormResult {
  const result = readSchema(xml);
  if (!result.ok) throw new Error(result.errors.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  const made = toForm(result.schema, lookup, options);
  compileForm(made.form);
  return made;
}

/** The node at a path of the form, for example `G99000000001.F99000000001`. */
export function nodeAt({ form }: ToFormResult, path: string): Node {
  let nodes: readonly Node[] = form.steps.flatMap((step) => step.nodes);
  let found: Node | undefined;
  for (const id of path.split(".")) {
    found = nodes.find((node) => node.id === id);
    nodes = found?.kind === "group" ? found.nodes : [];
  }
  if (found === undefined) throw new Error(`There is no ${path} in the form.`);
  return found;
}

export function fieldAt(made: ToFormResult, path: string): Field {
  const node = nodeAt(made, path);
  if (node.kind !== "field") throw new Error(`${path} is a group.`);
  return node;
}

export function groupAt(made: ToFormResult, path: string): Group {
  const node = nodeAt(made, path);
  if (node.kind !== "group") throw new Error(`${path} is a field.`);
  return node;
}
