import type { Answer, Answers } from "./definition.ts";
import { groupValue, listValue, own } from "./reach.ts";

const isNumber = (key: string) => /^\d+$/.test(key);

/** `hunde.0.rasse` → `hunde.rasse`: the path under which the compiled form knows the node. */
export function templateOf(path: string): string {
  return path.split(".").filter((key) => !isNumber(key)).join(".");
}

/** The answer at a path; in a repeated group the path says which entry (`hunde.0.rasse`). */
export function answerAt(answers: Answers, path: string): Answer | undefined {
  let current: Answer | undefined = answers;
  for (const key of path.split(".")) current = isNumber(key) ? listValue(current)[Number(key)] : own(groupValue(current), key);
  return current;
}

/** The answers with the value at the path replaced; undefined takes it out (in a list it leaves an empty place, null). */
export function withAnswer(answers: Answers, path: string, value: Answer | undefined): Answers {
  return groupValue(replace(answers, path.split("."), value));
}

function replace(current: Answer | undefined, keys: readonly string[], value: Answer | undefined): Answer | undefined {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (isNumber(key)) {
    const list = [...listValue(current)];
    list[Number(key)] = replace(list[Number(key)], rest, value) ?? null;
    return list;
  }
  const group = groupValue(current);
  const { [key]: old, ...others } = group;
  const next = replace(old, rest, value);
  return next === undefined ? others : { ...group, [key]: next };
}

/** Empty places of lists taken out, at every depth. */
export function withoutGaps(answers: Answers): Answers {
  return Object.fromEntries(Object.entries(answers).map(([key, value]) => [key, value === undefined ? undefined : compact(value)]));
}

function compact(value: Answer): Answer {
  if (Array.isArray(value)) return listValue(value).filter((entry) => entry !== null).map(compact);
  return typeof value === "object" && value !== null ? withoutGaps(groupValue(value)) : value;
}
