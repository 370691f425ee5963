import { html, type Html } from "@kommunalportal/html";
import { compoundTypes, type CompoundType, fieldTypes, type FieldType, type SummaryNode } from "@kommunalportal/form-engine";
import { errorsByPath } from "../fields/error-lines.ts";
import { renderNodes } from "../fields/render-node.ts";
import { say, type Lang } from "../text.ts";
import { type GalleryState, galleryTypes, statesOf, type StateId } from "./states.ts";

const stateNames: { readonly [S in StateId]: readonly [string, string] } = {
  empty: ["Leer", "Empty"], filled: ["Ausgefüllt", "Filled in"], wrong: ["Mit Fehler", "With an error"], long: ["Mit langen Texten und Begründung", "With long texts and a reason"],
  optional: ["Freiwillig", "Optional"], repeated: ["Mehrfach", "Repeated"], readonly: ["Nur zum Lesen", "Read-only"],
};
const words = {
  definition: ["So steht es im Formular", "The definition"], exported: ["So kommt es beim Fachverfahren an", "What other software gets"], summary: ["So steht es in der Zusammenfassung", "In the summary"],
} as const;
const inLang = ([de, en]: readonly [string, string], lang: Lang): string => (lang === "de" ? de : en);

/** What a field type is called and what it is for. */
export function galleryTitle(type: FieldType | CompoundType, lang: Lang): { readonly name: string; readonly use: string } {
  const { name, use } = (type in compoundTypes ? compoundTypes[type as CompoundType] : fieldTypes[type as FieldType]).editor;
  return { name: say(name, lang), use: say(use, lang) };
}

/** The field types as links, for the first page of the gallery. */
export function galleryIndex(lang: Lang, href: (type: string) => string): Html {
  return html`<ul class="portal-results portal-gallery__index">${galleryTypes.map((type) => {
    const { name, use } = galleryTitle(type, lang);
    return html`<li><a class="kern-link" href="${href(type)}">${name}</a> <code>${type}</code><br><span class="portal-muted">${use}</span></li>`;
  })}</ul>`;
}

/** One field type in all its states, for people to look at and for the browser tests to walk through. The page's h1 is the caller's. */
export function fieldGallery(lang: Lang, type: FieldType | CompoundType): Html {
  return html`${statesOf(type).map((state) => html`<section class="portal-gallery__state" aria-labelledby="zustand-${state.id}"><h2 id="zustand-${state.id}">${inLang(stateNames[state.id], lang)}</h2>
<form method="get" class="portal-form" novalidate>${renderNodes([state.node], { lang, errors: errorsByPath(state.errors) })}</form>${state.id === "filled" && facts(state, lang)}</section>`)}`;
}

function facts({ definition, exported, summary }: GalleryState, lang: Lang): Html {
  return html`${block(inLang(words.definition, lang), JSON.stringify(definition, null, 2))}${exported !== undefined && block(inLang(words.exported, lang), JSON.stringify(exported, null, 2))}${block(inLang(words.summary, lang), summary.map(lineOf).join("\n"))}`;
}

function block(title: string, text: string): Html {
  return html`<details class="portal-more"><summary>${title}</summary><pre class="portal-code" role="region" tabindex="0" aria-label="${title}"><code>${text}</code></pre></details>`;
}

function lineOf(node: SummaryNode): string {
  return node.kind === "group" ? `${node.title}\n${node.rows.map(lineOf).join("\n")}` : `${node.label}: ${node.value}`;
}
