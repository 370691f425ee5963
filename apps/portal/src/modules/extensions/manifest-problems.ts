import type { z } from "zod";
import { settingsFault } from "./installs/settings-form.ts";
import { manifest, type Manifest } from "./manifest.ts";
import { faultOfPage, pageFaultTexts, type PageRules } from "./places/extension-page.ts";

export interface ManifestProblem {
  /** Where in the manifest, such as `scopes.0.reason.de`; empty: the whole. */
  readonly path: string;
  /** What to do, in German, to be read after the path. */
  readonly text: string;
}

/** A manifest as somebody sent it, or what is wrong with it in words of our own. `rules`: what its pages have to keep to here. */
export function readManifest(given: unknown, rules: PageRules): { readonly ok: true; readonly manifest: Manifest } | { readonly ok: false; readonly problems: readonly ManifestProblem[] } {
  const read = manifest.safeParse(given);
  if (read.success) {
    const wrong = read.data.pages.flatMap(({ url }, index) => { const fault = faultOfPage(url, rules); return fault === undefined ? [] : [{ path: `pages.${index}.url`, text: pageFaultTexts[fault] }]; });
    if (settingsFault(read.data.settings)) wrong.push({ path: "settings", text: "lässt sich nicht als Formular zeigen; prüfen Sie Muster und Auswahl." });
    return wrong.length === 0 ? { ok: true, manifest: read.data } : { ok: false, problems: wrong };
  }
  return { ok: false, problems: read.error.issues.map((issue) => ({ path: issue.path.join("."), text: textOf(issue, given) })) };
}

const types: Readonly<Record<string, string>> = { string: "ein Text", object: "ein Objekt in geschweiften Klammern", array: "eine Liste in eckigen Klammern", number: "eine Zahl", boolean: "true oder false" };

const customTexts: Readonly<Record<string, string>> = {
  "own-page": "muss eine Adresse mit https sein, ohne Anker und ohne Anmeldedaten; http nur auf dem eigenen Rechner.",
  "one-host": "muss überall denselben Rechnernamen haben.",
  "setting-twice": "nennt eine Einstellung zweimal.",
  "attribute-twice": "nennt eine Angabe zweimal.",
};

function textOf(issue: z.core.$ZodIssue, given: unknown): string {
  const last = String(issue.path.at(-1) ?? "");
  switch (issue.code) {
    case "invalid_type": return at(given, issue.path) === undefined ? "fehlt." : `muss ${types[issue.expected] ?? issue.expected} sein.`;
    case "unrecognized_keys": return `enthält, was ein Manifest nicht kennt: ${issue.keys.slice(0, 10).join(", ")}.`;
    case "invalid_format":
      if (issue.format === "email") return "muss eine E-Mail-Adresse sein, zum Beispiel kontakt@beispiel.example.";
      if (issue.format === "url") return last === "jwksUrl" ? "muss eine vollständige Adresse sein." : "muss eine vollständige Adresse mit https sein.";
      return last === "version" ? "muss die Form 1.2.3 haben." : last === "id" && issue.path.length > 1 ? "besteht aus höchstens 40 kleinen Buchstaben, Ziffern und Bindestrichen und beginnt mit einem Buchstaben." : "besteht aus 3 bis 63 kleinen Buchstaben, Ziffern und Bindestrichen und beginnt mit einem Buchstaben.";
    case "too_small": return issue.origin === "array" ? "braucht mindestens einen Eintrag." : "darf nicht leer sein.";
    case "too_big": return `ist zu lang, erlaubt sind ${String(issue.maximum)} ${issue.origin === "array" ? "Einträge" : "Zeichen"}.`;
    case "invalid_value": return `gibt es nicht. Möglich sind: ${issue.values.map(String).join(", ")}.`;
    case "custom": return customTexts[issue.message] ?? (last === "pages" ? "nennt eine Seite zweimal." : "nennt ein Recht zweimal.");
    case "invalid_union": return last === "place" ? "gibt es nicht. Möglich sind: case-tab, form-step, form-check, service, widget." : "passt nicht.";
    // Kinds of check that the manifest does not use today.
    case "not_multiple_of": case "invalid_key": case "invalid_element": default: return "passt nicht.";
  }
}

function at(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined), given);
}
