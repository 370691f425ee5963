import type { Logic, Node } from "@kommunalportal/form-engine";

/** What words need of a form: its nodes by path. */
export type NodesByPath = ReadonlyMap<string, Node>;

/**
 * JSON Logic as a German clause, for an editor: »»Hund« ist »ja« und »Rasse« ist ausgefüllt«. `base`: path of the repeated group whose entry
 * `item.` means. Undefined where a part has no words; then the editor sees the logic itself.
 */
export function logicInWords(logic: Logic, nodes: NodesByPath, base = ""): string | undefined {
  if (logic === true) return "immer";
  if (logic === false) return "nie";
  const found = operation(logic);
  if (found === undefined) return undefined;
  const { operator, operands } = found;
  const say = (part: Logic): string | undefined => logicInWords(part, nodes, base);
  const implied = operator === "or" ? implication(operands, say) : undefined;
  if (implied !== undefined) return implied;
  if (operator === "and" || operator === "or") return joined(operands.map((part) => bracketed(part, say)), operator === "and" ? " und " : " oder ");
  if (operator === "!" || operator === "!!") return truth(operator === "!!", operands, nodes, base, say);
  if (operator === "in") return contains(operands, nodes, base);
  const words = Object.hasOwn(COMPARISONS, operator) ? COMPARISONS[operator] : undefined;
  return words === undefined ? undefined : compared(words, operands, nodes, base);
}

const COMPARISONS: Readonly<Record<string, string>> = { "===": "ist", "!==": "ist nicht", "==": "ist", "!=": "ist nicht", "<": "ist kleiner als", "<=": "ist höchstens", ">": "ist größer als", ">=": "ist mindestens" };
/** The same for dates. */
const DATES: Readonly<Record<string, string>> = { "ist kleiner als": "liegt vor", "ist höchstens": "liegt nicht nach", "ist größer als": "liegt nach", "ist mindestens": "liegt nicht vor" };

/** »nicht A oder B« is what people call »wenn A, dann B«. */
function implication(operands: readonly Logic[], say: (part: Logic) => string | undefined): string | undefined {
  const negated = (part: Logic): Logic | undefined => {
    const found = operation(part);
    const [only = null] = found?.operands ?? [];
    return found?.operator === "!" && variable(only) === undefined ? only : undefined;
  };
  const conditions = operands.map(negated).filter((part) => part !== undefined);
  const consequences = operands.filter((part) => negated(part) === undefined);
  if (conditions.length === 0 || consequences.length === 0) return undefined;
  const when = joined(conditions.map((part) => bracketed(part, say)), " und ");
  const then = joined(consequences.map((part) => bracketed(part, say)), " oder ");
  return when === undefined || then === undefined ? undefined : `wenn ${when}, dann ${then}`;
}

function truth(positive: boolean, operands: readonly Logic[], nodes: NodesByPath, base: string, say: (part: Logic) => string | undefined): string | undefined {
  const [only = null] = operands;
  const field = variable(only);
  if (field !== undefined) return `${label(field, nodes, base)} ist ${positive ? "ausgefüllt" : "nicht ausgefüllt"}`;
  const found = operation(only);
  const opposite = positive || found === undefined ? undefined : found.operator === "!!" ? { "!": found.operands } : found.operator === "===" ? { "!==": found.operands } : undefined;
  const inner = say(opposite ?? only);
  if (inner === undefined) return undefined;
  return positive || opposite !== undefined ? inner : `nicht (${inner})`;
}

function contains(operands: readonly Logic[], nodes: NodesByPath, base: string): string | undefined {
  const [value = null, list = null] = operands;
  const field = variable(list);
  if (field !== undefined && typeof value === "string") return `${label(field, nodes, base)} enthält ${valueInWords(value, field, nodes, base)}`;
  const one = variable(value);
  return one !== undefined && Array.isArray(list) ? `${label(one, nodes, base)} ist ${(list as readonly Logic[]).map((each) => valueInWords(each, one, nodes, base)).join(" oder ")}` : undefined;
}

