const special = /[&<>"']/;
const everySpecial = /[&<>"']/g;
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Escapes a string for text and for quoted attribute values alike (HTML Living Standard 13.3). */
export function escapeHtml(text: string): string {
  // Most strings hold nothing to escape; the test is several times cheaper than a replace.
  return special.test(text) ? text.replace(everySpecial, (character) => entities[character] ?? "") : text;
}
