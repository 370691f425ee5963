import type { CaseView } from "#modules/casework";
import { answerFor, type PrefillSource } from "@kommunalportal/form-engine";
import type { StaffPortal } from "./staff-portal.ts";

/** Name and address of the person for a letter, from the answers that an account would fill with them; without an address only the name. */
export async function letterAddress(portal: Pick<StaffPortal, "forms">, { content, applicantName }: Pick<CaseView, "content" | "applicantName">): Promise<readonly string[]> {
  const service = await portal.forms.service(content.form.service, content.form.version);
  const read = (source: PrefillSource): string => (service === undefined ? "" : answerFor(service.form, content.answers, source) ?? "");
  const street = [read("street"), read("houseNumber")].filter((part) => part !== "").join(" ");
  const place = [read("postalCode"), read("locality")].filter((part) => part !== "").join(" ");
  return [applicantName ?? "", ...(street !== "" && place !== "" ? [street, place] : [])].filter((line) => line !== "");
}
