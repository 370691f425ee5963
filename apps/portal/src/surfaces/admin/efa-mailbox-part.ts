import { attr, html, type Html } from "@kommunalportal/html";
import { button, buttonGroup, formButton } from "#ui/button";
import { form } from "#ui/form";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { areaControl, lineControl } from "./controls.ts";
import { readingKeyPart, type ReadingKeys } from "./efa-reading-key-part.ts";
import { certificateEnding } from "./efa-words.ts";
import { type Errors, lineOf } from "./form-state.ts";

type Mailboxes = Awaited<ReturnType<AdminPages["gateway"]["inbound"]["overview"]>>["mailboxes"];

const names: Readonly<Record<string, readonly [field: string, words: string]>> = {
  mailbox: ["kennung", "Geben Sie die Kennung ein, unter der das Postfach beim Server eingetragen ist."], address: ["senden", "Geben Sie eine vollständige Adresse ein, die mit https:// beginnt."], managementUrl: ["verwaltung", "Geben Sie eine vollständige Adresse ein, die mit https:// beginnt."],
  msgBoxUrl: ["abholen", "Geben Sie eine vollständige Adresse ein, die mit https:// beginnt."], certificate: ["zertifikat", "Zertifikat und privater Schlüssel gehören nicht zusammen oder sind kein PEM."], authorities: ["aussteller", "Darin steht kein lesbares Zertifikat; erwartet wird PEM."],
};

/** Part of `…/efa/empfang`: mailboxes of the town at XTA servers, read from here. Whoever leads connects and ends them. */
export function mailboxPart(desk: Desk, { mailboxes, keys, now }: { readonly mailboxes: Mailboxes; readonly keys: ReadingKeys; readonly now: Date }, errors: Errors, may: boolean): Html {
  const { at, visit } = desk;
  const { csrf } = visit.staff;
  const line = (name: string, label: string, hint?: string): Html => lineControl({ name, label, value: visit.field(name), error: errors[name], ...(hint === undefined ? {} : { hint }) });
  return section({
    title: "Postfach beim XTA-Server", id: "postfach", body: html`<p>Manche Dienste senden über XTA (OSCI) statt über FIT-Connect. Was in einem dieser Postfächer liegt, kommt in denselben Eingang. Bestätigt wird der Empfang erst, wenn der Antrag hier gespeichert ist.</p>
${mailboxes.length > 0 && table("de", {
      caption: "Postfächer", captionHidden: true, columns: [{ title: "Postfach" }, { title: "Server" }, { title: "Zertifikat bis" }, { title: "Abholen" }],
      rows: mailboxes.map(({ id, name, settings }) => [name, new URL(settings.send).host, certificateEnding(new Date(settings.certificateUntil), now), may ? formButton({ action: at("efa/empfang/postfach/ende"), csrf, text: "Nicht mehr abholen", hidden: name, kind: "tertiary", small: true, fields: { postfach: id } }) : "läuft"]),
    })}${mailboxes.map((mailbox) => readingKeyPart(desk, mailbox, { keys, now, errors: visit.field("postfach") === mailbox.id ? errors : {}, may }))}${may && html`<details class="portal-more portal-more--apart" ${attr("open", Object.values(names).some(([field]) => field in errors))}><summary>Postfach anschließen oder ändern</summary>${form("de", {
      action: at("efa/empfang/postfach"), csrf, body: html`${line("kennung", "Kennung des Postfachs", "Zum Beispiel eingang:059990001001. Eine schon angeschlossene Kennung bekommt die neuen Angaben.")}${line("senden", "Adresse zum Senden (sendPort)")}${line("verwaltung", "Adresse der Verwaltung (managementPort)")}${line("abholen", "Adresse des Postfachs (msgBoxPort)")}
${areaControl({ name: "zertifikat", label: "Zertifikat der Stadt (PEM)", value: visit.field("zertifikat"), error: errors["zertifikat"] })}${areaControl({ name: "privat", label: "Privater Schlüssel (PEM)", hint: "Er wird mit dem Schlüssel der Stadt verschlüsselt und nie wieder angezeigt." })}${areaControl({ name: "aussteller", label: "Vertraute Aussteller des Servers (PEM)", hint: "Leer: die öffentlich anerkannten.", value: visit.field("aussteller"), error: errors["aussteller"], optional: true })}${buttonGroup(button({ text: "Anschließen" }))}`,
    })}</details>`}`,
  });
}

/** POST `…/postfach`: asked at the server first; kept only where it lets the town in. Errors: what to mend, or words of a refusal. */
export async function connectMailbox(portal: AdminPages, desk: Desk): Promise<Errors | undefined> {
  const { visit, tenant } = desk;
  const authorities = visit.field("aussteller").trim();
  const outcome = await portal.gateway.inbound.connectMailbox({
    tenant: tenant.id, mailbox: lineOf(visit, "kennung"), send: lineOf(visit, "senden"), management: lineOf(visit, "verwaltung"), msgBox: lineOf(visit, "abholen"), certificate: visit.field("zertifikat"), key: visit.field("privat"),
    ...(authorities === "" ? {} : { authorities }), actor: { kind: "staff", id: visit.staff.staff },
  });
  if (outcome.ok) return undefined;
  if ("problems" in outcome) return Object.fromEntries(outcome.problems.map(({ path }) => names[path] ?? ["kennung", "Diese Angaben sind nicht verständlich."]));
  return { kennung: outcome.why === "not-let-in" ? "Der Server lässt dieses Zertifikat mit diesem Postfach nicht zu. Es wurde nichts gespeichert." : "Der Server antwortet unter dieser Adresse nicht, oder sein Zertifikat ist von keinem vertrauten Aussteller. Es wurde nichts gespeichert." };
}

export async function endMailbox(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { visit, tenant, at } = desk;
  const { mailboxes } = await portal.gateway.inbound.overview(tenant.id);
  const one = mailboxes.find(({ id }) => id === visit.field("postfach"));
  if (!one) return editorPage(portal, desk, { title: "Dieses Postfach gibt es nicht mehr", status: 409, body: html`<p>Es wird schon nicht mehr abgeholt.</p>`, parents: [{ text: "Empfang", href: at("efa/empfang") }] });
  await portal.gateway.inbound.endMailbox({ tenant: tenant.id, mailbox: one.id, actor: { kind: "staff", id: visit.staff.staff } });
  return { redirect: `${at("efa/empfang")}?getan=empfang` };
}
