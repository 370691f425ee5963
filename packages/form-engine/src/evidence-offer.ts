import type { CompiledForm } from "./compiled-form.ts";
import type { GroupView, NodeView } from "./step-view.ts";

/**
 * A step's nodes without the way »from the register« wherever no register gives out that kind of evidence here. Whoever has chosen the way
 * before keeps it: the page then says at the field what is wrong, instead of showing an answer that is not there.
 */
export function onlyOfferedEvidence(nodes: readonly NodeView[], offers: (kind: string) => boolean): readonly NodeView[] {
  const inside = (node: NodeView, of?: GroupView): NodeView => {
    if (node.kind === "group") {
      const entries = node.entries?.map((entry) => ({ ...entry, nodes: entry.nodes.map((child) => inside(child, node)) }));
      return { ...node, nodes: node.nodes.map((child) => inside(child, node)), ...(entries === undefined ? {} : { entries }) };
    }
    const { definition } = node;
    const compound = of?.definition.compound;
    if (compound?.type !== "evidence" || compound.register === undefined || definition.type !== "choice" || offers(compound.register)) return node;
    const chosen = node.values.some(({ value }) => value === "register");
    return chosen ? node : { ...node, definition: { ...definition, options: definition.options.filter(({ value }) => value !== "register") } };
  };
  return nodes.map((node) => inside(node));
}

/** The kinds of evidence that a form may fetch. */
export function fetchedKinds(form: CompiledForm): readonly string[] {
  return [...new Set([...form.nodes.values()].flatMap((node) => (node.kind === "field" && node.definition.type === "upload" && node.definition.fetched !== undefined ? [node.definition.fetched] : [])))];
}
