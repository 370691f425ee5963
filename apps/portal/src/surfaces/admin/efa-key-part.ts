import { html, type Html } from "@kommunalportal/html";
import { button, buttonGroup, formButton } from "#ui/button";
import { form } from "#ui/form";
import { section } from "#ui/section";
import type { Answer } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { lineControl, selectControl } from "./controls.ts";
import { type Errors } from "./form-state.ts";

type Keys = readonly (Awaited<ReturnType<AdminPages["gateway"]["receptionKeys"]>>[number] & { readonly byXta?: boolean })[];
const uses = { encryption: "Verschlüsselung", signature: "Signatur" } as const;
const actorOf = ({ visit }: Desk) => ({ kind: "staff", id: visit.staff.staff }) as const;
const nameOf = ({ use, kid, byXta }: Keys[number]): string => `${byXta === true ? "Verschlüsselung XTA" : uses[use]} (${kid.slice(0, 8)})`;

/** Part of `…/efa/empfang`: a town takes its keys with it; a private part leaves on no other way and to nobody else. */
export function keyPart({ at, visit }: Desk, keys: Keys, errors: Errors): Html {
  const here = keys.filter((key) => key.here && key.state !== "retired");
  const { csrf } = visit.staff;
  if (here.length === 0) return html``;
  const own = here.filter(({ use, state }) => use === "encryption" && state === "current");
  return section({ title: "Schlüssel mitnehmen", id: "mitnehmen", body: html`<p>Die Stadt kann ihre Schlüssel herunterladen und die Anträge mit eigener Software öffnen. Die Datei (PKCS#8, verschlüsselt) öffnet nur, wer das Passwort kennt; es wird hier nicht gespeichert. Das Herunterladen steht im Protokoll, und die Stadt bekommt eine E-Mail.</p>
${form("de", { action: at("efa/empfang/schluessel/datei"), csrf, body: html`${selectControl({ name: "kid", label: "Schlüssel", value: visit.field("kid"), options: here.map((key) => ({ value: key.kid, text: nameOf(key) })) })}${lineControl({ name: "passwort", label: "Passwort für die Datei", type: "password", hint: "Mindestens 20 Zeichen.", error: errors["passwort"] })}${lineControl({ name: "nochmal", label: "Passwort wiederholen", type: "password", error: errors["nochmal"] })}${buttonGroup(button({ text: "Schlüssel herunterladen", kind: "secondary" }))}` })}
${own.length > 0 && html`<p>Wer selbst entschlüsselt, kann den privaten Teil hier löschen lassen. Danach öffnet das Portal nichts mehr, was dafür verschlüsselt ist; es liegt ungeöffnet zum Herunterladen bereit.</p>`}${own.map((key) => html`<details class="portal-more portal-more--apart"><summary>${nameOf(key)} hier löschen</summary><p>Das lässt sich nicht zurücknehmen. Laden Sie den Schlüssel vorher herunter: Ohne ihn kann niemand öffnen, was dafür verschlüsselt kommt.</p>${formButton({ action: at("efa/empfang/schluessel/abgabe"), csrf, text: "Privaten Teil hier löschen", hidden: nameOf(key), kind: "secondary", fields: { kid: key.kid } })}</details>`)}` });
}

/** POST `…/schluessel/datei`: the file, or what to mend. */
export async function downloadKey(portal: AdminPages, desk: Desk): Promise<Answer | { readonly errors: Errors }> {
  const { visit, tenant } = desk;
  if (visit.field("passwort") !== visit.field("nochmal")) return { errors: { nochmal: "Die beiden Eingaben sind nicht gleich." } };
  const outcome = await portal.gateway.keys.export({ tenant: tenant.id, kid: visit.field("kid"), passphrase: visit.field("passwort"), actor: actorOf(desk) });
  if (outcome.ok) return { body: outcome.pem, type: "application/x-pem-file", download: `schluessel-${outcome.kid.slice(0, 8)}.pem` };
  if (outcome.why === "passphrase-too-short") return { errors: { passwort: "Wählen Sie ein Passwort mit 20 bis 200 Zeichen." } };
  return refused(portal, desk, "Diesen Schlüssel gibt es hier nicht, oder die Stadt führt ihn schon selbst.");
}

/** POST `…/schluessel/abgabe`. */
export async function giveKeyAway(portal: AdminPages, desk: Desk): Promise<Answer> {
  const outcome = await portal.gateway.keys.release({ tenant: desk.tenant.id, kid: desk.visit.field("kid"), actor: actorOf(desk) });
  if (outcome.ok) return { redirect: `${desk.at("efa/empfang")}?getan=schluessel-abgegeben` };
  return refused(portal, desk, { "not-found": "Diesen Schlüssel gibt es hier nicht.", "kept-by-the-town": "Diesen Schlüssel führt die Stadt schon selbst.", signature: "Mit diesem Schlüssel unterschreibt das Portal noch.", "in-use": "Es wird gerade noch ein Antrag geholt. Versuchen Sie es in einer Minute wieder." }[outcome.why]);
}

function refused(portal: AdminPages, desk: Desk, words: string): Answer {
  return editorPage(portal, desk, { title: "Der Schlüssel bleibt, wie er ist", status: 409, body: html`<p>${words}</p>`, parents: [{ text: "Empfang", href: desk.at("efa/empfang") }] });
}
