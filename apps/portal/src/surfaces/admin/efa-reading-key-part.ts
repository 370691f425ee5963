import { attr, html, type Html } from "@kommunalportal/html";
import { button, buttonGroup, formButton } from "#ui/button";
import { form } from "#ui/form";
import { table } from "#ui/table";
import type { OwnPairProblem, ReadingKeyOutcome } from "#modules/gateway";
import type { Answer } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { areaControl } from "./controls.ts";
import { certificateEnding } from "./efa-words.ts";
import { type Errors } from "./form-state.ts";

type Overview = Awaited<ReturnType<AdminPages["gateway"]["inbound"]["overview"]>>;
export type ReadingKeys = Overview["readingKeys"];
type Mailbox = Overview["mailboxes"][number];
const states = { next: "vorbereitet, öffnet schon", current: "in Gebrauch", previous: "alt, öffnet noch", retired: "außer Gebrauch" } as const;
const actorOf = ({ visit }: Desk) => ({ kind: "staff", id: visit.staff.staff }) as const;

/** A town may have several mailboxes on one page. */
const fieldsOf = (mailbox: string) => ({ certificate: `lesezertifikat-${mailbox.slice(0, 8)}`, key: `leseschluessel-${mailbox.slice(0, 8)}` }) as const;

/** Under each mailbox: the keys for which other services encrypt what they send, and their exchange in the right order. */
export function readingKeyPart({ at, visit }: Desk, mailbox: Mailbox, given: { readonly keys: ReadingKeys; readonly now: Date; readonly errors: Errors; readonly may: boolean }): Html {
  const keys = given.keys.filter((key) => key.mailbox === mailbox.id);
  const { csrf } = visit.staff;
  const names = fieldsOf(mailbox.id);
  const step = (schritt: string, text: string, kind: "secondary" | "tertiary" = "secondary"): Html => formButton({ action: at("efa/empfang/lesen"), csrf, text, hidden: mailbox.name, kind, fields: { postfach: mailbox.id, schritt } });
  const has = (state: ReadingKeys[number]["state"]): boolean => keys.some((key) => key.state === state);
  return html`<h3>Verschlüsselte Nachrichten an ${mailbox.name}</h3>
<p>${keys.length === 0 ? "Noch gibt es keinen Schlüssel: Andere Dienste senden unverschlüsselt, oder es bleibt ungeöffnet." : "Für diese Zertifikate verschlüsseln andere Dienste. Sie finden sie im Verzeichnis (DVDV); dort trägt sie die zuständige Stelle ein, das Portal kann es nicht."}</p>
${keys.length > 0 && table("de", {
    caption: `Schlüssel von ${mailbox.name}`, captionHidden: true, columns: [{ title: "Zertifikat" }, { title: "Stand" }, { title: "Gilt bis" }, { title: "Privater Teil" }],
    rows: keys.map((key) => [html`<a class="kern-link" href="${at(`efa/empfang/lesen/${mailbox.id}/${key.kid}.pem`)}">${key.fingerprint.slice(0, 23)} …</a>`, states[key.state], key.until === undefined ? "–" : certificateEnding(key.until, given.now), key.here ? "hier, versiegelt" : key.state === "retired" ? "gelöscht" : "bei der Stadt"]),
  })}
${given.may && html`${has("next") ? html`<p>1. Zertifikat herunterladen und im DVDV eintragen lassen. 2. Danach hier umstellen. Bis dahin und danach öffnen beide Schlüssel.</p>${step("umstellen", "Neuen XTA-Schlüssel in Gebrauch nehmen")}`
    : html`${step("neu", keys.length === 0 ? "XTA-Schlüssel erzeugen" : "Neuen XTA-Schlüssel vorbereiten")}${has("previous") && html`<p>Der alte Schlüssel öffnet noch. Er geht frühestens nach 15 Tagen, wenn nichts mehr wartet und das DVDV ihn nicht mehr nennt.</p>${step("ende", "Alten XTA-Schlüssel außer Gebrauch nehmen", "tertiary")}`}
<details class="portal-more portal-more--apart" ${attr("open", Object.keys(given.errors).some((name) => Object.values<string>(names).includes(name)))}><summary>Eigenes Schlüsselpaar eintragen (zum Beispiel der Verwaltungs-PKI)</summary>${form("de", { action: at("efa/empfang/lesen"), csrf, hidden: { postfach: mailbox.id, schritt: "eigen" }, body: html`${areaControl({ name: names.certificate, label: "Zertifikat zum Verschlüsseln (PEM)", hint: "RSA mit mindestens 3072 Bit.", value: visit.field(names.certificate), error: given.errors[names.certificate] })}${areaControl({ name: names.key, label: "Privater Schlüssel dazu (PEM)", hint: "Er wird mit dem Schlüssel der Stadt verschlüsselt und nie wieder angezeigt.", error: given.errors[names.key] })}${buttonGroup(button({ text: "Schlüsselpaar prüfen und eintragen", kind: "secondary" }))}` })}</details>`}
<p>${mailbox.settings.olderKeyTransport === true ? "Das ältere Verfahren (RSA-OAEP mit SHA-1) wird auch gelesen." : "Gelesen wird AES-256-GCM mit RSA-OAEP und SHA-256. Manche Dienste verschlüsseln noch mit dem älteren RSA-OAEP (SHA-1); das wird erst gelesen, wenn die Stadt es zulässt."}</p>
${formButton({ action: at("efa/empfang/lesen/verfahren"), csrf, text: mailbox.settings.olderKeyTransport === true ? "Älteres Verfahren nicht mehr lesen" : "Älteres Verfahren auch lesen", hidden: mailbox.name, kind: "tertiary", fields: { postfach: mailbox.id, lesen: mailbox.settings.olderKeyTransport === true ? "nein" : "ja" } })}`}`;
}

