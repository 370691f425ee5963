/** One start tag of an SVG file, or a run of text inside an element; references are already replaced by their characters. */
export type SvgToken =
  | { readonly kind: "element"; readonly name: string; readonly attributes: ReadonlyMap<string, string>; readonly depth: number }
  | { readonly kind: "text"; readonly text: string; readonly inside: string };

const name = String.raw`[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?`;
const startTag = new RegExp(String.raw`<(${name})((?:\s+${name}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>`, "y");
const attribute = new RegExp(String.raw`(${name})\s*=\s*(?:"([^"]*)"|'([^']*)')`, "g");
const endTag = new RegExp(String.raw`</(${name})\s*>`, "y");
const comment = /<!--(?:(?!--)[\s\S])*-->/y;
const characterData = /<!\[CDATA\[((?:(?!\]\]>)[\s\S])*)\]\]>/y;
const text = /[^<]+/y;
const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: "\"", apos: "'" };

/**
 * Reads the small part of XML that a drawing needs, and only that: no DOCTYPE, no processing instruction, no reference but the five of
 * XML and numbers. Undefined when anything else stands in it or a tag is not closed: what is not understood is not let in.
 */
export function svgTokens(source: string): SvgToken[] | undefined {
  if (/[^\P{Cc}\t\n\r]/u.test(source)) return undefined;
  const tokens: SvgToken[] = [];
  const open: string[] = [];
  let at = /^\uFEFF?\s*(?:<\?xml [^?<>]*\?>)?/.exec(source)?.[0].length ?? 0;
  let roots = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(source) ?? undefined;
    if (found) at = pattern.lastIndex;
    return found;
  };
  while (at < source.length) {
    if (take(comment)) continue;
    const data = take(characterData) ?? take(text);
    if (data) {
      const plain = data[1] ?? withoutReferences(data[0]);
      const inside = open.at(-1);
      if (plain === undefined || (inside === undefined && plain.trim() !== "")) return undefined;
      if (inside !== undefined) tokens.push({ kind: "text", text: plain, inside });
      continue;
    }
    const end = take(endTag);
    if (end) {
      if (open.pop() !== end[1]) return undefined;
      continue;
    }
    const start = take(startTag);
    const attributes = start && attributesOf(start[2] ?? "");
    if (!start || !attributes) return undefined;
    if (open.length === 0 && (roots += 1) > 1) return undefined;
    tokens.push({ kind: "element", name: start[1]!, attributes, depth: open.length });
    if (start[3] !== "/") open.push(start[1]!);
  }
  return open.length === 0 && roots === 1 ? tokens : undefined;
}

function attributesOf(source: string): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  for (const [, key, double, single] of source.matchAll(attribute)) {
    const value = withoutReferences(double ?? single ?? "");
    if (value === undefined || found.has(key!)) return undefined;
    found.set(key!, value);
  }
  return found;
}

function withoutReferences(source: string): string | undefined {
  let unknown = false;
  const plain = source.replace(/&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(\w+))?;?/g, (whole, decimal: string | undefined, hex: string | undefined, word: string | undefined) => {
    const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : undefined;
    if (whole.endsWith(";") && code !== undefined && isCharacter(code)) return String.fromCodePoint(code);
    if (whole.endsWith(";") && word !== undefined && Object.hasOwn(named, word)) return named[word]!;
    unknown = true;
    return "";
  });
  return unknown ? undefined : plain;
}

/** XML 1.0, production 2. */
function isCharacter(code: number): boolean {
  return code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}
