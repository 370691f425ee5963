import { type CompiledNode, type Field, findNode, type FormDefinition, type Node } from "@kommunalportal/form-engine";
import { readPackage, type CopyContent } from "#modules/forms";

/** A question whose answer a condition can look at, by the path with which it reads it from where it stands. */
export interface ReadableField { readonly path: string; readonly label: string; readonly field: Field }

/** Whose questions: of whoever begins, or of somebody else who fills in. */
export interface Whose { readonly person?: string | undefined }

/**
 * Questions that a condition of a node (or of a step, a rule, the fee: no path) can look at: not the entries of a list it stands outside of, and
 * not what somebody else fills in.
 */
export function readableFields(content: CopyContent, at?: string, whose: Whose | undefined = at === undefined ? undefined : whoseIs(content.form, at)): readonly ReadableField[] {
  const found: ReadableField[] = [];
  const own = at === undefined ? undefined : repeatedAround(content.form, at);
  const see = (path: string, labels: readonly string[], repeated: string | undefined, field: Field): void => {
    if (path === at || field.type === "info" || field.type === "upload" || (repeated !== undefined && repeated !== own)) return;
    found.push({ path: repeated === undefined ? path : `item.${path.slice(repeated.length + 1)}`, label: labels.join(" › "), field });
  };
  const theirs = (person: string | undefined): boolean => whose === undefined || whose.person === person;
  const read = readPackage(content);
  if ("package" in read) for (const step of read.package.form.steps.filter(({ definition }) => theirs(definition.person))) for (const node of step.nodes) compiled(node, [], undefined, see);
  else for (const step of content.form.steps.filter(({ person }) => theirs(person))) for (const node of step.nodes) written(node, "", [], undefined, see);
  return found;
}

function whoseIs(form: FormDefinition, path: string): Whose | undefined {
  const found = findNode(form, path);
  return found && { person: found.step.person };
}

/** Questions of whoever begins: all that may decide whether somebody else has to take part, or what a fee is. */
export const ownQuestions = (content: CopyContent): readonly ReadableField[] => readableFields(content, undefined, { person: undefined });

type See = (path: string, labels: readonly string[], repeated: string | undefined, field: Field) => void;

/** With the sub-answers of compounds: the postcode of an address, the birth date of a person. */
function compiled(node: CompiledNode, labels: readonly string[], repeated: string | undefined, see: See): void {
  if (node.kind === "field") { see(node.path, [...labels, node.definition.label.de], repeated, node.definition); return; }
  for (const child of node.nodes) compiled(child, [...labels, node.definition.title.de], node.definition.repeat === undefined ? repeated : node.path, see);
}

/** A form that is not whole yet has no compiled nodes. */
function written(node: Node, base: string, labels: readonly string[], repeated: string | undefined, see: See): void {
  const path = base === "" ? node.id : `${base}.${node.id}`;
  if (node.kind === "field") see(path, [...labels, node.label.de], repeated, node);
  if (node.kind === "group") for (const child of node.nodes) written(child, path, [...labels, node.title.de], node.repeat === undefined ? repeated : path, see);
}

/** Path of the nearest list that the node stands in. */
function repeatedAround(form: FormDefinition, path: string): string | undefined {
  let nodes: readonly Node[] = form.steps.flatMap((step) => step.nodes);
  let around: string | undefined;
  let at = "";
  for (const key of path.split(".").slice(0, -1)) {
    const node = nodes.find(({ id }) => id === key);
    at = at === "" ? key : `${at}.${key}`;
    if (node?.kind !== "group") break;
    if (node.repeat !== undefined) around = at;
    nodes = node.nodes;
  }
  return around;
}
