import { type FormDefinition, FormDefinitionError, type FormTest, formTestsSchema, parseDefinition, readServiceDescription, type ServiceDescription, usedAttributes } from "@kommunalportal/form-engine";
import type { SchemaVersion } from "../rule-decision-store.ts";

/** A service package in the making. Its parts have their right shape; whether they fit together is checked before it is published. */
export interface CopyContent {
  readonly service: ServiceDescription;
  readonly form: FormDefinition;
  readonly tests: readonly FormTest[];
  /** Where it was imported from, with the rules that had no decision then. */
  readonly imported?: ImportedFrom;
}

export interface ImportedFrom {
  readonly schema: SchemaVersion;
  readonly rules: readonly { readonly key: string; readonly sentence: string }[];
  /** As the schema was read last, with the decisions about its rules until then: the common ground when later decisions are brought in. */
  readonly form?: FormDefinition;
}

/** draft → review → released → published; a change of a released or published one makes a draft of it again. */
export type CopyState = "draft" | "review" | "released" | "published";

export interface Editor { readonly id: string; readonly name: string }

/** Who asked for a review, or released, or sent back. */
export interface Verdict { readonly by: string; readonly name: string; readonly at: string; readonly note?: string; readonly released?: boolean }

export interface WorkingCopy {
  readonly id: string;
  /** The town whose editors work on it. */
  readonly tenant: string;
  readonly slug: string;
  /** The publisher's version that this copy adapts for its town. */
  readonly adapts: string | undefined;
  readonly revision: number;
  readonly state: CopyState;
  readonly content: CopyContent;
  readonly asked: Verdict | undefined;
  readonly decided: Verdict | undefined;
  /** Who changed the content since it was last published. */
  readonly editors: readonly string[];
  readonly changedAt: Date;
}

/** Bytes of JSON that a working copy may have. */
export const largestContent = 8_000_000;

/**
 * Content of unknown origin, in its shape: throws {@link FormDefinitionError} with all problems. Which attributes of an account are asked for
 * follows from the fields that are filled from them, so that none is asked for in vain.
 */
export function readContent(given: { readonly service: unknown; readonly form: unknown; readonly tests?: unknown; readonly imported?: ImportedFrom }): CopyContent {
  const service = readServiceDescription(given.service);
  const form = parseDefinition(given.form);
  const tests = formTestsSchema.safeParse(given.tests ?? []);
  if (!tests.success) throw new FormDefinitionError([{ path: "tests", problem: "the tests are not readable" }]);
  const content = { service: { ...service, attributes: service.signIn === "never" ? [] : [...usedAttributes(form)] }, form, tests: tests.data, ...(given.imported === undefined ? {} : { imported: given.imported }) };
  if (JSON.stringify(content).length > largestContent) throw new FormDefinitionError([{ path: "form", problem: "the definition is too large or too deeply nested" }]);
  return content;
}

/** The number after a version that is published: what is asked may have changed, so the middle one counts up. */
export function versionAfter(version: string): string {
  const [major = 1, minor = 0] = version.split(".").map(Number);
  return `${major}.${minor + 1}.0`;
}

/** A town's own versions carry numbers from a million on in the third place: 1.2.0 adapted for the third time in the installation is 1.2.1000003. */
export const firstOwnNumber = 1_000_000;
