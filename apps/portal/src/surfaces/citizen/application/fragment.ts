import { type Answers, type CompiledForm, type NodeView, shownEntry, singleLists, type StepAction, stepView, windowsFor } from "@kommunalportal/form-engine";
import { errorControlId } from "#ui/fields/control-id";

/** Where the page is opened again after a button: at the first field of a new entry, or at the field whose files or entries changed. */
export function fragmentOf(form: CompiledForm, step: string, answers: Answers, action: StepAction | undefined, fields: ReadonlyMap<string, readonly string[]>, day: string): string {
  const path = action?.path ?? [...fields.keys()].find((name) => name.startsWith("upload:"))?.slice("upload:".length);
  if (path === undefined) return "";
  const controls = controlsOf(stepView(form, step, answers, day, undefined, windowsFor([shownEntry(action, answers) ?? ""], singleLists(fields))).nodes);
  const list = action === undefined || action.kind === "add" ? path : path.replace(/\.\d+$/, "");
  const inside = controls.filter((control) => control.path === list || control.path.startsWith(`${list}.`));
  if (action?.kind !== "add") return inside[0] ? `#${inside[0].id}` : "";
  const numbers = inside.map((control) => Number(/^\d+/.exec(control.path.slice(list.length + 1))?.[0] ?? 0));
  const newest = Math.max(0, ...numbers);
  const first = inside[numbers.indexOf(newest)];
  return first ? `#${first.id}` : "";
}

interface Control { readonly path: string; readonly id: string }

function controlsOf(nodes: readonly NodeView[]): readonly Control[] {
  return nodes.flatMap((node): readonly Control[] => {
    if (!node.visible) return [];
    if (node.kind === "group") return [...controlsOf(node.nodes), ...(node.entries ?? []).flatMap((entry) => controlsOf(entry.nodes))];
    if (node.definition.type === "info" || node.definition.fixed !== undefined) return [];
    const { type } = node.definition;
    return node.values.map(({ path }) => ({ path, id: errorControlId(type, path) }));
  });
}
