import { z } from "zod";
import { checkAll } from "../check-all.ts";
import type { CompiledForm, CompiledNode } from "../compiled-form.ts";
import type { Answer, Answers, Logic } from "../definition.ts";
import { exportAnswers } from "../export-answers.ts";
import { feeOf } from "../fee.ts";
import type { JsonObject, JsonValue } from "../fields/field-behaviour.ts";
import { groupValue, listValue, own, pathOf, presentMark, reach, type Reached } from "../reach.ts";
import { reachableAnswers } from "../reachable-answers.ts";

/** A test that a form carries: these answers on this day give these questions, errors, fee and data. */
export interface FormTest {
  readonly name: string;
  /** The day it is run on, `YYYY-MM-DD`: a test must not turn red because time passes. */
  readonly day: string;
  readonly answers: Answers;
  readonly expect: TestOutcome;
}

export interface TestOutcome {
  /** Paths of the questions that are asked, in the order of the form. */
  readonly visible: readonly string[];
  readonly errors: readonly { readonly path: string; readonly code: string }[];
  /** Integer cents; null: free of charge, or no fee can be computed from these answers. */
  readonly fee: number | null;
  readonly data: JsonObject;
}

/** Where the outcome is another one than the test says. */
export interface TestDifference { readonly what: keyof TestOutcome; readonly path: string; readonly expected: JsonValue; readonly found: JsonValue }

const json: z.ZodType<JsonValue> = z.lazy(() => z.union([z.null(), z.boolean(), z.number(), z.string().max(20_000), z.array(json), z.record(z.string().max(100), json)]));
/** Answers are JSON; whether they fit the questions the test itself will tell. */
const answer: z.ZodType<Answer> = z.lazy(() => z.union([z.null(), z.boolean(), z.number(), z.string().max(20_000), z.array(answer), z.record(z.string().max(100), answer)]));
const testSchema: z.ZodType<FormTest> = z.strictObject({
  name: z.string().min(1).max(200),
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  answers: z.record(z.string().max(100), answer),
  expect: z.strictObject({
    visible: z.array(z.string().max(500)).max(5000),
    errors: z.array(z.strictObject({ path: z.string().max(500), code: z.string().max(40) })).max(5000),
    fee: z.union([z.int().min(0), z.null()]),
    data: z.record(z.string().max(100), json) as z.ZodType<JsonObject>,
  }),
});

/** The tests a form carries, as JSON of unknown origin. At most 200. @throws z.ZodError */
export const formTestsSchema: z.ZodType<readonly FormTest[]> = z.array(testSchema).max(200);

/** What a form does with answers today. */
export function outcomeOf(form: CompiledForm, fee: Logic | undefined, answers: Answers, day: string): TestOutcome {
  return {
    visible: visiblePaths(reach(form, answers, day)),
    errors: checkAll(form, answers, day).map(({ path, code }) => ({ path, code })),
    fee: fee === undefined ? null : centsOf(fee, reachableAnswers(form, answers, day), day),
    data: exportAnswers(form, answers, day),
  };
}

/** Makes a test of what the form does now. */
export function recordTest(form: CompiledForm, fee: Logic | undefined, given: Pick<FormTest, "name" | "day" | "answers">): FormTest {
  return { ...given, expect: outcomeOf(form, fee, given.answers, given.day) };
}

/** Empty: green. */
export function runTest(form: CompiledForm, fee: Logic | undefined, { answers, day, expect }: FormTest): readonly TestDifference[] {
  const found = outcomeOf(form, fee, answers, day);
  const errors = (outcome: TestOutcome): JsonObject => Object.fromEntries(outcome.errors.map(({ path, code }) => [path, code]));
  const visible = (outcome: TestOutcome): JsonObject => Object.fromEntries(outcome.visible.map((path) => [path, true]));
  return [
    ...differences("visible", visible(expect), visible(found)),
    ...differences("errors", errors(expect), errors(found)),
    ...(expect.fee === found.fee ? [] : [{ what: "fee", path: "", expected: expect.fee, found: found.fee } as const]),
    ...differences("data", expect.data, found.data),
  ];
}

/** Leaves that differ, by their path; a missing one is null. */
function differences(what: keyof TestOutcome, expected: JsonValue, found: JsonValue, path = ""): readonly TestDifference[] {
  if (typeof expected === "object" && expected !== null && typeof found === "object" && found !== null && Array.isArray(expected) === Array.isArray(found)) {
    const [a, b] = [new Map(Object.entries(expected)), new Map(Object.entries(found))];
    return [...new Set([...a.keys(), ...b.keys()])].flatMap((key) => (a.has(key) === b.has(key) || a.get(key) !== null || b.get(key) !== null ? differences(what, (a.get(key) ?? null) as JsonValue, (b.get(key) ?? null) as JsonValue, pathOf(path, key)) : []));
  }
  return expected === found ? [] : [{ what, path, expected, found }];
}

function centsOf(fee: Logic, answers: Answers, day: string): number | null {
  try {
    return feeOf(fee, answers, day);
  } catch {
    // Answers that are wrong or not complete have no fee; with complete ones the published form would fail the same way, and the test is recorded with null.
    return null;
  }
}

/** Every question that is asked, with the numbers of entries; at least one entry of a repeated group that must be there. */
function visiblePaths({ steps, hidden, absent, answers }: Reached): readonly string[] {
  const paths: string[] = [];
  const visit = (nodes: readonly CompiledNode[], base: string, value: Answers): void => {
    for (const node of nodes) {
      const path = pathOf(base, node.id);
      if (hidden.has(path)) continue;
      if (node.kind === "field") { if (node.definition.fixed !== "hidden") paths.push(path); continue; }
      if (absent.has(path)) { paths.push(pathOf(path, presentMark)); continue; }
      const inner = own(value, node.id);
      if (node.definition.repeat === undefined) visit(node.nodes, path, groupValue(inner));
      else listValue(inner).forEach((entry, i) => { visit(node.nodes, pathOf(path, i), groupValue(entry)); });
    }
  };
  for (const step of steps) visit(step.nodes, "", answers);
  return paths;
}
