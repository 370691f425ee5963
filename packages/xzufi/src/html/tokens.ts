import { decodeEntities } from "./entities.ts";

export type Token =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "open" | "close"; readonly name: string; readonly href?: string };

/** Elements whose content is no text for people. */
const SILENT = /^(script|style|iframe|object|embed|noscript|template|svg|math|textarea|select|title|head|xmp|plaintext)$/;

/**
 * Text and tags of a piece of HTML, in order. What is no tag is text; comments, declarations and silent elements vanish with their content.
 * A tag ends at the first `>`, so that every character is looked at a bounded number of times, however the text is made.
 */
export function tokensOf(html: string): readonly Token[] {
  const tokens: Token[] = [];
  const text = (raw: string): void => { if (raw !== "") tokens.push({ kind: "text", text: decodeEntities(raw) }); };
  const begin = /<(?:(\/?)([a-zA-Z][a-zA-Z0-9-]{0,30})|!--|[!?])/g;
  let at = 0;
  for (let match = begin.exec(html); match !== null; match = begin.exec(html)) {
    const end = match[0] === "<!--" ? after(html, "-->", begin.lastIndex) : after(html, ">", begin.lastIndex);
    if (end === undefined) break;
    text(html.slice(at, match.index));
    at = end;
    const name = match[2]?.toLowerCase();
    if (name !== undefined && match[1] === "" && SILENT.test(name)) at = afterElement(html, name, end);
    else if (name !== undefined) tokens.push({ kind: match[1] === "/" ? "close" : "open", name, ...(name === "a" && match[1] === "" ? hrefIn(html.slice(begin.lastIndex, end - 1)) : {}) });
    begin.lastIndex = at;
  }
  text(html.slice(at));
  return tokens;
}

function hrefIn(attributes: string): { readonly href?: string } {
  const found = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(attributes.slice(0, 4000));
  return found === null ? {} : { href: decodeEntities(found[1] ?? found[2] ?? found[3] ?? "").trim() };
}

function after(html: string, end: string, from: number): number | undefined {
  const found = html.indexOf(end, from);
  return found < 0 ? undefined : found + end.length;
}

/** Behind the end tag; a silent element without one goes on to the end. */
function afterElement(html: string, name: string, from: number): number {
  const end = new RegExp(`</${name}`, "gi");
  end.lastIndex = from;
  return end.exec(html) === null ? html.length : (after(html, ">", end.lastIndex) ?? html.length);
}
