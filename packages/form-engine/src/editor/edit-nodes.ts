import type { FormDefinition, Group, Node, Step, Text } from "../definition.ts";

/** Pure changes of a form definition, as an editor makes them. What does not exist is left as it is. */

/** Where a node can be put: directly in a step, or in a group. */
export type Place = { readonly step: string } | { readonly group: string };

export interface FoundNode { readonly node: Node; readonly step: Step; readonly siblings: readonly Node[]; readonly index: number; readonly parent: Group | undefined }

/** The node with this path (`halter.vorname`), with what stands around it. */
export function findNode(form: FormDefinition, path: string): FoundNode | undefined {
  const keys = path.split(".");
  for (const step of form.steps) {
    let siblings = step.nodes;
    let parent: Group | undefined;
    for (const [depth, key] of keys.entries()) {
      const index = siblings.findIndex(({ id }) => id === key);
      const node = siblings[index];
      if (node === undefined) break;
      if (depth === keys.length - 1) return { node, step, siblings, index, parent };
      if (node.kind !== "group") break;
      parent = node;
      siblings = node.nodes;
    }
  }
  return undefined;
}

export const labelOf = (node: Node): Text => (node.kind === "group" ? node.title : node.label);

/** Every node with its path, step by step, a group before what is in it. */
export function* allNodes(form: FormDefinition): Generator<{ readonly node: Node; readonly path: string; readonly step: Step }> {
  for (const step of form.steps) for (const one of walk(step.nodes, "")) yield { ...one, step };
}

function* walk(nodes: readonly Node[], base: string): Generator<{ readonly node: Node; readonly path: string }> {
  for (const node of nodes) {
    const path = base === "" ? node.id : `${base}.${node.id}`;
    yield { node, path };
    if (node.kind === "group") yield* walk(node.nodes, path);
  }
}

/** `change` gives the list of siblings in which the node with this path stands as it shall be. */
function changeSiblings(form: FormDefinition, path: string, change: (siblings: readonly Node[], index: number) => readonly Node[]): FormDefinition {
  const found = findNode(form, path);
  if (found === undefined) return form;
  const [, ...rest] = path.split(".");
  const within = (nodes: readonly Node[], keys: readonly string[]): readonly Node[] => {
    const index = nodes.findIndex(({ id }) => id === keys[0]);
    if (keys.length === 1) return change(nodes, index);
    return nodes.map((node, i) => (i === index && node.kind === "group" ? { ...node, nodes: within(node.nodes, keys.slice(1)) } : node));
  };
  return changeStep(form, found.step.id, (step) => ({ ...step, nodes: within(step.nodes, [path.split(".")[0] ?? "", ...rest]) }));
}

function changeStep(form: FormDefinition, id: string, change: (step: Step) => Step): FormDefinition {
  return { ...form, steps: form.steps.map((step) => (step.id === id ? change(step) : step)) };
}

export function setNode(form: FormDefinition, path: string, node: Node): FormDefinition {
  return changeSiblings(form, path, (siblings, index) => siblings.with(index, node));
}

export function removeNode(form: FormDefinition, path: string): FormDefinition {
  return changeSiblings(form, path, (siblings, index) => siblings.toSpliced(index, 1));
}

export function addNode(form: FormDefinition, place: Place, node: Node): FormDefinition {
  if ("step" in place) return changeStep(form, place.step, (step) => ({ ...step, nodes: [...step.nodes, node] }));
  const found = findNode(form, place.group);
  return found?.node.kind === "group" ? setNode(form, place.group, { ...found.node, nodes: [...found.node.nodes, node] }) : form;
}

/** One place up or down; at the edge of a step into the next one, with its rules. Inside a group it stays inside. */
export function moveNode(form: FormDefinition, path: string, by: -1 | 1): FormDefinition {
  const found = findNode(form, path);
  if (found === undefined) return form;
  const { siblings, index, parent, node, step } = found;
  const other = siblings[index + by];
  if (other !== undefined) return changeSiblings(form, path, (list) => list.with(index, other).with(index + by, node));
  const target = parent === undefined ? form.steps[form.steps.indexOf(step) + by] : undefined;
  if (target === undefined) return form;
  const moved: FormDefinition = {
    ...form,
    steps: form.steps.map((one) => (one === step ? { ...one, nodes: one.nodes.toSpliced(index, 1) } : one === target ? { ...one, nodes: by === 1 ? [node, ...one.nodes] : [...one.nodes, node] } : one)),
  };
  const { rules } = form;
  if (rules === undefined) return moved;
  return { ...moved, rules: rules.map((rule) => (rule.at.split(".")[0] === node.id ? { ...rule, step: target.id } : rule)) };
}

