/** Everything XML 1.0 cannot carry even when escaped: control characters, lone surrogates, U+FFFE and U+FFFF (XML 1.0, section 2.2). */
const notXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Text for an element or a double-quoted attribute. Line breaks are written as references, so attribute normalisation keeps them. */
export function xmlText(text: string): string {
  if (notXml.test(text)) throw new TypeError("text contains a character that XML cannot carry");
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\t", "&#9;")
    .replaceAll("\n", "&#10;")
    .replaceAll("\r", "&#13;");
}

/** Attributes in the order given; undefined ones are left out. */
export function xmlAttributes(attributes: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => (value === undefined ? "" : ` ${name}="${xmlText(value)}"`))
    .join("");
}