const problems: Readonly<Record<OwnPairProblem["code"], string>> = {
  "certificate-unreadable": "Darin steht kein lesbares Zertifikat; erwartet wird PEM.", "certificate-time": "Dieses Zertifikat gilt jetzt nicht.", "key-too-small": "Verlangt ist ein RSA-Schlüssel mit mindestens 3072 Bit.",
  "key-unreadable": "Darin steht kein lesbarer privater Schlüssel; erwartet wird PEM ohne Passwort.", "key-mismatch": "Dieser Schlüssel gehört nicht zu dem Zertifikat.",
};
const refusals: Readonly<Record<Exclude<Extract<ReadingKeyOutcome, { why: string }>["why"], "not-found">, string>> = {
  "wrong-order": "Dieser Schritt ist noch nicht oder nicht mehr dran. Laden Sie die Seite neu.",
  "directory-first": "Das Verzeichnis (DVDV) nennt noch ein anderes Zertifikat. Lassen Sie zuerst das neue eintragen; bis dahin bleibt alles, wie es ist, und nichts geht verloren.",
  "in-use": "Mit dem alten Schlüssel Verschlüsseltes kann noch kommen, oder es wartet etwas. Versuchen Sie es später wieder.",
  "no-answer": "Der XTA-Server antwortet nicht. Ohne sein Verzeichnis wird nichts umgestellt; versuchen Sie es später wieder.",
};

const stepDone: Readonly<Record<string, string>> = { neu: "xta-schluessel-neu", eigen: "xta-schluessel-neu", umstellen: "xta-schluessel-umgestellt", ende: "schluessel-ende" };

/** POST `…/lesen`: a step; errors of the town's own pair, or what the page says instead. */
export async function changeReadingKey(portal: AdminPages, desk: Desk): Promise<Answer | { readonly errors: Errors }> {
  const { visit, tenant, at } = desk;
  const given = { tenant: tenant.id, mailbox: visit.field("postfach"), actor: actorOf(desk) };
  const { readingKeys } = portal.gateway;
  const names = fieldsOf(given.mailbox);
  const steps: Readonly<Record<string, () => Promise<ReadingKeyOutcome>>> = {
    neu: () => readingKeys.add(given), eigen: () => readingKeys.add({ ...given, own: { certificate: visit.field(names.certificate), key: visit.field(names.key) } }), umstellen: () => readingKeys.announce(given), ende: () => readingKeys.retire(given),
  };
  const outcome = await steps[visit.field("schritt")]?.();
  if (outcome?.ok === true) return { redirect: `${at("efa/empfang")}?getan=${stepDone[visit.field("schritt")] ?? "empfang"}` };
  if (outcome && "problems" in outcome) return { errors: Object.fromEntries(outcome.problems.map(({ path, code }) => [names[path], problems[code]])) };
  if (!outcome || outcome.why === "not-found") return { missing: true };
  return editorPage(portal, desk, { title: "Der Schlüssel bleibt, wie er ist", status: 409, body: html`<p>${refusals[outcome.why]}</p>`, parents: [{ text: "Dienste anderer Länder", href: at("efa") }, { text: "Empfang", href: at("efa/empfang") }] });
}

/** POST `…/lesen/verfahren`. */
export async function setTransport(portal: AdminPages, desk: Desk): Promise<Answer> {
  const done = await portal.gateway.readingKeys.setOlderKeyTransport({ tenant: desk.tenant.id, mailbox: desk.visit.field("postfach"), reads: desk.visit.field("lesen") === "ja", actor: actorOf(desk) });
  return done ? { redirect: `${desk.at("efa/empfang")}?getan=empfang` } : { missing: true };
}

/** GET `…/lesen/<postfach>/<kid>.pem`: for the directory. */
export async function readingCertificate(portal: AdminPages, { visit, tenant }: Desk): Promise<Answer> {
  const kid = (visit.params["schluessel"] ?? "").replace(/\.pem$/, "");
  const key = (await portal.gateway.inbound.overview(tenant.id)).readingKeys.find((one) => one.kid === kid && one.mailbox === visit.params["postfach"]);
  return key ? { body: key.certificate, type: "application/x-pem-file", download: `verschluesseln-${key.fingerprint.replaceAll(":", "").slice(0, 8).toLowerCase()}.pem` } : { missing: true };
}
