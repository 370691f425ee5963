import { compoundTypes } from "./compounds/compound-types.ts";
import type { ExpandedGroup, ExpandedNode, Field, Text } from "./definition.ts";
import { fieldTypes } from "./fields/field-types.ts";
import type { IndexedNode } from "./form-index.ts";
import { limits } from "./limits.ts";

const autocomplete = /^(?:off|[a-z]+(?:-[a-z0-9]+)*(?: [a-z]+(?:-[a-z0-9]+)*){0,3})$/;

function repeatProblem(repeat: { readonly min: number; readonly max: number }): string | undefined {
  const { min, max } = repeat;
  const fits = Number.isInteger(min) && Number.isInteger(max) && min >= 0 && max >= 1 && min <= max && max <= limits.repeats;
  return fits ? undefined : `repeat must be 0 ≤ min ≤ max ≤ ${limits.repeats}`;
}

/** What is wrong with a node apart from its ids, its conditions and what its field type finds itself. */
export function nodeProblems({ node, repeated }: IndexedNode): readonly string[] {
  const problems = node.kind === "field" ? fieldProblems(node, repeated !== undefined) : groupProblems(node);
  const repeat = node.repeat === undefined ? undefined : repeatProblem(node.repeat);
  return [...problems, ...(repeat === undefined ? [] : [repeat]), ...texts(node).flatMap((text) => (text.de.trim() === "" ? ["a German text is empty"] : []))];
}

function texts(node: ExpandedNode): readonly Text[] {
  return node.kind === "field" ? [node.label] : [node.title];
}

function fieldProblems(field: Field, inEntry: boolean): readonly string[] {
  const problems: string[] = [];
  const { prefill } = field;
  if (prefill !== undefined && !fieldTypes[field.type].prefill.includes(prefill)) problems.push(`a ${field.type} field cannot be filled from ${prefill}`);
  if (prefill !== undefined && (inEntry || field.repeat !== undefined)) problems.push("a field that can occur several times cannot be filled from the account");
  if (field.fixed !== undefined && field.value === undefined) problems.push(`a ${field.fixed} field needs a value`);
  if (field.fixed === undefined && field.value !== undefined) problems.push("only a hidden or locked field has a value");
  if (field.fixed !== undefined && field.type === "computed") problems.push("a computed value is neither hidden nor locked: it is always only shown");
  if (field.fixed !== undefined && field.repeat !== undefined) problems.push("a hidden or locked field cannot repeat");
  if (field.repeat !== undefined && !fieldTypes[field.type].repeatable) problems.push(`a ${field.type} field cannot repeat`);
  if (field.autocomplete !== undefined && !autocomplete.test(field.autocomplete)) problems.push("autocomplete is not a token of HTML");
  return problems;
}

function groupProblems(group: ExpandedGroup): readonly string[] {
  const problems: string[] = [];
  if (group.nodes.length === 0) problems.push("the group is empty");
  const { as } = group;
  if (as !== undefined) for (const part of new Set(Object.values(as.parts))) if (!compoundTypes[as.type].reads.includes(part)) problems.push(`"${part}" is not a part of ${as.type}`);
  if (group.oneOf === true && group.nodes.length < 2) problems.push("oneOf needs at least two to choose from");
  if (group.oneOf === true && group.nodes.some((node) => node.when !== undefined)) problems.push("what can be chosen with oneOf has no condition of its own");
  return problems;
}
