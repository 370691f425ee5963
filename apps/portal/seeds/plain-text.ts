import type { Section } from "./schema/text.ts";
import type { EasyLanguage } from "./schema/town.ts";

/**
 * A long text as one string for columns that hold one: `## heading`, paragraphs apart by an empty line, list items with `- `.
 * `{{name}}` becomes the town's name.
 */
export function sectionsAsText(sections: readonly Section[], name = ""): string {
  return sections
    .flatMap((section) => [`## ${section.heading}`, ...section.paragraphs, ...(section.items === undefined ? [] : [section.items.map((item) => `- ${item}`).join("\n")])])
    .join("\n\n")
    .replaceAll("{{name}}", name);
}

/** Easy language in the same form: three headings, one sentence a line. */
export function easyLanguageAsText(easy: EasyLanguage, name = ""): string {
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ["Was gibt es hier?", easy.whatIsHere],
    ["So finden Sie sich zurecht", easy.findYourWay],
    ["Die Seite ist für alle da", easy.accessibility],
  ];
  return parts.map(([heading, lines]) => `## ${heading}\n\n${lines.join("\n")}`).join("\n\n").replaceAll("{{name}}", name);
}
