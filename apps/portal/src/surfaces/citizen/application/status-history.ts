import type { Html } from "@kommunalportal/html";
import { type ApplicationEvent, type CitizenCase, formerTowns, languageOfWords } from "#modules/applications";
import type { PublishedService } from "#modules/forms";
import { paragraphs } from "#ui/paragraphs";
import { timeline } from "#ui/timeline";
import type { SessionVisit } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";
import { wordsIn, type Words } from "./messages.ts";
import { townOffice } from "./service-facts-of.ts";

/** Words of a person at the office. What the hub keeps with an arrival is none: it says what title and time say already, in the language of the application. */
export function isWritten({ type, text }: ApplicationEvent): boolean {
  return text !== undefined && type !== "delivery-accepted";
}

/** Newest first, with the office's name where several work on it. `open`: whether what was written may be read here. */
export async function statusHistory(portal: Pick<ApplicationPages, "tenants" | "officeOf">, visit: SessionVisit, { head, events }: CitizenCase, service: PublishedService | undefined, open: boolean): Promise<Html> {
  const { lang } = visit;
  const words = wordsIn(lang);
  const roles = events.map((event) => roleOf(event, service));
  const formerly = formerTowns(events);
  const names = new Map(await Promise.all([...new Set(roles)].filter((role) => role !== undefined).map(async (role) => [role, (await townOffice(portal, head.tenant, head.service, role, lang))?.name] as const)));
  return timeline(lang, events.map((event, index) => {
    // The former town's offices bear the same names as the present one's: before a hand-over the town is named.
    const former = roles[index] === undefined ? undefined : formerly.get(event.id);
    const office = former === undefined ? (names.size > 1 ? names.get(roles[index] ?? "") : undefined) : portal.tenants.bySlug(former)?.name ?? former;
    const text = event.type === "delivery-accepted" && typeof event.data["name"] === "string" ? `»${event.data["name"]}«` : open && isWritten(event) ? event.text : undefined;
    return { at: event.at, title: `${eventTitle(event, words)}${office === undefined ? "" : ` (${office})`}`, state: typeof event.data["status"] === "string", ...(text === undefined ? {} : { text: paragraphs(text), textLang: languageOfWords(event, head) }) };
  }).toReversed());
}

/** Whose doing it is, or whose part of the form it is about. */
function roleOf({ data }: ApplicationEvent, service: PublishedService | undefined): string | undefined {
  if (typeof data["office"] === "string") return data["office"];
  return service?.form.parts.find(({ definition }) => definition.id === data["part"])?.definition.office;
}

/** What happened, in the words of this page; what the office wrote stands below it where the level of the application lets it. */
function eventTitle(event: ApplicationEvent, words: Words): string {
  const status = event.data["status"];
  if (event.type === "status-changed" && typeof status === "string" && `status.${status}` in words) return words[`status.${status}` as "status.waiting"];
  return `event.${event.type}` in words ? words[`event.${event.type}` as "event.paid"] : words["event.other"];
}
