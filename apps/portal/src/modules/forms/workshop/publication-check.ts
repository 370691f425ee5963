import {
  adaptationProblems, type CompiledForm, compileForm, type DefinitionProblem, type Departure, departuresFrom, type FormTest, FormDefinitionError, missingTexts, parseServicePackage, runTest, type ServicePackage, type TestDifference, type Text, type TextGap, withoutReason,
} from "@kommunalportal/form-engine";
import type { CopyContent } from "./working-copy.ts";

/** What stands between a working copy and its publication. */
export interface PublicationCheck {
  /** The package, when it fits together. */
  readonly package: ServicePackage | undefined;
  /** Faults: with one it is not published. */
  readonly problems: readonly DefinitionProblem[];
  /** Tests whose outcome is another one: with one it is not published. */
  readonly red: readonly { readonly name: string; readonly differences: readonly TestDifference[] }[];
  readonly tests: number;
  /** Rules of an imported schema that nobody decided about: published only by somebody who says that they have seen them. */
  readonly undecided: readonly { readonly key: string; readonly sentence: string }[];
  /** Of an imported schema: what it demands and the form does not surely give any more, so that the data may not fit the schema. */
  readonly departures: readonly Departure[];
  readonly withoutReason: readonly { readonly path: string; readonly label: Text }[];
  readonly missingTexts: readonly TextGap[];
}

/** `decided`: keys of the imported schema's rules with a decision. `base`: of an adaptation, what the publisher offers. */
export function checkPublication(content: CopyContent, decided: ReadonlySet<string>, base?: CopyContent): PublicationCheck {
  const undecided = (content.imported?.rules ?? []).filter(({ key }) => !decided.has(key));
  const whole = readPackage(content);
  const more = base === undefined ? [] : [...adaptationProblems(base.form, content.form), ...serviceProblems(base, content)];
  const read = more.length === 0 ? whole : { problems: [...more, ...("problems" in whole ? whole.problems : [])] };
  if ("problems" in read) return { package: undefined, problems: read.problems, red: [], tests: content.tests.length, undecided, departures: [], withoutReason: [], missingTexts: [] };
  const { form } = read.package;
  return {
    package: read.package, problems: [], tests: content.tests.length, undecided, departures: content.imported?.form === undefined ? [] : departuresFrom(compileForm(content.imported.form), form), withoutReason: withoutReason(form), missingTexts: missingTexts(form),
    red: redTests(form, read.package.service.fee?.cents, content.tests),
  };
}

/** What may be waved through by somebody who says that they have seen it. */
export function openPoints(check: PublicationCheck): number {
  return check.undecided.length + check.departures.length + check.withoutReason.length + check.missingTexts.length;
}

/** Whether nothing speaks against it that a person could not wave through. */
export function isPublishable(check: PublicationCheck): boolean {
  return check.package !== undefined && check.red.length === 0;
}

export function readPackage({ service, form }: Pick<CopyContent, "service" | "form">): { readonly package: ServicePackage } | { readonly problems: readonly DefinitionProblem[] } {
  try {
    return { package: parseServicePackage(service, form) };
  } catch (error) {
    if (error instanceof FormDefinitionError) return { problems: error.problems };
    throw error;
  }
}

function redTests(form: CompiledForm, fee: Parameters<typeof runTest>[1], tests: readonly FormTest[]): PublicationCheck["red"] {
  return tests.map((test) => ({ name: test.name, differences: runTest(form, fee, test) })).filter(({ differences }) => differences.length > 0);
}

/** What a town may not change of the service: who may send it, who is competent by its tasks, what is decided automatically. */
function serviceProblems(base: CopyContent, own: CopyContent): readonly DefinitionProblem[] {
  return (["leika", "trustLevel", "signIn", "account", "legalArea", "recipients", "automation"] as const)
    .filter((key) => JSON.stringify(base.service[key]) !== JSON.stringify(own.service[key])).map((key) => ({ path: `service.${key}`, problem: "what the publisher fixed for the service was changed" }));
}
