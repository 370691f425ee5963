import { html, type Html } from "@kommunalportal/html";
import type { CaseView } from "#modules/casework";
import type { FormFields } from "#platform/http";
import { fillLetter, type Language, type Letter } from "@kommunalportal/form-engine";
import type { StaffPortal } from "./staff-portal.ts";

/** Stands where the letter speaks of an answer that was not given. Nothing leaves while it stands there. */
function gapMark(question: string, lang: Language): string {
  return `[${lang === "en" ? "please complete" : "bitte ergänzen"}: ${question}]`;
}

const gap = /\[(?:bitte ergänzen|please complete): [^[\]]*\]/;

/** Gaps that are still in the editor's texts, by the field that holds them. */
export function gapsIn(typed: FormFields): readonly { readonly field: string; readonly gap: string }[] {
  return ["betreff", "text", "nebenbestimmungen", "begruendung", "englisch"].flatMap((field) => {
    const found = gap.exec(typed.get(field)?.[0] ?? "")?.[0];
    return found === undefined ? [] : [{ field, gap: found }];
  });
}

/** The letters of the service, with the answers of this office's part in words. They are a beginning: the person reads and changes them before anything leaves. */
export async function lettersFor(portal: Pick<StaffPortal, "forms">, { content }: Pick<CaseView, "content">): Promise<readonly Letter[]> {
  const service = await portal.forms.service(content.form.service, content.form.version);
  return service?.package.service.letters?.map((letter) => fillLetter(letter, service.form, content.answers, content.day, gapMark)) ?? [];
}

/** A letter as the editor's fields. */
export function letterFields(letter: Letter): FormFields {
  return new Map([
    ["art", [letter.kind]], ["betreff", [letter.subject]], ["text", [letter.paragraphs.join("\n\n")]], ["nebenbestimmungen", [(letter.conditions ?? []).join("\n\n")]], ["begruendung", [(letter.reasons ?? []).join("\n\n")]], ["englisch", [(letter.english ?? []).join("\n\n")]],
  ]);
}

/** Links to begin with a letter; nothing where the service has none. */
export function letterChoice(letters: readonly Letter[], at: string, chosen: string | undefined): Html | false {
  return letters.length > 0 && html`<nav class="portal-section" aria-labelledby="vorlagen-titel"><h2 id="vorlagen-titel">Mit einer Vorlage beginnen</h2><ul class="portal-list">${letters.map(({ id, title }) => html`<li>${id === chosen ? html`<strong>${title}</strong> (eingesetzt, bitte prüfen und anpassen)` : html`<a class="kern-link" href="${at}?vorlage=${id}">${title}</a>`}</li>`)}</ul></nav>`;
}
