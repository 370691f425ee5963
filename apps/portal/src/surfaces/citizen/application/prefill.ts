import type { CitizenSession, Level } from "#modules/accounts";
import { legalDate } from "#platform/clock";
import { answerAt, applyPrefill, type Answers, type CompiledForm, type PrefillSource, text } from "@kommunalportal/form-engine";
import type { Lang } from "../../frame/index.ts";

/** One attribute of the account that would go into empty fields of the form. */
export interface Offer {
  readonly source: PrefillSource;
  readonly level: Level;
  readonly paths: readonly string[];
}

/** What could be filled in now: attributes that are there, fit their fields, and whose fields are empty. */
export function fillable(form: CompiledForm, answers: Answers, session: Pick<CitizenSession, "person">, now: Date): readonly Offer[] {
  const offers = new Map<PrefillSource, Offer>();
  for (const { source, path } of applyPrefill(form, answers, valuesOf(session), legalDate(now)).filled) {
    const before = offers.get(source);
    offers.set(source, { source, level: session.person[source]?.level ?? 0, paths: [...(before?.paths ?? []), path] });
  }
  return [...offers.values()];
}

/** The person's attributes as the form engine reads them; only the named ones. */
export function valuesOf(session: Pick<CitizenSession, "person">, only?: ReadonlySet<string>): Partial<Record<PrefillSource, string>> {
  const values: Partial<Record<PrefillSource, string>> = {};
  for (const [source, given] of Object.entries(session.person) as [PrefillSource, { value: string }][]) if (only === undefined || only.has(source)) values[source] = given.value;
  return values;
}

/** An offer in words: what would stand in the form, and where. */
export function offerWords(form: CompiledForm, answers: Answers, session: Pick<CitizenSession, "person">, offer: Offer, lang: Lang, now: Date): { readonly value: string; readonly fields: string } {
  const day = legalDate(now);
  const filledIn = applyPrefill(form, answers, valuesOf(session, new Set([offer.source])), day).answers;
  const nodes = offer.paths.flatMap((path) => { const node = form.nodes.get(path); return node?.kind === "field" ? [node] : []; });
  const first = nodes[0];
  const value = first === undefined ? undefined : answerAt(filledIn, first.path);
  return {
    value: first === undefined || value === undefined || value === null ? "" : first.behaviour.summary(value, lang),
    fields: [...new Set(nodes.map(({ definition }) => text(definition.label, lang)))].join(", "),
  };
}

/** Labels of fields that were filled from the account, by their paths. */
export function labelsOf(form: CompiledForm, paths: readonly string[], lang: Lang): readonly string[] {
  return [...new Set(paths.flatMap((path) => { const node = form.nodes.get(path); return node?.kind === "field" ? [text(node.definition.label, lang)] : []; }))];
}
