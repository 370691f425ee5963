import type { Text } from "../definition.ts";
import type { ErrorCode, Problem } from "../problems.ts";
import { text } from "../text.ts";

/**
 * Error messages say what to do, name the field and keep the same words at the field and in the summary
 * (GOV.UK Design System; without »bitte«, »ungültig«, »Pflichtfeld«).
 */
export function say(label: Text, de: (label: string) => string, en: (label: string) => string, easy?: (label: string) => string): Text {
  // Who reads the page in easy language knows the field by its name there.
  const easyLabel = label.easy ?? (easy === undefined ? undefined : label.de);
  return { de: de(`»${text(label, "de")}«`), en: en(`“${text(label, "en")}”`), ...(easyLabel === undefined ? {} : { easy: (easy ?? de)(`»${easyLabel}«`) }) };
}

export function problem(code: ErrorCode, label: Text, de: (label: string) => string, en: (label: string) => string, input?: string): Problem {
  return { code, message: say(label, de, en), ...(input === undefined ? {} : { input }) };
}

export const enterMessage = (label: Text): Text => say(label, (l) => `Geben Sie ${l} ein.`, (l) => `Enter ${l}.`, (l) => `Hier fehlt noch etwas: ${l}`);
export const chooseMessage = (label: Text): Text => say(label, (l) => `Wählen Sie bei ${l} etwas aus.`, (l) => `Select an option for ${l}.`, (l) => `Suchen Sie eine Antwort aus: ${l}`);

/** The answer has another type than the field: only software can cause this. */
export function wrongType(label: Text): Problem {
  return problem("wrong-type", label, (l) => `Geben Sie ${l} neu ein.`, (l) => `Enter ${l} again.`);
}
