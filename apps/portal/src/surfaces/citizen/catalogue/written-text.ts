import { html, type Html } from "@kommunalportal/html";
import { paragraphs } from "#ui/paragraphs";

/** Text of an author: `## ` begins a part under a heading, an empty line a paragraph, lines with `- ` a list. No markup passes. */
export function writtenText(text: string): readonly Html[] {
  return partsOf(text).map(({ heading, body }) => html`${heading !== undefined && html`<h2>${heading}</h2>`}${paragraphs(body)}`);
}

/** The same in easy language: every line stands alone. */
export function easyText(text: string): readonly Html[] {
  return partsOf(text).map(({ heading, body }) => html`${heading !== undefined && html`<h2>${heading}</h2>`}${body.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "").map((line) => html`<p class="portal-easy">${line}</p>`)}`);
}

function partsOf(text: string): readonly { readonly heading: string | undefined; readonly body: string }[] {
  return text.split(/^(?=## )/m).filter((part) => part.trim() !== "").map((part) => {
    if (!part.startsWith("## ")) return { heading: undefined, body: part };
    const end = part.indexOf("\n");
    return { heading: part.slice(3, end < 0 ? undefined : end).trim(), body: end < 0 ? "" : part.slice(end + 1) };
  });
}
