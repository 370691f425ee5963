import { html, type Html } from "@kommunalportal/html";
import { text, type CompiledForm, type StepExtension } from "@kommunalportal/form-engine";
import type { Draft } from "#modules/applications";
import type { StepOffer } from "#modules/extensions";
import type { PublishedService } from "#modules/forms";
import { button } from "#ui/button";
import { stepFormId } from "#ui/form-step";
import { say } from "#ui/text";
import type { Lang } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { filled, wordsIn } from "./messages.ts";

/** The program that a step names, where the draft's town lets its page appear. */
export async function offerAt({ extensions }: ApplicationPages, { tenant, service }: Pick<Draft, "tenant" | "service">, extension: StepExtension | undefined): Promise<StepOffer | undefined> {
  return extension && extensions?.places.stepOffer({ tenant, service, client: extension.client, page: extension.page });
}

/** Offers the program above the fields of the step. Its button belongs to the form, so that what was typed is kept. */
export function extensionBox(visit: TownSessionVisit, { form }: PublishedService, step: string, offer: StepOffer, action: string): Html {
  const words = wordsIn(visit.lang);
  const fields = labelsAt(form, form.steps.find(({ id }) => id === step)?.definition.extension?.sends ?? [], visit.lang);
  const names = { program: say(offer.program, visit.lang), publisher: offer.publisher };
  return html`<div class="portal-extension"><h2>${say(offer.title, visit.lang)}</h2><p>${fields === "" ? filled(words.extensionGiveNothing, names) : filled(words.extensionGive, { ...names, fields })}</p><p>${button({ text: say(offer.title, visit.lang), kind: "secondary", formaction: action, form: stepFormId })}</p><p class="portal-muted">${words.extensionOr}</p></div>`;
}

/** Labels of fields, as a list in a sentence. */
export function labelsAt(form: CompiledForm, paths: readonly string[], lang: Lang): string {
  return paths.flatMap((path) => { const node = form.nodes.get(path); return node?.kind === "field" ? [text(node.definition.label, lang)] : []; }).join(", ");
}
