import { attr, html, type Content, type Html } from "@kommunalportal/html";
import type { EntryView, GroupView, NodeView } from "@kommunalportal/form-engine";
import { rowsButton } from "@kommunalportal/form-engine";
import { button } from "../button.ts";
import { say, t } from "../text.ts";
import { check } from "./choice-field.ts";
import { controlId } from "./control-id.ts";
import { errorText, whyAsked } from "./field-frame.ts";
import type { NodeContext } from "./node-context.ts";
import { renderCompound } from "./render-compound.ts";

type RenderChild = (node: NodeView, ctx: NodeContext) => Html | false;

/** The part that a node is in the composition around it. */
function partIn(composed: NodeContext["composed"], node: NodeView): string | undefined {
  const inside = composed === undefined ? "" : node.path.slice(composed.path.length + 1);
  return composed !== undefined && Object.hasOwn(composed.as.parts, inside) ? composed.as.parts[inside] : undefined;
}

/** Everything in the group is part of one thing. */
function isWhole({ definition: { as }, nodes, entries, path }: GroupView): boolean {
  if (as === undefined) return false;
  const inside = entries?.[0] ?? { nodes, path };
  return inside.nodes.every((node) => (node.kind === "field" ? partIn({ as, path: inside.path }, node) !== undefined : Object.keys(as.parts).some((part) => `${inside.path}.${part}`.startsWith(`${node.path}.`))));
}

/** A group inside a composition that asks nothing itself: its fields stand directly in the lines of what they are parts of. */
function isPlainPart(group: GroupView, { composed }: NodeContext): boolean {
  return composed !== undefined && group.entries === undefined && group.present === undefined && group.definition.compound === undefined && group.definition.as === undefined
    && Object.keys(composed.as.parts).some((path) => `${composed.path}.${path}`.startsWith(`${group.path}.`));
}

/** A group is a fieldset whose legend is its title; optional groups ask first, Auswahlgruppen offer their children as radios. */
export function renderGroup(group: GroupView, ctx: NodeContext, renderChild: RenderChild): Html {
  const { definition, path, entries } = group;
  const title = say(definition.title, ctx.lang);
  const { pageTitle, ...around } = ctx;
  const inner = { ...around, asHeading: false };
  const error = ctx.errors.get(path);
  const { compound } = definition;
  const hint = definition.hint !== undefined && html`<p class="kern-hint" id="${controlId(path)}:hint">${say(definition.hint, ctx.lang)}</p>`;
  if (error === undefined && isPlainPart(group, ctx)) return html`<div class="portal-composed">${children(group, group, ctx, renderChild)}</div>`;
  const echoes = pageTitle === title && error === undefined && group.present === undefined && entries === undefined;
  const whole = !echoes && (compound !== undefined || isWhole(group));
  const ids = [hint !== false && `${controlId(path)}:hint`, error !== undefined && `${controlId(path)}:error`].filter((id) => id !== false);
  return html`<fieldset class="kern-fieldset portal-group${whole && " portal-compound"}${error === undefined ? "" : " kern-fieldset--error"}" ${attr("id", error === undefined || group.choice !== undefined ? undefined : controlId(path))} ${attr("tabindex", error === undefined ? undefined : -1)} ${attr("aria-describedby", ids.length === 0 ? undefined : ids.join(" "))}><legend class="${echoes ? "kern-sr-only" : whole ? "kern-label portal-compound__title" : "portal-group__title"}">${title}${!group.required && group.present === undefined && html` <span class="portal-optional">${t(ctx.lang, "field.optional")}</span>`}</legend>${hint}${error !== undefined && errorText(`${controlId(path)}:error`, say(error.message, ctx.lang), ctx.lang)}
${group.present !== undefined && presence(group.present, path, inner)}
<div class="portal-group__body" ${attr("data-present", group.present?.name)} ${attr("hidden", group.present !== undefined && group.present.value !== true)}>${entries === undefined ? children(group, group, inner, renderChild) : entryList(group, entries, inner, renderChild)}</div>${compound?.why !== undefined && whyAsked(compound.why, title, ctx.lang)}</fieldset>`;
}