/**
 * Puts a node before one of the siblings at `place`, or at its end. A node of a step may go to any step, with its rules; one of a group stays in its group,
 * because its path is what conditions, parts and data call it by. Anything else leaves the form as it is.
 */
export function placeNode(form: FormDefinition, path: string, place: Place, before?: string): FormDefinition {
  const found = findNode(form, path);
  if (found === undefined) return form;
  const { node, step, parent } = found;
  const put = (nodes: readonly Node[]): readonly Node[] => {
    const rest = nodes.filter((one) => one !== node);
    const index = before === undefined ? -1 : rest.findIndex(({ id }) => id === before);
    return rest.toSpliced(index === -1 ? rest.length : index, 0, node);
  };
  if (before === node.id) return form;
  if ("group" in place) return place.group === path.slice(0, path.lastIndexOf(".")) && parent !== undefined ? changeSiblings(form, path, put) : form;
  if (parent !== undefined || !form.steps.some(({ id }) => id === place.step)) return form;
  const moved: FormDefinition = { ...form, steps: form.steps.map((one) => (one.id === place.step ? { ...one, nodes: put(one.nodes) } : one === step ? { ...one, nodes: one.nodes.filter((other) => other !== node) } : one)) };
  return place.step === step.id || form.rules === undefined ? moved : { ...moved, rules: form.rules.map((rule) => (rule.at.split(".")[0] === node.id ? { ...rule, step: place.step } : rule)) };
}

export function addStep(form: FormDefinition, step: Step): FormDefinition {
  return { ...form, steps: [...form.steps, step] };
}

/** Title, introduction and condition; the questions stay. */
export function setStep(form: FormDefinition, id: string, step: Omit<Step, "nodes" | "id">): FormDefinition {
  return changeStep(form, id, ({ nodes }) => ({ ...step, id, nodes }));
}

export function removeStep(form: FormDefinition, id: string): FormDefinition {
  return { ...form, steps: form.steps.filter((step) => step.id !== id), ...(form.rules === undefined ? {} : { rules: form.rules.filter(({ step }) => step !== id) }) };
}

export function moveStep(form: FormDefinition, id: string, by: -1 | 1): FormDefinition {
  const index = form.steps.findIndex((step) => step.id === id);
  const [one, other] = [form.steps[index], form.steps[index + by]];
  return one === undefined || other === undefined ? form : { ...form, steps: form.steps.with(index, other).with(index + by, one) };
}

/** Puts a step before another one, or at the end. */
export function placeStep(form: FormDefinition, id: string, before?: string): FormDefinition {
  const step = form.steps.find((one) => one.id === id);
  if (step === undefined || before === id) return form;
  const rest = form.steps.filter((one) => one !== step);
  const index = before === undefined ? rest.length : rest.findIndex((one) => one.id === before);
  if (index === -1) return form;
  const steps = rest.toSpliced(index, 0, step);
  return steps.every((one, i) => one === form.steps[i]) ? form : { ...form, steps };
}

/** An id made of words that none of `taken` has: »Neue Anschrift« → `neueAnschrift`. */
export function freshId(words: string, taken: ReadonlySet<string>): string {
  const plain = words.toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue").replace(/ß/g, "ss").normalize("NFD").replace(/[^a-z0-9]+/g, " ").trim();
  const camel = plain.split(" ").slice(0, 5).map((word, i) => (i === 0 ? word : word.slice(0, 1).toUpperCase() + word.slice(1))).join("").slice(0, 40);
  const base = /^[a-z]/.test(camel) ? camel : `f${camel}`;
  if (!taken.has(base) && base !== "item" && base !== "constructor" && base !== "prototype") return base;
  for (let n = 2; ; n += 1) if (!taken.has(`${base}${n}`)) return `${base}${n}`;
}

/** Ids that a new node in this place must not have: of a step's own nodes in the whole form, in a group of its siblings. */
export function takenIds(form: FormDefinition, place: Place): ReadonlySet<string> {
  if ("step" in place) return new Set(form.steps.flatMap(({ nodes }) => nodes.map(({ id }) => id)));
  const found = findNode(form, place.group);
  return new Set(found?.node.kind === "group" ? found.node.nodes.map(({ id }) => id) : []);
}
