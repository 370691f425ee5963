import type { CaseView } from "#modules/casework";
import type { Answer, Answers, CompiledForm, PrefillSource } from "@kommunalportal/form-engine";
import type { StaffPortal } from "./staff-portal.ts";

/** Name and address of the person for a letter, from the answers that an account would fill with them; without an address only the name. */
export async function letterAddress(portal: Pick<StaffPortal, "forms">, { content, applicantName }: Pick<CaseView, "content" | "applicantName">): Promise<readonly string[]> {
  const service = await portal.forms.service(content.form.service, content.form.version);
  const read = (source: PrefillSource): string => (service === undefined ? "" : answerFrom(service.form, content.answers, source));
  const street = [read("street"), read("houseNumber")].filter((part) => part !== "").join(" ");
  const place = [read("postalCode"), read("locality")].filter((part) => part !== "").join(" ");
  return [applicantName ?? "", ...(street !== "" && place !== "" ? [street, place] : [])].filter((line) => line !== "");
}

function answerFrom(form: CompiledForm, answers: Answers, source: PrefillSource): string {
  for (const node of form.nodes.values()) {
    if (node.kind !== "field" || node.definition.prefill !== source) continue;
    const answer = at(answers, node.path.split("."));
    if (typeof answer === "string" && answer.trim() !== "") return answer.trim();
  }
  return "";
}

function at(answers: Answers, [key = "", ...rest]: readonly string[]): Answer | undefined {
  const answer = Object.hasOwn(answers, key) ? answers[key] : undefined;
  if (rest.length === 0 || answer === undefined) return answer;
  return typeof answer === "object" && answer !== null && !Array.isArray(answer) ? at(Object.fromEntries(Object.entries(answer)), rest) : undefined;
}
