import type { Answer, SimpleField } from "../../definition.ts";
import type { Language } from "../../text.ts";
import { empty, faulty, type FieldFactory, valued } from "../field-behaviour.ts";
import { problem, say, wrongType } from "../messages.ts";

export const yes = new Set(["yes", "on", "true", "ja"]);
const no = new Set(["no", "false", "nein"]);

const inWords = (value: Answer, lang: Language) => (lang === "en" ? (value === true ? "Yes" : "No") : value === true ? "Ja" : "Nein");

/** A question to be answered with yes or no. Inputs post `yes` or `no`; answer: boolean. */
export const yesnoBehaviour: FieldFactory<SimpleField> = (field) => {
  const { label } = field;
  const wrong = problem("unknown-option", label, (l) => `Wählen Sie bei ${l} Ja oder Nein.`, (l) => `Select yes or no for ${l}.`);
  return {
    inputs: [""],
    missing: say(label, (l) => `Wählen Sie bei ${l} Ja oder Nein.`, (l) => `Select yes or no for ${l}.`),
    parse(submitted) {
      const typed = submitted("")[0] ?? "";
      if (typed === "") return empty;
      if (yes.has(typed)) return valued(true);
      return no.has(typed) ? valued(false) : faulty(wrong);
    },
    check: (value) => (typeof value === "boolean" ? undefined : wrongType(label)),
    shown: (value) => ({ "": [value === true ? "yes" : "no"] }),
    summary: inWords,
    document: inWords,
    exported: (value) => value === true,
    schema: () => ({ type: "boolean" }),
  };
};
