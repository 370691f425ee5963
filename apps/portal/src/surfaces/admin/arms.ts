import { armsProblem } from "#modules/tenants";
import { formatFileSize } from "#ui/format";
import type { Answer, Upload } from "../frame/index.ts";
import type { AdminPages, Desk } from "./admin-pages.ts";
import { seenField } from "./form-state.ts";
import { largestArms, showLook } from "./look-page.ts";
import { savePart } from "./save-part.ts";

/** POST of an SVG: read to the limit, checked, stored as text. */
export async function uploadArms(portal: AdminPages, desk: Desk, upload: Upload): Promise<Answer> {
  let file: { readonly bytes: Buffer; readonly tooLarge: boolean } | undefined;
  const fields = await upload.read({ maxFileBytes: largestArms, maxFiles: 1 }, async (part) => {
    const chunks: Buffer[] = [];
    for await (const chunk of part.stream) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    file = { bytes, tooLarge: part.truncated() || bytes.length > largestArms };
  });
  const svg = file && !file.tooLarge ? textOf(file.bytes) : undefined;
  const problem = problemOf(file, svg);
  if (problem !== undefined || svg === undefined) {
    const profile = await portal.editing.profile(desk.tenant.id);
    return showLook(portal, desk, profile, { light: profile.theme?.primary ?? "", dark: profile.theme?.primaryDark ?? "", errors: { wappen: problem } });
  }
  return save(portal, desk, fields.get(seenField)?.[0] ?? "", svg);
}

export async function removeArms(portal: AdminPages, desk: Desk): Promise<Answer> {
  return save(portal, desk, desk.visit.field(seenField), undefined);
}

function save(portal: AdminPages, desk: Desk, seen: string, svg: string | undefined): Promise<Answer> {
  const form = desk.at("aussehen");
  return savePart(portal, desk, { part: "arms", seen, values: svg === undefined ? {} : { armsSvg: svg }, next: `${form}?getan=${svg === undefined ? "wappen-entfernt" : "wappen"}`, form, typed: [] });
}

function problemOf(file: { readonly tooLarge: boolean } | undefined, svg: string | undefined): string | undefined {
  if (!file) return "Wählen Sie eine SVG-Datei.";
  if (file.tooLarge) return `Die Datei ist zu groß. Erlaubt sind ${formatFileSize(largestArms, "de")}.`;
  return svg === undefined ? "Das ist keine SVG-Datei." : armsProblem(svg);
}

function textOf(bytes: Buffer): string | undefined {
  try { return new TextDecoder("utf-8", { fatal: true }).decode(bytes).trim(); } catch { return undefined; }
}
