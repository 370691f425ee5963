import type { CompiledForm, CompiledNode } from "./compiled-form.ts";
import type { Reason, Text } from "./definition.ts";

/** What a form asks, and why: for the privacy notice (Art. 13 DSGVO) and the record of processing (Art. 30 (1) c DSGVO). */
export interface AskedFor { readonly path: string; readonly label: Text; readonly why: Reason }

const asks = (node: CompiledNode): boolean => (node.kind === "group" ? node.definition.compound !== undefined : (node.behaviour.origin ?? "post") === "post" && node.definition.fixed === undefined);
const reasonOf = (node: CompiledNode): Reason | undefined => (node.kind === "group" ? node.definition.compound?.why : node.definition.why);
const labelOf = (node: CompiledNode): Text => (node.kind === "group" ? node.definition.title : node.definition.label);

/** Everything that is asked, a compound as one, in the order of the form. */
function* asked(nodes: readonly CompiledNode[]): Generator<CompiledNode> {
  for (const node of nodes) {
    if (asks(node)) yield node;
    else if (node.kind === "group") yield* asked(node.nodes);
  }
}

/** Every question that says why it is asked, in the order of the form. */
export function reasonsOf(form: CompiledForm): readonly AskedFor[] {
  return form.steps.flatMap((step) => [...asked(step.nodes)]).flatMap((node) => {
    const why = reasonOf(node);
    return why === undefined ? [] : [{ path: node.path, label: labelOf(node), why }];
  });
}

/** Questions without a reason, to be listed when a form is published. Hidden, computed and informing fields ask nothing. */
export function withoutReason(form: CompiledForm): readonly { readonly path: string; readonly label: Text }[] {
  return form.steps.flatMap((step) => [...asked(step.nodes)]).filter((node) => reasonOf(node) === undefined).map((node) => ({ path: node.path, label: labelOf(node) }));
}
