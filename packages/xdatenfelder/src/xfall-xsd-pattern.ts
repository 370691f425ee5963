/**
 * A pattern of a schema in the regular expressions of XML Schema, which are anchored and know no `^`, `$`, `(?:` and no `\d` for
 * ASCII digits only. Undefined where it says something that XML Schema cannot say: then the pattern is left to the JSON Schema.
 */
export function xsdPattern(pattern: string): string | undefined {
  const source = pattern.replace(/^\^/, "").replace(/(?<!\\)\$$/, "");
  let at = 0;
  let result = "";
  const token = /\((?!\?)|\(\?:|\)|\||\[\^?(?:\\.|[^\]\\])+\]|\\.|[*+?](?!\?)|\{\d+(?:,\d*)?\}(?!\?)|[^\\()[\]{}*+?|^$]/uy;
  while (at < source.length) {
    token.lastIndex = at;
    const match = token.exec(source)?.[0];
    const translated = match === undefined ? undefined : translate(match);
    if (match === undefined || translated === undefined) return undefined;
    result += translated;
    at += match.length;
  }
  return result;
}

function translate(token: string): string | undefined {
  if (token === "(?:") return "(";
  if (token.startsWith("[")) return translateClass(token);
  if (!token.startsWith("\\")) return token;
  return ESCAPES.get(token) ?? (/^\\[.\\?*+{}()[\]|^$\-/]$/.test(token) ? literal(token.slice(1)) : undefined);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([["\\d", "[0-9]"], ["\\w", "[A-Za-z0-9_]"]]);
const IN_CLASS: ReadonlyMap<string, string> = new Map([["\\d", "0-9"], ["\\w", "A-Za-z0-9_"]]);

function translateClass(token: string): string | undefined {
  const open = token.startsWith("[^") ? "[^" : "[";
  const parts = [...token.slice(open.length, -1).matchAll(/(\\.|[^\\])(?:-(\\.|[^\\]))?/gu)].map(([, from = "", to]) => {
    const set = IN_CLASS.get(from);
    if (set !== undefined) return to === undefined ? set : undefined;
    const [start, end] = [classCharacter(from), to === undefined ? undefined : classCharacter(to)];
    if (start === undefined || (to !== undefined && end === undefined)) return undefined;
    return end === undefined ? start : `${start}-${end}`;
  });
  return parts.includes(undefined) ? undefined : `${open}${parts.join("")}]`;
}

/** Escaped letters and digits mean something else than themselves. */
function classCharacter(text: string): string | undefined {
  if (text.startsWith("\\") && /[A-Za-z0-9]/.test(text.slice(1))) return undefined;
  return literal(text.replace(/^\\/, ""));
}

function literal(character: string): string {
  return /[\\|.?*+(){}[\]^-]/.test(character) ? `\\${character}` : character;
}
