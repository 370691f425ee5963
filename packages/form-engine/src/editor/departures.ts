import type { CompiledField, CompiledForm, CompiledNode } from "../compiled-form.ts";
import type { Text } from "../definition.ts";

/** `gone`, `optional`, `conditional`: it may be missing in the data; `kind`: the data hold something of another kind; `longer`: more than fits. */
export interface Departure { readonly path: string; readonly label: Text; readonly why: "gone" | "optional" | "conditional" | "kind" | "longer" }

/**
 * Where a form no longer surely gives what the one it was made from gives: data that are made of its answers by that one's schema may then be
 * refused by whoever checks them. Only what is weaker: a question more, or one that demands more, does no harm. A group is told once, not each of its questions.
 */
export function departuresFrom(before: CompiledForm, now: CompiledForm): readonly Departure[] {
  const found: Departure[] = [];
  const conditionalNow = new Set(now.steps.flatMap(({ when, nodes }) => (when === undefined ? [] : nodes.map(({ path }) => path))));
  for (const step of before.steps) compare(step.nodes, step.when === undefined, { now, conditionalNow, found });
  return found;
}

interface Comparing { readonly now: CompiledForm; /** Nodes of steps that have a condition now, or belong to somebody who has. */ readonly conditionalNow: ReadonlySet<string>; readonly found: Departure[] }

/** `always`: what is around them was always there. `choice`: one of them is there. */
function compare(nodes: readonly CompiledNode[], always: boolean, comparing: Comparing, choice = false): void {
  for (const node of nodes) {
    // What only tells, or is worked out, or was never asked is not what the schema gets from the person.
    if (node.kind === "field" && (node.definition.type === "info" || node.definition.type === "computed")) continue;
    const found = departureOf(node, always && node.when === undefined && !choice, comparing);
    const same = comparing.now.nodes.get(node.path);
    // Named as it is called now; what is gone, as it was called.
    if (found !== undefined) { comparing.found.push({ path: node.path, label: labelOf(same ?? node), why: found }); continue; }
    if (node.kind === "group" && same?.kind === "group") compare(node.nodes, true, comparing, node.definition.oneOf === true);
  }
}

function departureOf(node: CompiledNode, demanded: boolean, { now, conditionalNow }: Comparing): Departure["why"] | undefined {
  const same = now.nodes.get(node.path);
  if (same === undefined) return demanded && node.required ? "gone" : undefined;
  if (node.kind !== same.kind || (node.definition.repeat === undefined) !== (same.definition.repeat === undefined)) return "kind";
  if (demanded && node.required) {
    if (!same.required) return "optional";
    if (same.when !== undefined || conditionalNow.has(same.path)) return "conditional";
  }
  return node.kind === "field" && same.kind === "field" ? fieldDeparture(node, same) : undefined;
}

const words: ReadonlySet<string> = new Set(["text", "longtext", "email", "phone", "iban"]);

function fieldDeparture({ definition: before }: CompiledField, { definition: now }: CompiledField): Departure["why"] | undefined {
  const alike = before.type === now.type || (words.has(before.type) && words.has(now.type)) || (before.type === "number" && now.type === "integer");
  if (!alike) return "kind";
  const most = longest(before);
  return most !== undefined && (longest(now) ?? Number.POSITIVE_INFINITY) > most ? "longer" : undefined;
}

function longest(field: CompiledField["definition"]): number | undefined {
  return field.type === "text" || field.type === "longtext" ? field.maxLength : undefined;
}

function labelOf(node: CompiledNode): Text {
  return node.kind === "group" ? node.definition.title : node.definition.label;
}
