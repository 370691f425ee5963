import { languageButton, type LanguageForm } from "#ui/page-options";
import type { Visit } from "./visit.ts";

/**
 * For `languageForm` of a page: changing the language sends this form to its own address in the other one, so that nothing typed is lost. The handler asks
 * `onlyLanguage` first and shows the page again with what stood in it. `id`: of the form.
 */
export function languageForm(visit: Visit, id: string, path: string): LanguageForm {
  return { id, value: "1", action: { de: visit.href(path, "de"), en: visit.href(path, "en") } };
}

/** Whether only the language changes: nothing is checked and nothing is sent. */
export function onlyLanguage({ fields }: Pick<Visit, "fields">): boolean {
  return fields.has(languageButton);
}
