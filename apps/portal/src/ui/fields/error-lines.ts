import type { FieldError, NodeView } from "@kommunalportal/form-engine";
import type { ErrorLine } from "../error-summary.ts";
import { say, type Lang } from "../text.ts";
import { controlId, errorControlId } from "./control-id.ts";

/** The lines of the error summary: the same words as at the fields, each linked to the control that is wrong. */
export function errorLines(nodes: readonly NodeView[], errors: readonly FieldError[], lang: Lang): readonly ErrorLine[] {
  const targets = new Map<string, (input: string | undefined) => string>();
  collect(nodes, targets);
  return errors.map((error) => {
    const target = targets.get(error.path);
    const message = say(error.message, lang);
    return target === undefined ? { message } : { fieldId: target(error.input), message };
  });
}

/** Errors by path, for {@link NodeContext}; where a path has two, the first is said. */
export function errorsByPath(errors: readonly FieldError[]): ReadonlyMap<string, FieldError> {
  const byPath = new Map<string, FieldError>();
  for (const error of errors) if (!byPath.has(error.path)) byPath.set(error.path, error);
  return byPath;
}

function collect(nodes: readonly NodeView[], targets: Map<string, (input: string | undefined) => string>): void {
  for (const node of nodes) {
    if (node.kind === "field") {
      for (const value of node.values) targets.set(value.path, (input) => errorControlId(node.definition.type, value.path, input));
      continue;
    }
    targets.set(node.path, (input) => controlId(node.path, input));
    collect(node.nodes, targets);
    for (const entry of node.entries ?? []) {
      targets.set(entry.path, (input) => controlId(entry.path, input));
      collect(entry.nodes, targets);
    }
  }
}
