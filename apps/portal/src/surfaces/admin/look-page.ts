import { html, type Html } from "@kommunalportal/html";
import { partVersion, type TenantProfile } from "#modules/tenants";
import { button, buttonGroup, formButton } from "#ui/button";
import { form } from "#ui/form";
import { formatFileSize } from "#ui/format";
import { notice } from "#ui/notice";
import { checkTheme } from "#ui/theme";
import type { Answer } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { colourOf, colourProblems, contrastText, themeSamples } from "./colours.ts";
import { fileControl, lineControl } from "./controls.ts";
import { errorLines, type Errors, hasErrors, lineOf, noErrors, seenField } from "./form-state.ts";
import { savePart } from "./save-part.ts";

/** Bytes of an SVG: 192 KB, a little less than the profile holds. */
export const largestArms = 192 * 1024;

interface Look {
  readonly light: string;
  readonly dark: string;
  /** Of the colours, as the editor has seen them; default as they are now. */
  readonly seen?: string;
  readonly errors: Errors;
  /** The colours were looked at and fit. */
  readonly tried?: boolean;
}

export async function lookPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const profile = await portal.editing.profile(desk.tenant.id);
  return showLook(portal, desk, profile, { light: profile.theme?.primary ?? "", dark: profile.theme?.primaryDark ?? "", errors: noErrors });
}

/** Shows the colours as they would look, with their contrast; stores nothing. */
export async function tryLook(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { light, dark, errors } = readColours(desk);
  return showLook(portal, desk, await portal.editing.profile(desk.tenant.id), { light, dark, errors, seen: desk.visit.field(seenField), tried: !hasErrors(errors) && light !== "" });
}

export async function saveLook(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { light, dark, errors } = readColours(desk);
  const { visit, tenant } = desk;
  if (hasErrors(errors)) return showLook(portal, desk, await portal.editing.profile(tenant.id), { light, dark, errors, seen: visit.field(seenField) });
  const values = light === "" ? {} : { theme: { primary: light, primaryDark: dark } };
  return savePart(portal, desk, {
    part: "theme", seen: visit.field(seenField), values, next: `${desk.at("aussehen")}?getan=gespeichert`, form: desk.at("aussehen"),
    typed: [{ label: "Farbe für helle Seiten", value: light }, { label: "Farbe für dunkle Seiten", value: dark }],
  });
}

/** Both or none: with none the pages have the colours of KERN. */
function readColours({ visit }: Desk): { readonly light: string; readonly dark: string; readonly errors: Errors } {
  const [light, dark] = [colourOf(lineOf(visit, "hell")), colourOf(lineOf(visit, "dunkel"))];
  return { light, dark, errors: light === "" && dark === "" ? noErrors : colourProblems({ primary: light, primaryDark: dark }) };
}

export function showLook(portal: AdminPages, desk: Desk, profile: TenantProfile, look: Look): Answer {
  const { visit, at } = desk;
  const { light, dark, errors } = look;
  const shown = light !== "" && checkTheme({ primary: light, primaryDark: dark }).length === 0;
  const body = html`<p>Die Farbe trägt Schaltflächen, Verweise und den Kopf der Seiten. Damit alle sie lesen können, muss ihr Kontrast zum Grund mindestens 4,5 : 1 sein (WCAG 2.2, 1.4.3).</p>
<h2>Farben</h2>
${look.tried === true && notice("de", { kind: "success", title: "Diese Farben sind gut lesbar", body: `${contrastText({ primary: light, primaryDark: dark })} Gespeichert ist noch nichts.`, live: true })}
${shown && themeSamples({ primary: light, primaryDark: dark })}
${form("de", { action: at("aussehen"), csrf: visit.staff.csrf, hidden: { [seenField]: look.seen ?? partVersion(profile, "theme") }, body: html`${lineControl({ name: "hell", label: "Farbe für helle Seiten", hint: "Als #rrggbb, zum Beispiel #17477e. Eher dunkel: Sie steht auf Weiß.", value: light, error: errors["hell"], width: "short" })}
${lineControl({ name: "dunkel", label: "Farbe für dunkle Seiten", hint: "Zum Beispiel #8fbcf2. Eher hell: Sie steht auf Schwarz. Lassen Sie beide Felder leer, gelten die Farben von KERN.", value: dark, error: errors["dunkel"], width: "short" })}
${buttonGroup(html`${button({ text: "Farben speichern" })}${button({ text: "Kontrast prüfen", kind: "secondary", formaction: at("aussehen/probe") })}`)}` })}
${armsPart(portal, desk, profile, errors["wappen"])}`;
  return editorPage(portal, desk, { title: "Aussehen", body, errors: errorLines(errors) });
}

function armsPart(portal: AdminPages, { visit, tenant, at }: Desk, profile: TenantProfile, error: string | undefined): Html {
  const arms = profile.armsSvg === undefined ? undefined : portal.townAssets.armsOf(tenant.id);
  const seen = partVersion(profile, "arms");
  return html`<h2>Wappen oder Logo</h2>
${arms ? html`<p><img src="${arms.url}" alt="Jetziges Wappen oder Logo" width="80" height="96"></p>` : profile.armsSvg === undefined && html`<p class="portal-muted">Zurzeit steht auf den Seiten der Anfangsbuchstabe.</p>`}
${form("de", { action: at("aussehen/wappen"), csrf: visit.staff.csrf, multipart: true, hidden: { [seenField]: seen }, body: html`${fileControl({ name: "wappen", label: "Neue Datei", hint: `SVG, höchstens ${formatFileSize(largestArms, "de")}, ohne Skripte, Bilder und Verweise nach außen. Zeichenprogramme nennen das »einfaches SVG«.`, accept: ".svg,image/svg+xml", error })}${buttonGroup(button({ text: "Wappen speichern" }))}` })}
${profile.armsSvg !== undefined && formButton({ text: "Wappen entfernen", kind: "tertiary", action: at("aussehen/wappen/entfernung"), csrf: visit.staff.csrf, fields: { [seenField]: seen } })}`;
}
