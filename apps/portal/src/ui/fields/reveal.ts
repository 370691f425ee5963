import { attr, html, type Html } from "@kommunalportal/html";
import type { NodeView } from "@kommunalportal/form-engine";

/**
 * Wraps a node so that the script can show and hide it while the person answers. Without the script the server shows what the
 * answers so far make visible. The engine ignores what is posted for hidden fields, so hidden inputs do no harm.
 */
export function reveal(node: NodeView, content: Html): Html {
  if (!node.conditional && node.visible) return html`<div class="portal-node" data-path="${node.path}" data-type="${typeOf(node)}">${content}</div>`;
  const when = node.definition.when;
  return html`<div class="portal-node" data-path="${node.path}" data-type="${typeOf(node)}" ${attr("data-when", when === undefined ? undefined : JSON.stringify(when))} ${attr("hidden", !node.visible)}>${content}</div>`;
}

function typeOf(node: NodeView): string {
  return node.kind === "group" ? "group" : node.definition.type;
}
