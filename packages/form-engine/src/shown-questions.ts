import { templateOf } from "./answer-path.ts";
import type { CompiledForm } from "./compiled-form.ts";
import type { NodeView } from "./step-view.ts";

/** Name of the hidden inputs that say which of the questions that come and go stood on the posted page. */
export const shownMark = "$shown";

/** Paths in one of those inputs, so that no value grows beyond what a post may carry. */
const pathsInOne = 200;

/**
 * The values of the inputs named `$shown`: paths of everything visible on this page that an answer can show or hide; of an optional
 * group's body `<path>.$present`. Undefined when nothing on the page comes or goes. A script that shows more writes its own list there.
 */
export function shownQuestions(nodes: readonly NodeView[]): readonly string[] | undefined {
  const paths: string[] = [];
  const some = collect(nodes, true, false, paths);
  if (!some) return undefined;
  return Array.from({ length: Math.max(1, Math.ceil(paths.length / pathsInOne)) }, (_, i) => paths.slice(i * pathsInOne, (i + 1) * pathsInOne).join(" "));
}

/** Whether anything here comes and goes. `seen`: what is around it is visible. `chosen`: the children of a group of choice. */
function collect(nodes: readonly NodeView[], seen: boolean, chosen: boolean, paths: string[]): boolean {
  let some = false;
  for (const node of nodes) {
    const visible = seen && node.visible;
    if (node.conditional || chosen) {
      some = true;
      if (visible) paths.push(node.path);
    }
    if (node.kind === "field") continue;
    const open = visible && (node.present === undefined || node.present.value === true);
    if (node.present !== undefined) {
      some = true;
      if (open) paths.push(node.present.name);
    }
    const choice = node.definition.oneOf === true;
    for (const inside of [node.nodes, ...(node.entries ?? []).map((entry) => entry.nodes)]) some = collect(inside, open, choice, paths) || some;
  }
  return some;
}

/** Reads the inputs back; undefined for a post that has none, from software or from a page on which nothing comes or goes. */
export function readShown(posted: readonly string[] | undefined): ReadonlySet<string> | undefined {
  return posted === undefined ? undefined : new Set(posted.flatMap((value) => value.split(" ")));
}

/** The outermost of these paths: what a person would call the new question. */
export function outermost(paths: ReadonlySet<string>): readonly string[] {
  return [...paths].filter((path) => !withAbove(path).some((at) => at !== path && paths.has(at)));
}

/** A path and everything it lies in, from outside to inside. */
export function withAbove(path: string): readonly string[] {
  const keys = path.split(".");
  return keys.map((_, i) => keys.slice(0, i + 1).join("."));
}

/** Whether a person is asked or told something by this node. */
export function speaks(form: CompiledForm, path: string): boolean {
  const node = form.nodes.get(templateOf(path));
  if (node === undefined || node.kind === "group") return node !== undefined;
  return node.definition.fixed === undefined && node.definition.type !== "computed";
}
