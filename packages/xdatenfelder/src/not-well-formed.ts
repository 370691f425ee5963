/** What somebody can do about a file that is no XML, out of what the parser says; `open`: the element that was open there. The parser's own words only where nothing better is known. */
export function notWellFormed(said: string, open: string | undefined): string {
  const reason = said.replace(/^\d+:\d+:\s*/, "");
  const unclosed = /^unclosed tag: (?:[^:]*:)?(.+)$/.exec(reason)?.[1];
  if (unclosed !== undefined || reason === "unexpected end.") return `Die Datei ist abgeschnitten${unclosed ?? open ? `: »${unclosed ?? open}« wird nicht mehr geschlossen` : ""}. Holen Sie sie noch einmal.`;
  if (reason === "document must contain a root element.") return "Die Datei ist leer.";
  if (reason === "text data outside of root node.") return "Die Datei ist kein XML, oder vor oder hinter dem XML steht noch etwas anderes.";
  return `Die Datei ist kein wohlgeformtes XML. Sehen Sie an dieser Stelle nach, oder holen Sie sie noch einmal (das Leseprogramm sagt: ${reason.replace(/\.$/, "")}).`;
}
