import { html, type Html } from "@kommunalportal/html";
import type { FieldView as FieldNode, NodeView, ValueView } from "@kommunalportal/form-engine";
import { button } from "../button.ts";
import { say, t } from "../text.ts";
import { controlId } from "./control-id.ts";
import { errorText } from "./field-frame.ts";
import type { FieldView } from "./field-view.ts";
import type { NodeContext } from "./node-context.ts";
import { renderField } from "./render-field.ts";
import { renderGroup } from "./render-group.ts";
import { reveal } from "./reveal.ts";
import { uploadedFiles } from "./uploaded-files.ts";

/** A node of a step: field, repeated field or group. What is not visible now is there, hidden, so that the script can reveal it. */
export function renderNode(node: NodeView, ctx: NodeContext): Html | false {
  const content = node.kind === "group" ? renderGroup(node, ctx, renderNode) : renderValues(node, ctx);
  return content === false ? false : reveal(node, content);
}

/** All nodes in the order of the form. */
export function renderNodes(nodes: readonly NodeView[], ctx: NodeContext): readonly (Html | false)[] {
  return nodes.map((node) => renderNode(node, ctx));
}

function renderValues(node: FieldNode, ctx: NodeContext): Html | false {
  const single = node.values[0];
  if (node.definition.repeat === undefined) return single !== undefined && renderField(fieldView(node, single, ctx), ctx);
  const label = say(node.definition.label, ctx.lang);
  const ownError = ctx.errors.get(node.path);
  return html`<fieldset class="kern-fieldset portal-repeat"><legend class="kern-label">${label}${!node.required && html` <span class="portal-optional">${t(ctx.lang, "field.optional")}</span>`}</legend>${ownError !== undefined && errorText(`${controlId(node.path)}:error`, say(ownError.message, ctx.lang), ctx.lang)}
${node.values.map((value, index) => html`<div class="portal-repeat__value">${renderField(fieldView(node, value, ctx, `${label} ${index + 1}`), { ...ctx, asHeading: false })}${value.removeName !== undefined && button({ kind: "tertiary", small: true, icon: "delete", text: t(ctx.lang, "field.remove"), hidden: `${label} ${index + 1}`, name: value.removeName, value: "1" })}</div>`)}
${node.addName !== undefined && button({ kind: "secondary", icon: "add", text: t(ctx.lang, "field.add"), hidden: label, name: node.addName, value: "1" })}</fieldset>`;
}

function fieldView(node: FieldNode, value: ValueView, ctx: NodeContext, label?: string): FieldView {
  const error = ctx.errors.get(value.path);
  return {
    field: node.definition,
    path: value.path,
    inputs: Object.fromEntries(value.inputs.map((input) => [input.suffix, input.values])),
    ...(error === undefined ? {} : { error: { message: say(error.message, ctx.lang), ...(error.input === undefined ? {} : { input: error.input }) } }),
    ...(node.definition.type === "upload" ? { files: uploadedFiles(value.value) } : {}),
    ...(node.definition.type === "computed" && value.words !== undefined ? { words: value.words[ctx.lang] } : {}),
    ...(label === undefined ? {} : { label }),
  };
}
