import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { checkAll, compileForm, exportSubmitted, jsonSchemaOf, ownForm, personForm, reachableAnswers } from "@kommunalportal/form-engine";
import type { CodelistLookup } from "../codelist.ts";
import { toForm } from "../form/to-form.ts";
import type { Stammdatenschema } from "../model.ts";
import { exportXfallJson } from "../xfall-json.ts";
import type { XfallObject } from "../xfall-json.ts";
import { xfallJsonSchema } from "../xfall-json-schema.ts";
import { xfallShape } from "../xfall-shape.ts";
import { xfallXml } from "../xfall-xml.ts";
import { xfallXsd } from "../xfall-xsd.ts";
import { answersFor } from "./arbitrary-answers.ts";
import { otherPerson, shareOut } from "./share-out.ts";
import { wrongVersions } from "./wrong-xfall.ts";
import type { WrongXfall } from "./wrong-xfall.ts";
import { xsdCheck } from "./xsd.ts";

export interface XfallProof { readonly accepted: number; readonly drawn: number; readonly refused: number }
export interface ProofSize {
  readonly seed: number;
  readonly right: number;
  readonly wrong: number;
  /** Two people fill in the form, each their own steps: see `shareOut`. Looks at the portal's own JSON, too. */
  readonly people?: true;
}

const TODAY = "2030-06-15";

/**
 * Draws answers for the form of a schema until `right` of them are accepted by the form, and shows for each that the JSON is valid against the
 * JSON Schema and the XML against the XML Schema; then breaks the data in up to `wrong` places each, one at a time, and shows that
 * both refuse it and name the field. @throws Error that says which data, and why.
 */
export function proveXfall(schema: Stammdatenschema, lookup: CodelistLookup, { seed, right, wrong, people }: ProofSize): XfallProof {
  const made = toForm(schema, lookup, { land: "NW" });
  const shared = people === undefined ? undefined : shareOut(made.form);
  const form = compileForm(shared ?? made.form);
  const own = ownForm(form);
  const theirs = shared && personForm(form, otherPerson);
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true, formats: { date: isDate } });
  const jsonValid = ajv.compile(xfallJsonSchema(schema, lookup, made));
  const jsonProblems = (content: XfallObject): readonly string[] => (jsonValid(content) ? [] : (jsonValid.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message ?? ""} ${JSON.stringify(params)}`));
  const xsd = xsdCheck(xfallXsd(schema, lookup, made));
  const shape = xfallShape(schema, made);
  const portalValid = theirs && new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).compile(jsonSchemaOf(form));
  const portalProblems = (content: unknown): readonly string[] => (portalValid === undefined || portalValid(content) ? [] : (portalValid.errors ?? []).map(({ instancePath, message }) => `portal's JSON ${instancePath} ${message ?? ""}`));
  try {
    let [accepted, drawn, refused] = [0, 0, 0];
    while (accepted < right) {
      if (drawn > right * 40 + 200) throw new Error(`${schema.identifikation.id}: only ${accepted} of ${drawn} drawn answers were accepted by the form.`);
      const [answers = {}] = fc.sample(answersFor(form, drawn % 3 !== 0), { seed: seed + drawn, numRuns: 1 });
      drawn += 1;
      // Each is checked and cut to what is reached by itself, and put together as the submission does it.
      if ([own, ...(theirs ? [theirs] : [])].some((one) => checkAll(one, answers, TODAY).length > 0)) continue;
      accepted += 1;
      const whole = { ...reachableAnswers(own, answers, TODAY), ...(theirs ? reachableAnswers(theirs, answers, TODAY) : {}) };
      const content = exportXfallJson(schema, whole);
      const problems = [...jsonProblems(content), ...xsd.problemsOf(xfallXml(schema, content)), ...(theirs ? portalProblems(exportSubmitted(form, whole)) : [])];
      if (problems.length > 0) throw new Error(`${schema.identifikation.id}, seed ${seed + drawn - 1}: right answers are refused: ${problems.slice(0, 5).join(" | ")}\n${JSON.stringify(content).slice(0, 2000)}`);
      const all = [...wrongVersions(shape, content, lookup)];
      const chosen = fc.sample(fc.shuffledSubarray(all, { minLength: Math.min(wrong, all.length), maxLength: Math.min(wrong, all.length) }), { seed: seed + drawn, numRuns: 1 })[0] ?? [];
      for (const broken of chosen) {
        refused += 1;
        const told = [named(broken, jsonProblems(broken.content)), broken.what === "unknown" ? undefined : named(broken, xsd.problemsOf(xfallXml(schema, broken.content)))].filter((problem) => problem !== undefined);
        if (told.length > 0) throw new Error(`${schema.identifikation.id}: ${broken.what} at ${broken.name}: ${told.join("; ")}`);
      }
    }
    return { accepted, drawn, refused };
  } finally {
    xsd.dispose();
  }
}

/** A choice of two is told of the group, not of either. libxml2 lists no more than ten names it would have expected, so where something is missing its place may be told by the element around. */
function named({ name, what }: WrongXfall, problems: readonly string[]): string | undefined {
  if (problems.length === 0) return "the wrong data is accepted";
  if (problems.some((problem) => problem.includes(name))) return undefined;
  if (what === "two-chosen" && problems.some((problem) => problem.includes("oneOf"))) return undefined;
  return what === "missing" && problems.some((problem) => /Expected is one of|Missing child/.test(problem)) ? undefined : `the field is not named: ${problems.slice(0, 3).join(" | ")}`;
}

function isDate(text: string): boolean {
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return parsed !== undefined && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}
