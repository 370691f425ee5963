import { svgTokens } from "./svg-tokens.ts";

const svgNamespace = "http://www.w3.org/2000/svg";
/** Namespaces that drawing programs write and browsers ignore. A prefix bound to anything else could make an element active. */
const namespaces: Readonly<Record<string, string>> = {
  svg: svgNamespace, xlink: "http://www.w3.org/1999/xlink", inkscape: "http://www.inkscape.org/namespaces/inkscape", sodipodi: "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#", cc: "http://creativecommons.org/ns#", dc: "http://purl.org/dc/elements/1.1/", serif: "http://www.serif.com/",
};
const inertPrefixes = new Set(["inkscape", "sodipodi", "rdf", "cc", "dc"]);
/** What draws. Left out on purpose: scripts, foreign content, images, links, animations (they can set an address). */
const drawing = new Set([
  "svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "style", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath",
  "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker", "filter", "feBlend", "feColorMatrix", "feComposite", "feFlood", "feGaussianBlur", "feMerge", "feMergeNode", "feOffset",
]);
const foreign = "Die SVG-Datei darf nichts von außen laden.";
const active = "Die SVG-Datei darf keine Skripte oder eingebetteten Inhalte haben.";

/**
 * A coat of arms is shown as an image file of its own, where scripts do not run; all the same nothing active or foreign is let in: only
 * known drawing elements pass. Returns what is wrong, or undefined.
 */
export function armsProblem(svg: string): string | undefined {
  if (/<!DOCTYPE|<!ENTITY/i.test(svg)) return "Die SVG-Datei darf keine DOCTYPE-Angabe haben.";
  const tokens = svgTokens(svg);
  const [root] = tokens?.filter(({ kind }) => kind === "element") ?? [];
  if (!tokens || root?.kind !== "element" || root.name !== "svg") return "Das ist keine SVG-Datei.";
  if (root.attributes.get("xmlns") !== svgNamespace) return `In der SVG-Datei fehlt die Angabe xmlns="${svgNamespace}".`;
  for (const token of tokens) {
    const problem = token.kind === "text" ? (token.inside === "style" ? styleProblem(token.text) : undefined) : elementProblem(token.name, token.attributes);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function elementProblem(element: string, attributes: ReadonlyMap<string, string>): string | undefined {
  const [prefix, local] = element.includes(":") ? element.split(":", 2) : [undefined, element];
  if (prefix === undefined ? !drawing.has(local!) : !inertPrefixes.has(prefix)) return `${active} Gefunden wurde: ${element.slice(0, 40)}.`;
  for (const [name, value] of attributes) {
    const problem = attributeProblem(name, value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function attributeProblem(name: string, value: string): string | undefined {
  if (name === "xmlns") return value === svgNamespace ? undefined : active;
  if (name.startsWith("xmlns:")) {
    return namespaces[name.slice(6)] === value ? undefined : `Die SVG-Datei enthält Angaben eines Zeichenprogramms, die wir nicht kennen (${name.slice(6, 46)}). Speichern Sie sie dort als »einfaches SVG«.`;
  }
  const local = name.includes(":") ? name.slice(name.indexOf(":") + 1) : name;
  if (/^on/i.test(local)) return active;
  if (/^(?:src|base)$/i.test(local) || (/^href$/i.test(local) && !value.trim().startsWith("#"))) return foreign;
  return styleProblem(value);
}

/** Of a style sheet, a style or a presentation attribute. A backslash could hide a word. */
function styleProblem(css: string): string | undefined {
  const hidden = css.includes("\\") || /(?:^|[\s;}])@/.test(css) || /\b(?:image|image-set|cross-fade|element|src)\s*\(/i.test(css) || /javascript\s*:/i.test(css);
  return hidden || /url\(\s*(?!["']?#)/i.test(css) ? foreign : undefined;
}
