import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { levelNames, runExtensionSuite, subjectOfFolder, type ExtensionSubject } from "@kommunalportal/conformance-kit";
import { Sentence, type Json } from "./project.ts";

export interface Examination {
  /** What it is given to work on, and what a person fills into its own form; each a JSON file. */
  readonly service?: string | undefined;
  readonly answers?: readonly string[] | undefined;
  readonly entries?: string | undefined;
  /** A module whose default export looks at a page with a browser (conformance kit, `--look-at`). */
  readonly lookAt?: string | undefined;
  /** Options of Node for the extension: the conditions of the run itself. */
  readonly nodeOptions: readonly string[];
  readonly tell: (line: string) => void;
}

const marks = { passed: "✓", failed: "✗", "not-tried": "–" } as const;

/** Runs the conformance kit's suite for extensions: the extension as a process of its own beside a stand-in for the portal. False where a rule is broken. */
export async function examineExtension(folder: string, given: Examination): Promise<boolean> {
  const { service, answers = [], entries } = given;
  if ((service === undefined) !== (answers.length === 0)) throw new Sentence("--service and --answers belong together.");
  const [data, ...further] = answers.map(jsonFile);
  const lookAt = given.lookAt === undefined ? undefined : (await import(pathToFileURL(resolve(given.lookAt)).href) as { readonly default?: ExtensionSubject["lookAt"] }).default;
  const report = await runExtensionSuite(subjectOfFolder(folder, {
    nodeOptions: given.nodeOptions, ...(service !== undefined && data !== undefined ? { sample: { service, data, further } } : {}), ...(lookAt ? { lookAt } : {}),
    ...(entries === undefined ? {} : { entries: Object.fromEntries(Object.entries(jsonFile(entries)).map(([name, value]) => [name, String(value)])) }),
  }), { tell: ({ id, title, outcome, findings }) => { given.tell(`${marks[outcome]} ${id}: ${title}${findings.map((finding) => `\n    ${finding}`).join("")}`); } });
  given.tell(`level ${report.level} (${levelNames[report.level]})`);
  return report.results.every(({ outcome }) => outcome !== "failed");
}

function jsonFile(path: string): Json {
  try { return JSON.parse(readFileSync(path, "utf8")) as Json; } catch { throw new Sentence(`${path} is not there or no JSON.`); }
}
