// JSON Logic as the server evaluates it. Made from packages/form-engine/src by packages/form-engine/scripts/browser-logic.ts; not to be edited.
globalThis.kommunalportalLogic = (() => {
const limits = {
  nodes: 5000,
  depth: 10,
  repeats: 1000,
  rowsOnPage: 20,
  options: 5000,
  patternLength: 500,
  patternWays: 1e8,
  textLength: 20_000,
  logicSize: 2000,
  logicDepth: 30,
  lookAhead: 20,
  extensionFields: 50,
  jsonDepth: 80,
  jsonValues: 400_000,
} ;
const isoDate = /^(\d{4})-(\d{2})-(\d{2})$/;
const isoTime = /^([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/;
function daysInMonth(year , month ) {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
function isDay(value ) {
  const match = isoDate.exec(value);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}
function isPartialDay(value ) {
  if (/^\d{4}$/.test(value)) return value !== "0000";
  if (/^\d{4}-\d{2}$/.test(value)) return isDay(`${value}-01`);
  return isDay(value);
}
function isTime(value ) {
  return isoTime.test(value);
}
function ageOn(birth , day ) {
  if (!isDay(birth) || !isDay(day)) return null;
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) >= birth.slice(5) ? years : years - 1;
}
const pad = (value , length ) => String(value).padStart(length, "0");
function isoOf(year , month , day ) {
  return [pad(year, 4), ...(month === undefined ? [] : [pad(month, 2)]), ...(day === undefined ? [] : [pad(day, 2)])].join("-");
}
const months = {
  de: ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
  en: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
} ;
const otherSpellings = new Map([["jänner", 1], ["feber", 2], ["maerz", 3], ["mrz", 3], ["mar", 3], ["sept", 9]]);
function monthNumber(typed ) {
  if (/^\d{1,2}$/.test(typed)) return Number(typed);
  const word = typed.toLowerCase().replace(/\.$/, "");
  const spelled = otherSpellings.get(word);
  if (spelled !== undefined) return spelled;
  if (word.length < 3) return undefined;
  const index = months.de.findIndex((name, i) => name.toLowerCase().startsWith(word) || months.en[i]?.toLowerCase().startsWith(word));
  return index < 0 ? undefined : index + 1;
}
function dayInWords(iso , lang ) {
  const [year = "", month, day] = iso.split("-");
  if (lang === "de" && day !== undefined) return `${day}.${month}.${year}`;
  const name = month === undefined ? undefined : months[lang][Number(month) - 1];
  return [day === undefined ? undefined : String(Number(day)), name, year].filter((part) => part !== undefined).join(" ");
}
function truthy(value ) {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
function lookUp(start , path ) {
  let current = start;
  for (const key of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return null;
    current = Reflect.get(current, key);
  }
  return current ?? null;
}
class InexactNumberError extends Error {
  constructor(operator ) {
    super(`The result of "${operator}" is not an exact number.`);
    this.name = "InexactNumberError";
  }
}
const asWords = (value ) => (typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "");
const asNumber = (value ) => (typeof value === "string" || typeof value === "number" ? Number.parseFloat(String(value)) : Number.NaN);
function exact(operator , operands , result ) {
  if (operands.some(Number.isNaN)) return null;
  const whole = operands.every(Number.isInteger);
  if (!Number.isFinite(result) || (whole && operator !== "/" && !Number.isSafeInteger(result))) throw new InexactNumberError(operator);
  return result;
}
function fold(operator , values , start , step ) {
  const numbers = values.map(asNumber);
  return exact(operator, numbers, numbers.reduce(step, start));
}
function pair(operator , values , step ) {
  const [a, b] = [asNumber(values[0]), asNumber(values[1])];
  return exact(operator, [a, b], step(a, b));
}
function looselyEqual(a , b ) {
  const [left, right] = [a ?? null, b ?? null];
  if (left === right) return true;
  if (left === null || right === null || typeof left === "object" || typeof right === "object") return false;
  return typeof left === typeof right ? false : Number(left) === Number(right);
}
function ordered(values , holds ) {
  for (let i = 0; i + 1 < values.length; i += 1) {
    const [a, b] = [values[i], values[i + 1]];
    if ((typeof a !== "string" && typeof a !== "number") || (typeof b !== "string" && typeof b !== "number")) return false;
    if (typeof a === "string" && typeof b === "string" ? !holds(a, b) : !holds(Number(a), Number(b))) return false;
  }
  return true;
}
function inside(needle , haystack ) {
  if (typeof haystack === "string") return typeof needle === "string" && haystack.includes(needle);
  return Array.isArray(haystack) && haystack.includes(needle);
}
function substring(values ) {
  const characters = [...asWords(values[0])];
  const start = asNumber(values[1]);
  const length = values[2] === undefined ? undefined : asNumber(values[2]);
  const rest = characters.slice(Number.isNaN(start) ? 0 : start);
  if (length === undefined) return rest.join("");
  return rest.slice(0, length).join("");
}
function daysBetween(from , to ) {
  if (typeof from !== "string" || typeof to !== "string" || !isDay(from) || !isDay(to)) return null;
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
}
const many = 200;
const operators = new Map ([
  ["==", { arity: [2, 2], apply: ([a, b]) => looselyEqual(a, b) }],
  ["!=", { arity: [2, 2], apply: ([a, b]) => !looselyEqual(a, b) }],
  ["===", { arity: [2, 2], apply: ([a, b]) => (a ?? null) === (b ?? null) }],
  ["!==", { arity: [2, 2], apply: ([a, b]) => (a ?? null) !== (b ?? null) }],
  ["<", { arity: [2, 3], apply: (values) => ordered(values, (a, b) => a < b) }],
  ["<=", { arity: [2, 3], apply: (values) => ordered(values, (a, b) => a <= b) }],
  [">", { arity: [2, 2], apply: (values) => ordered(values, (a, b) => a > b) }],
  [">=", { arity: [2, 2], apply: (values) => ordered(values, (a, b) => a >= b) }],
  ["!", { arity: [1, 1], apply: ([a]) => !truthy(a) }],
  ["!!", { arity: [1, 1], apply: ([a]) => truthy(a) }],
  ["in", { arity: [2, 2], apply: ([a, b]) => inside(a, b) }],
  ["cat", { arity: [1, many], apply: (values) => values.map(asWords).join("") }],
  ["substr", { arity: [2, 3], apply: substring }],
  ["merge", { arity: [1, many], apply: (values) => values.flat() }],
  ["+", { arity: [1, many], apply: (values) => fold("+", values, 0, (a, b) => a + b) }],
  ["*", { arity: [1, many], apply: (values) => fold("*", values, 1, (a, b) => a * b) }],
  ["-", { arity: [1, 2], apply: (values) => (values.length === 1 ? pair("-", [0, values[0]], (a, b) => a - b) : pair("-", values, (a, b) => a - b)) }],
  ["/", { arity: [2, 2], apply: (values) => pair("/", values, (a, b) => a / b) }],
  ["%", { arity: [2, 2], apply: (values) => pair("%", values, (a, b) => a % b) }],
  ["min", { arity: [1, many], apply: (values) => fold("min", values, Number.POSITIVE_INFINITY, (a, b) => Math.min(a, b)) }],
  ["max", { arity: [1, many], apply: (values) => fold("max", values, Number.NEGATIVE_INFINITY, (a, b) => Math.max(a, b)) }],
  ["age_on", { arity: [2, 2], apply: ([birth, day]) => (typeof birth === "string" && typeof day === "string" ? ageOn(birth, day) : null) }],
  ["days_between", { arity: [2, 2], apply: ([from, to]) => daysBetween(from, to) }],
  ["count", { arity: [1, 1], apply: ([list]) => (Array.isArray(list) ? list.filter((entry) => entry !== null).length : 0) }],
]);
const nothing = () => null;
const lazy = new Set(["var", "if", "?:", "and", "or", "missing", "map", "filter", "all", "some", "none", "reduce"]);
function compileLogic(logic ) {
  const context = { references: [], problems: [], size: { count: 0 } };
  const run = compile(logic, context, 0);
  return { run: context.problems.length === 0 ? run : nothing, references: context.references, problems: context.problems };
}
function isList(logic ) {
  return Array.isArray(logic);
}
function fail(context , problem ) {
  if (!context.problems.includes(problem)) context.problems.push(problem);
  return nothing;
}
function compile(logic , context , depth ) {
  context.size.count += 1;
  if (depth > limits.logicDepth || context.size.count > limits.logicSize) return fail(context, "the condition is too large");
  if (logic === null || typeof logic !== "object") return () => logic;
  if (isList(logic)) {
    const entries = logic.map((entry) => compile(entry, context, depth + 1));
    return (scope) => entries.map((entry) => entry(scope));
  }
  const [entry, ...others] = Object.entries(logic);
  if (entry === undefined || others.length > 0) return fail(context, "a condition has exactly one operator per object");
  const [operator, operand] = entry;
  const operands = isList(operand) ? operand : [operand];
  if (lazy.has(operator)) return compileLazy(operator, operands, context, depth);
  const known = operators.get(operator);
  if (known === undefined) return fail(context, `unknown operator "${operator}"`);
  if (operands.length < known.arity[0] || operands.length > known.arity[1]) return fail(context, `"${operator}" has the wrong number of operands`);
  const values = operands.map((o) => compile(o, context, depth + 1));
  const { apply } = known;
  return (scope) => apply(values.map((value) => value(scope)));
}
function compileLazy(operator , operands , context , depth ) {
  if (operator === "var") return compileVariable(operands, context, depth);
  if (operator === "missing") return compileMissing(operands, context);
  if (operator === "if" || operator === "?:" || operator === "and" || operator === "or") {
    if (operands.length === 0) return fail(context, `"${operator}" has the wrong number of operands`);
    const parts = operands.map((o) => compile(o, context, depth + 1));
    if (operator === "and") return (scope) => firstOf(parts, scope, false);
    if (operator === "or") return (scope) => firstOf(parts, scope, true);
    return (scope) => choose(parts, scope);
  }
  return compileOverList(operator, operands, context, depth);
}
function firstOf(parts , scope , wanted ) {
  let value = null;
  for (const part of parts) {
    value = part(scope);
    if (truthy(value) === wanted) return value;
  }
  return value;
}
function choose(parts , scope ) {
  let i = 0;
  for (; i + 1 < parts.length; i += 2) if (truthy(parts[i]?.(scope))) return parts[i + 1]?.(scope);
  return parts[i]?.(scope) ?? null;
}
function compileVariable(operands , context , depth ) {
  const [name, fallback] = operands;
  if (typeof name !== "string" && typeof name !== "number" && name !== undefined && name !== null) return fail(context, '"var" needs a path that is written out');
  const path = String(name ?? "");
  context.references.push({ path, scoped: context.list !== undefined, within: context.list?.path });
  const or = fallback === undefined ? nothing : compile(fallback, context, depth + 1);
  const read = reader(path, context.list !== undefined);
  return (scope) => read(scope) ?? or(scope);
}
function reader(path , scoped ) {
  if (path === "") return (scope) => scope.root;
  if (path === "$today") {
    return (scope) => {
      if (scope.today === undefined) throw new Error("This condition needs today's date; give it as YYYY-MM-DD.");
      return scope.today;
    };
  }
  const keys = path.split(".");
  if (scoped) return (scope) => lookUp(scope.root, keys);
  const rest = keys.slice(1);
  if (keys[0] === "item") return (scope) => lookUp(scope.item, rest);
  return (scope) => lookUp(scope.root, keys);
}
function compileMissing(operands , context ) {
  const names = [];
  for (const name of operands) {
    if (typeof name !== "string") return fail(context, '"missing" needs paths that are written out');
    names.push(name);
    context.references.push({ path: name, scoped: context.list !== undefined, within: context.list?.path });
  }
  const reads = names.map((name) => ({ name, read: reader(name, context.list !== undefined) }));
  return (scope) => reads.filter(({ read }) => (read(scope) ?? "") === "").map(({ name }) => name);
}
function listPath(source , context ) {
  if (context.list !== undefined || source === null || typeof source !== "object" || isList(source)) return undefined;
  const operand = source["var"];
  return typeof operand === "string" ? operand : undefined;
}
function compileOverList(operator , operands , context , depth ) {
  const [source, body, start] = operands;
  if (source === undefined || body === undefined || operands.length > (operator === "reduce" ? 3 : 2)) return fail(context, `"${operator}" has the wrong number of operands`);
  const list = compile(source, context, depth + 1);
  const inner = { ...context, list: { path: operator === "reduce" ? undefined : listPath(source, context) } };
  const each = compile(body, inner, depth + 1);
  const initial = start === undefined ? nothing : compile(start, context, depth + 1);
  const entriesOf = (scope ) => {
    const value = list(scope);
    return Array.isArray(value) ? value : [];
  };
  const on = (scope , root ) => ({ ...scope, root });
  const test = (scope ) => (entry ) => truthy(each(on(scope, entry)));
  switch (operator) {
    case "map": return (scope) => entriesOf(scope).map((entry) => each(on(scope, entry)));
    case "filter": return (scope) => entriesOf(scope).filter(test(scope));
    case "some": return (scope) => entriesOf(scope).some(test(scope));
    case "none": return (scope) => !entriesOf(scope).some(test(scope));
    case "all": return (scope) => { const entries = entriesOf(scope); return entries.length > 0 && entries.every(test(scope)); };
    default: return (scope) => entriesOf(scope).reduce((accumulator , current) => each(on(scope, { current, accumulator })), initial(scope));
  }
}
return { compileLogic, truthy };
})();
