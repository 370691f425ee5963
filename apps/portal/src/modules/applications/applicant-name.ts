import { normaliseWords, searchHash } from "#platform/crypto";
import type { Answer, Answers, CompiledForm } from "@kommunalportal/form-engine";
import type { Applicant } from "./applicant.ts";
import { derive } from "./keys.ts";

/** Who applies, for lists: from the fields that an account would fill with the name, else from the sign-in. Undefined for an anonymous report. */
export function applicantName(form: CompiledForm, answers: Answers, applicant: Pick<Applicant, "person">): string | undefined {
  const given = words(form, answers, "givenName") ?? applicant.person?.["givenName"]?.value;
  const surname = words(form, answers, "surname") ?? applicant.person?.["surname"]?.value;
  const name = [given, surname].filter((part) => part !== undefined && part.trim() !== "").join(" ").trim();
  return name === "" ? undefined : name;
}

function words(form: CompiledForm, answers: Answers, source: "givenName" | "surname"): string | undefined {
  for (const node of form.nodes.values()) {
    if (node.kind !== "field" || node.definition.prefill !== source) continue;
    const answer = at(answers, node.path.split("."));
    if (typeof answer === "string") return answer;
  }
  return undefined;
}

function at(answers: Answers, [key = "", ...rest]: readonly string[]): Answer | undefined {
  const answer = Object.hasOwn(answers, key) ? answers[key] : undefined;
  if (rest.length === 0 || answer === undefined) return answer;
  return typeof answer === "object" && answer !== null && !Array.isArray(answer) ? at(Object.fromEntries(Object.entries(answer)), rest) : undefined;
}

/** A town's key stays in memory, and with it, for as long, what names are searched with. */
const searchKeys = new WeakMap<Buffer, Buffer>();

/** Keyed hashes of the words of a name: the same for what is stored and what is searched for. */
export function nameHashes(tenantKey: Buffer, name: string): Buffer[] {
  const key = searchKeys.get(tenantKey) ?? derive(tenantKey, "search");
  searchKeys.set(tenantKey, key);
  return normaliseWords(name).map((word) => searchHash(key, word));
}
