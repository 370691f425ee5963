import { attr, html, type Content, type Html } from "@kommunalportal/html";
import { inLang, type SectionName, type Service, type ShownText } from "#modules/catalogue";
import type { Visit } from "../../frame/index.ts";
import { say, type WordKey } from "./messages.ts";

export interface PageSection { readonly id: string; readonly title: string; readonly body: Content; readonly lang?: string; readonly origin?: "local" | "general" }

/** Sections of the reading column in their order. Teaser, documents and fee stand in the box before the start. */
const order: readonly (readonly [SectionName, string, WordKey])[] = [
  ["description", "was", "description"], ["note", "vor-ort", "note"], ["who", "wer", "who"], ["steps", "ablauf", "steps"], ["documents", "unterlagen", "documents"], ["feeNote", "gebuehren", "fees"],
  ["deadline", "frist", "deadline"], ["duration", "dauer", "duration"], ["competentOffice", "zustaendig", "competent"], ["legalBasis", "rechtsgrundlage", "legalBasis"], ["remarks", "hinweise", "remarks"],
];

/** The sections of a text; with those left out that stand elsewhere on the page. */
export function textSections(visit: Visit, service: Service, text: ShownText, without: readonly SectionName[]): readonly PageSection[] {
  const sections: PageSection[] = [];
  for (const [name, id, word] of order) {
    const section = text[name];
    if (without.includes(name) || (section === undefined && !(name === "legalBasis" && service.legalBasis.length > 0))) continue;
    const body = name === "legalBasis" ? html`${section && prose(section.value)}${lawLinks(service, section !== undefined)}` : name === "steps" && section && Array.isArray(section.value) ? html`<ol>${section.value.map((step) => html`<li>${step}</li>`)}</ol>` : section && prose(section.value);
    sections.push({ id, title: say(visit.lang, word, { name: visit.tenant?.name ?? "" }), body, ...(section === undefined ? {} : { origin: section.origin, ...(section.lang === visit.lang ? {} : { lang: section.lang }) }) });
  }
  return sections;
}

/** A section under its heading; text in another language than the page says so to screen readers (WCAG 3.1.2). */
export function showSection({ id, title, body, lang, origin }: PageSection): Html {
  return html`<section ${attr("data-origin", origin)}><h2 id="${id}">${title}</h2><div ${attr("lang", lang)}>${body}</div></section>`;
}

function prose(value: string | readonly string[]): Content {
  if (typeof value === "string") return value.split(/\n+/).map((paragraph) => html`<p>${paragraph}</p>`);
  return value.length === 1 ? html`<p>${value[0]}</p>` : html`<ul>${value.map((line) => html`<li>${line}</li>`)}</ul>`;
}

/** Beside a text that names the laws, only those one can look up. */
function lawLinks(service: Service, named: boolean): Content {
  const legalBasis = service.legalBasis.filter(({ url }) => !named || url !== undefined);
  return legalBasis.length > 0 && html`<ul lang="de">${legalBasis.map(({ text, url }) => html`<li>${url === undefined ? text : html`<a class="kern-link" href="${url}" rel="noopener">${text}</a>`}</li>`)}</ul>`;
}

/** Names of the sections a town wrote itself, for the line that tells where a text comes from. */
export function localSections(visit: Visit, text: ShownText): readonly string[] {
  return order.filter(([name]) => text[name]?.origin === "local").map(([, , word]) => say(visit.lang, word, { name: visit.tenant?.name ?? "" }));
}

export function officialLine(visit: Visit, service: Service): string {
  return say(visit.lang, "leikaKey", { key: service.leikaKey }) + (inLang(service.title, visit.lang) === service.officialName ? "" : ` (${service.officialName})`);
}
