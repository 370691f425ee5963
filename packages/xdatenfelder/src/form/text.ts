import type { Text } from "@kommunalportal/form-engine";

/** One line of German text: line breaks and tabs of the export become spaces. */
export function line(text: string): Text {
  return { de: text.replace(/\s+/g, " ").trim() };
}

/** Several lines: paragraphs stay, runs of blanks do not. */
export function paragraphs(text: string): Text {
  return { de: text.replace(/[^\S\n]+/g, " ").replace(/ ?\n ?/g, "\n").replace(/\n{3,}/g, "\n\n").trim() };
}
