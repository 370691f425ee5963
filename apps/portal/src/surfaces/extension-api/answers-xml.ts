import type { MarkedContent } from "#modules/extensions";

/** The structured data as XML, one element for each answer with the id that it has in the form. Made of what the permission covers. */
export function answersXml({ form, language, declaredOn, receivedOn, parts }: MarkedContent["content"]): string {
  const body = parts.map(({ part, office, data }) => `<teil name="${text(part)}"${office === undefined ? "" : ` amt="${text(office)}"`}>${entries(data)}</teil>`).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<antrag formular="${text(form.service)}" fassung="${text(form.version)}" sprache="${language}" erklaertAm="${text(declaredOn)}"${receivedOn === undefined ? "" : ` eingegangenAm="${text(receivedOn)}"`}>${body}</antrag>\n`;
}

function entries(data: Readonly<Record<string, unknown>>): string {
  return Object.entries(data).map(([id, value]) => entry(id, value)).join("");
}

function entry(id: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((single: unknown) => entry(id, single)).join("");
  if (typeof value === "object" && value !== null) return `<gruppe id="${text(id)}">${entries(value as Readonly<Record<string, unknown>>)}</gruppe>`;
  return value === undefined || value === null ? "" : `<feld id="${text(id)}">${text(typeof value === "string" ? value : JSON.stringify(value))}</feld>`;
}

/** What XML 1.0 cannot hold (control characters, lone surrogates) is left out (2.2). */
function text(value: string): string {
  return value.toWellFormed().replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "").replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
