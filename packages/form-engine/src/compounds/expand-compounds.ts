import type { Compound, ExpandedGroup, ExpandedNode, ExpandedStep, Node, Step } from "../definition.ts";
import { partsOf } from "./compound-types.ts";

/** The steps with every compound as the group of fields that it stands for. */
export function expandCompounds(steps: readonly Step[]): readonly ExpandedStep[] {
  return steps.map((step) => ({ ...step, nodes: step.nodes.map((node) => expand(node, "")) }));
}

/** `base`: by what a condition inside this group reads its children: `halter.`, inside a repeated group `item.`. */
function expand(node: Node, base: string): ExpandedNode {
  if (node.kind === "field") return node;
  const inside = node.repeat === undefined ? `${base}${node.id}.` : "item.";
  return node.kind === "compound" ? asGroup(node, inside) : { ...node, nodes: node.nodes.map((child) => expand(child, inside)) };
}

function asGroup(compound: Compound, inside: string): ExpandedGroup {
  const { id, label, hint, required, when, repeat } = compound;
  return {
    kind: "group", id, title: label, nodes: partsOf(compound, (part) => `${inside}${part}`), compound,
    ...(hint === undefined ? {} : { hint }), ...(required === undefined ? {} : { required }), ...(when === undefined ? {} : { when }), ...(repeat === undefined ? {} : { repeat }),
  };
}