function compared(words: string, operands: readonly Logic[], nodes: NodesByPath, base: string): string | undefined {
  const [first = null, second = null, third] = operands;
  if (third !== undefined) return undefined;
  const field = variable(first);
  const left = term(first, nodes, base);
  if (left === undefined) return eitherOr(words, first, second, nodes, base);
  if (field !== undefined && second === null) return `${left} ist ${words === "ist nicht" ? "beantwortet" : "nicht beantwortet"}`;
  const right = field !== undefined && !isOperation(second) ? valueInWords(second, field, nodes, base) : term(second, nodes, base);
  if (right === undefined) return undefined;
  const node = field === undefined ? undefined : nodeOf(field, nodes, base);
  const date = node?.kind === "field" && ["date", "partial-date", "datetime", "time"].includes(node.type);
  return `${left} ${date ? DATES[words] ?? words : words} ${right}`;
}

/** Two conditions that are not both true or both false. */
function eitherOr(words: string, first: Logic, second: Logic, nodes: NodesByPath, base: string): string | undefined {
  const [one, other] = [logicInWords(first, nodes, base), logicInWords(second, nodes, base)];
  return words === "ist nicht" && one !== undefined && other !== undefined ? `entweder ${one} oder ${other}, nicht beides` : undefined;
}

/** A side of a comparison: a field, a number, an age, a sum. */
function term(logic: Logic, nodes: NodesByPath, base: string): string | undefined {
  if (typeof logic === "number" || typeof logic === "string") return String(logic).replace(".", ",");
  const found = operation(logic);
  if (found === undefined) return undefined;
  const { operator, operands } = found;
  const field = variable(logic);
  if (field !== undefined) return field === "$today" ? "der heutige Tag" : label(field, nodes, base);
  if (operator === "age_on") return `das Alter nach ${term(operands[0] ?? null, nodes, base) ?? ""}`;
  if (operator === "+") {
    const parts = operands.map((part) => term(part, nodes, base));
    return parts.every((part) => part !== undefined) ? `die Summe aus ${parts.join(", ")}` : undefined;
  }
  // An answer that may be missing counts as nothing in a sum.
  return operator === "if" && operands.length === 3 && operands[2] === 0 ? term(operands[1] ?? null, nodes, base) : undefined;
}

function valueInWords(value: Logic, path: string, nodes: NodesByPath, base: string): string {
  const node = nodeOf(path, nodes, base);
  if (typeof value === "boolean") return value ? "»ja«" : "»nein«";
  const option = node?.kind === "field" && (node.type === "choice" || node.type === "choices") ? node.options.find((one) => one.value === value) : undefined;
  if (option !== undefined) return `»${option.label.de}«`;
  if (typeof value === "number" && node?.kind === "field" && node.type === "amount") return `${(value / 100).toFixed(2).replace(".", ",")} €`;
  return typeof value === "number" ? String(value).replace(".", ",") : `»${typeof value === "string" ? value : JSON.stringify(value)}«`;
}

function label(path: string, nodes: NodesByPath, base: string): string {
  const node = nodeOf(path, nodes, base);
  if (node === undefined) return `»${path}«`;
  return `»${node.kind === "group" ? node.title.de : node.label.de}«`;
}

function nodeOf(path: string, nodes: NodesByPath, base: string): Node | undefined {
  if (!path.startsWith("item.")) return nodes.get(path);
  const rest = path.slice("item.".length);
  for (let at = base; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) {
    const found = nodes.get(`${at}.${rest}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function bracketed(part: Logic, say: (part: Logic) => string | undefined): string | undefined {
  const words = say(part);
  const found = operation(part);
  return words !== undefined && (found?.operator === "and" || found?.operator === "or") ? `(${words})` : words;
}

function joined(parts: readonly (string | undefined)[], word: string): string | undefined {
  return parts.every((part) => part !== undefined) ? parts.join(word) : undefined;
}

function variable(logic: Logic): string | undefined {
  const found = operation(logic);
  const [path] = found?.operands ?? [];
  return found?.operator === "var" && typeof path === "string" ? path : undefined;
}

function isOperation(logic: Logic): boolean {
  return operation(logic) !== undefined;
}

function operation(logic: Logic): { readonly operator: string; readonly operands: readonly Logic[] } | undefined {
  if (typeof logic !== "object" || logic === null || Array.isArray(logic)) return undefined;
  const [entry, ...more] = Object.entries(logic as { readonly [operator: string]: Logic });
  if (entry === undefined || more.length > 0) return undefined;
  const [operator, operand] = entry;
  return { operator, operands: Array.isArray(operand) ? (operand as readonly Logic[]) : [operand] };
}
