import { readFileSync } from "node:fs";

/** What a template may name; a list repeats its line, an absent value leaves its line out. */
export type RdfaValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Reads the RDFa template for service pages (§ 9 Serviceportal.NRW-VO names RDFa tags as a way to the Verwaltungssuchmaschine; its tag sheet is
 * not public, so the template is a file that an operator replaces). Default: CPSV-AP 3.2.
 * @throws Error when the file cannot be read or could act: a template describes, it holds no script, style or form
 */
export function readRdfaTemplate(file: string | URL = new URL("templates/service.rdfa.html", import.meta.url)): string {
  const template = readFileSync(file, "utf8");
  if (/<\s*(?!\/?(?:div|span|meta|link)\b)[a-z]/i.test(template) || /\son[a-z]+\s*=|<!|\sstyle\s*=|javascript:/i.test(template)) {
    throw new Error("the RDFa template may hold div, span, meta and link only, and nothing that acts");
  }
  return template.trim();
}

/** Fills a template: every value escaped for text and attributes, line by line. */
export function fillRdfa(template: string, values: RdfaValues): string {
  return template.split(/\r?\n/).flatMap((line) => {
    const names = [...line.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? "");
    const list = names.find((name) => Array.isArray(values[name]));
    const rows = list === undefined ? [values] : (values[list] as readonly string[]).map((value) => ({ ...values, [list]: value }));
    return rows.filter((row) => names.every((name) => row[name] !== undefined && row[name] !== "")).map((row) => line.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => escape(String(row[name]))));
  }).join("\n");
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