function presence(present: NonNullable<GroupView["present"]>, path: string, ctx: NodeContext): Html {
  const id = controlId(path, "$present");
  return html`<fieldset class="kern-fieldset portal-field" role="radiogroup"><legend class="kern-label">${t(ctx.lang, "field.present")}</legend><div class="kern-fieldset__body kern-fieldset__body--horizontal">${[true, false].map((value) =>
    check({ type: "radio", id: value ? id : `${id}:2`, name: present.name, value: value ? "yes" : "no", label: t(ctx.lang, value ? "field.yes" : "field.no"), checked: present.value === value }))}</div></fieldset>`;
}

/** What stands in a group, or in one entry of it. */
function children(group: GroupView, { nodes, choice, path }: Pick<EntryView, "nodes" | "choice" | "path">, ctx: NodeContext, renderChild: RenderChild): Content {
  const { compound } = group.definition;
  if (compound !== undefined) return renderCompound(compound.type, nodes, (node) => renderChild(node, ctx));
  const { as } = group.definition;
  const composed = as === undefined ? ctx.composed : { as, path };
  if (composed !== undefined && choice === undefined) return renderCompound(composed.as.type, nodes, (node) => renderChild(node, { ...ctx, composed }), (node) => partIn(composed, node));
  if (choice === undefined) return nodes.map((node) => renderChild(node, ctx));
  const id = controlId(path, "$choice");
  return html`<fieldset class="kern-fieldset portal-field" role="radiogroup"><legend class="kern-label">${t(ctx.lang, "field.oneOf")}</legend><div class="kern-fieldset__body">${nodes.map((node, index) =>
    check({ type: "radio", id: index === 0 ? id : `${id}:${index + 1}`, name: choice.name, value: node.definition.id, label: say(node.kind === "group" ? node.definition.title : node.definition.label, ctx.lang), checked: choice.value === node.definition.id, wrong: ctx.errors.has(path) }))}</div></fieldset>
${nodes.map((node) => html`<div data-choice="${choice.name}" data-choice-value="${node.definition.id}" ${attr("hidden", choice.value !== node.definition.id)}>${renderChild(node.visible ? node : { ...node, visible: !node.conditional }, composed === undefined ? ctx : { ...ctx, composed })}</div>`)}`;
}

function entryList(group: GroupView, entries: readonly EntryView[], ctx: NodeContext, renderChild: RenderChild): Html {
  const repeat = group.definition.repeat;
  const itemTitle = repeat === undefined ? "" : say(repeat.itemTitle, ctx.lang);
  return html`${group.window !== undefined && rowPages(group.window, group.path, itemTitle, ctx)}${entries.length === 0 && html`<p class="kern-hint">${t(ctx.lang, "field.entriesEmpty")}</p>`}
${entries.map((entry) => html`<fieldset class="kern-fieldset portal-entry"><legend class="portal-entry__title">${itemTitle} ${entry.index + 1}</legend>${children(group, entry, ctx, renderChild)}${entry.removeName !== undefined && button({ kind: "tertiary", small: true, icon: "delete", text: t(ctx.lang, "field.remove"), hidden: `${itemTitle} ${entry.index + 1}`, name: entry.removeName, value: "1" })}</fieldset>`)}
${group.addName !== undefined && button({ kind: "secondary", icon: "add", text: repeat === undefined ? t(ctx.lang, "field.add") : say(repeat.addLabel, ctx.lang), name: group.addName, value: "1" })}`;
}

/** Which entries stand here, and buttons that store them and turn the page: they work without a script. */
function rowPages({ from, to, total, name, value, singleName }: NonNullable<GroupView["window"]>, path: string, itemTitle: string, ctx: NodeContext): Html {
  const single = singleName !== undefined;
  const turn = (entry: number, key: "rows.before" | "rows.after") => button({ kind: "secondary", small: true, text: t(ctx.lang, key), name: `rows:${path}.${entry}`, value: rowsButton.turn });
  const where = single ? t(ctx.lang, "rows.one", { item: itemTitle, at: from + 1, total }) : t(ctx.lang, "rows.where", { item: itemTitle, from: from + 1, to, total });
  return html`<input type="hidden" name="${name}" value="${value}">${single && html`<input type="hidden" name="${singleName}" value="1">`}<div class="portal-rows"><p class="portal-rows__where">${where}</p><div class="portal-rows__turn">${from > 0 && turn(from - 1, "rows.before")}${to < total && turn(to, "rows.after")}${button({ kind: "tertiary", small: true, text: t(ctx.lang, single ? "rows.many" : "rows.single"), name: `rows:${path}.${from}`, value: single ? rowsButton.many : rowsButton.single })}</div></div>`;
}
