import { html, type Html } from "@kommunalportal/html";

/**
 * Text of an author as paragraphs and lists: an empty line begins a new block, a block whose lines all begin with »- « is a list.
 * No markup passes.
 */
export function paragraphs(text: string): readonly Html[] {
  return text.split(/\r?\n\s*\r?\n/).map((block) => block.trim()).filter((block) => block !== "").map((block) => {
    const lines = block.split(/\r?\n/);
    if (lines.every((line) => line.startsWith("- "))) return html`<ul class="portal-list">${lines.map((line) => html`<li>${line.slice(2)}</li>`)}</ul>`;
    return html`<p class="kern-body">${lines.map((line, index) => html`${index > 0 && html`<br>`}${line}`)}</p>`;
  });
}
