import { html, type Html } from "@kommunalportal/html";
import { type Answers, type NodeView, stepView, type PageName } from "@kommunalportal/form-engine";
import type { FormFields } from "#platform/http";
import { legalDate } from "#platform/clock";
import type { PublishedService } from "#modules/forms";
import { button, buttonGroup } from "#ui/button";
import { stepFormId } from "#ui/form-step";
import { notice } from "#ui/notice";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { filled, wordsIn } from "./messages.ts";

interface Asked { readonly path: string; readonly street: string; readonly postalCode: string; readonly suggestions: readonly string[] }

/** Hidden field: the streets that were asked about on this page, so that nobody is asked twice. */
export const askedField = "strasse-gefragt" satisfies PageName;
const takePrefix = "strasse:";

/** A button »Lindenweg übernehmen« puts that street into its field, as if it had been typed. */
export function withSuggestion(fields: FormFields): FormFields {
  const taken = [...fields].flatMap(([name, [value]]) => (name.startsWith(takePrefix) && value !== undefined ? [[name.slice(takePrefix.length), value] as const] : []));
  if (taken.length === 0) return fields;
  return new Map([...fields, ...taken.map(([path, street]) => [`${path}.street`, [street]] as const)]);
}

/**
 * The question about streets that the town's directory does not know, for addresses of this step that want it (`checkStreet`); undefined where there is nothing
 * to ask: known, no directory, or asked before. Nothing is refused: the answers are stored already, and going on once more goes on.
 */
export async function streetQuestion(portal: ApplicationPages, visit: TownSessionVisit, given: { readonly service: PublishedService; readonly step: string; readonly answers: Answers; readonly fields: FormFields }): Promise<{ readonly before: Html; readonly asked: string } | undefined> {
  if (!portal.streets) return undefined;
  const before = new Set((given.fields.get(askedField)?.[0] ?? "").slice(0, 4_000).split(/\r?\n/));
  const asked: Asked[] = [];
  for (const one of addresses(stepView(given.service.form, given.step, given.answers, legalDate(portal.clock.now())).nodes)) {
    if (before.has(key(one))) continue;
    const answer = await portal.streets.ask({ tenant: visit.tenant.id, town: visit.tenant.slug, street: one.street, postalCode: one.postalCode });
    if (answer.kind === "unknown") asked.push({ ...one, suggestions: answer.suggestions });
  }
  if (asked.length === 0) return undefined;
  return { before: question(visit, asked), asked: [...before, ...asked.map(key)].filter((line) => line !== "").join("\n") };
}

const key = ({ path, street, postalCode }: Pick<Asked, "path" | "street" | "postalCode">): string => `${path} ${postalCode} ${street}`;

/** Addresses of the step that are visible, wanted to be looked up, complete and in Germany. */
function addresses(nodes: readonly NodeView[]): readonly Omit<Asked, "suggestions">[] {
  return nodes.flatMap((node): readonly Omit<Asked, "suggestions">[] => {
    if (node.kind === "field" || !node.visible) return [];
    const { compound } = node.definition;
    if (compound?.type !== "address" || compound.checkStreet !== true) return [...addresses(node.nodes), ...(node.entries ?? []).flatMap((entry) => addresses(entry.nodes))];
    const inside = node.entries?.map((entry) => ({ path: entry.path, nodes: entry.nodes })) ?? [{ path: node.path, nodes: node.nodes }];
    return inside.flatMap(({ path, nodes: parts }) => {
      const of = (id: string): string => { const part = parts.find((one) => one.definition.id === id); return part?.kind === "field" && part.visible && typeof part.values[0]?.value === "string" ? part.values[0].value : ""; };
      const [street, postalCode] = [of("street"), of("postalCode")];
      return street === "" || postalCode === "" ? [] : [{ path, street, postalCode }];
    });
  });
}

function question(visit: TownSessionVisit, asked: readonly Asked[]): Html {
  const words = wordsIn(visit.lang);
  const body = html`${asked.map((one) => html`<p>${filled(words.streetUnknown, { street: one.street, postalCode: one.postalCode })}</p>${one.suggestions.length > 0 && html`<p>${words.streetMaybe}</p>${buttonGroup(one.suggestions.map((street) => button({ text: filled(words.streetTake, { street }), kind: "secondary", small: true, name: `${takePrefix}${one.path}`, value: street, form: stepFormId })))}`}`)}<p>${words.streetKeep}</p>`;
  return notice(visit.lang, { kind: "info", title: words.streetAsk, body, live: true });
}
