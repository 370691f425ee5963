import { html, type Html } from "@kommunalportal/html";
import { isId } from "#platform/ids";
import { badge } from "#ui/badge";
import { button, buttonGroup, formButton } from "#ui/button";
import { form } from "#ui/form";
import { formatDate } from "#ui/format";
import { section } from "#ui/section";
import type { Answer } from "../frame/index.ts";
import type { AdminPages, Desk } from "./admin-pages.ts";
import { areaControl, lineControl, selectControl } from "./controls.ts";
import { type Errors, lineOf } from "./form-state.ts";

const uses = { encryption: "Verschlüsselung", signature: "Signatur" } as const;
const actorOf = ({ visit }: Desk) => ({ kind: "staff", id: visit.staff.staff }) as const;

/** Why a file is not taken, with what to do. */
const refusals: Readonly<Record<string, string>> = {
  "certificate-unreadable": "Darin steht kein lesbares Zertifikat; erwartet wird PEM, das eigene Zertifikat mit seiner Kette.",
  "certificate-key": "Keines dieser Zertifikate gehört zu dem Schlüssel, für den der Antrag gestellt wurde.",
  "certificate-time": "Das Zertifikat oder eines seiner Kette gilt jetzt nicht.",
  "certificate-use": "Das Zertifikat erlaubt diesen Zweck nicht. Lassen Sie es mit der richtigen Schlüsselverwendung ausstellen.",
  "certificate-untrusted": "Die Kette führt zu keiner Wurzel der Verwaltungs-PKI. Fügen Sie die Zertifikate der ausstellenden Stellen hinzu.",
  "certificate-algorithm": "Verlangt sind RSA mit 4096 Bit und eine Unterschrift mit RSASSA-PSS und SHA-512.",
  "certificate-signature": "Ein Zertifikat der Kette ist nicht von dem nächsten unterschrieben.",
  "certificate-authority": "Ein Zertifikat der Kette darf keine Zertifikate ausstellen.",
};

/** Part of `…/efa/empfang` where the environment wants certificates of the Verwaltungs-PKI: ask for one, take in what was issued. Nothing where none are needed. */
export async function certificatePart(portal: AdminPages, { at, visit, tenant }: Desk, errors: Errors, may: boolean): Promise<Html | false> {
  if (!portal.gateway.certificates.needed()) return false;
  const requests = await portal.gateway.certificates.requests(tenant.id);
  const { csrf } = visit.staff;
  const open = (["encryption", "signature"] as const).filter((use) => !requests.some((one) => one.use === use));
  const value = (name: string, otherwise: string): string => (visit.fields.size > 0 ? visit.field(name) : otherwise);
  const name = tenant.officialName.split(",")[0] ?? tenant.name;
  return section({
    title: "Zertifikate der Verwaltungs-PKI", id: "zertifikate", body: html`<p>Für jeden Zweck ein Zertifikat: Der Schlüssel entsteht hier und bleibt hier. Die Registrierungsstelle bekommt nur den Antrag (PKCS#10). Ist das Zertifikat geprüft und eingetragen, lässt sich der Zustellpunkt einrichten oder der Schlüssel tauschen.</p>
${requests.map((one) => html`<h3>${uses[one.use]}</h3><p>${one.certificateUntil ? html`${badge("bereit", "success")} Zertifikat bis ${formatDate(one.certificateUntil, "de")}` : html`${badge("wartet auf das Zertifikat", "warning")} beantragt am ${formatDate(one.requestedAt, "de")}`}</p>
${may && html`<p><a class="kern-link" href="${at(`efa/empfang/zertifikat/${one.id}.csr`)}">Zertifikatsantrag herunterladen (${uses[one.use]})</a></p>
${form("de", { action: at("efa/empfang/zertifikat"), csrf, hidden: { antrag: one.id }, body: html`${areaControl({ name: `kette-${one.use}`, label: "Ausgestelltes Zertifikat mit Kette (PEM)", rows: 6, value: visit.field(`kette-${one.use}`), error: errors[`kette-${one.use}`] })}${buttonGroup(button({ text: "Zertifikat prüfen und eintragen", kind: "secondary" }))}` })}
${formButton({ action: at("efa/empfang/zertifikat/verwerfen"), csrf, text: "Antrag und Schlüssel verwerfen", hidden: uses[one.use], kind: "tertiary", fields: { antrag: one.id } })}`}`)}
${may && open.length > 0 && html`<h3>Zertifikat beantragen</h3>${form("de", { action: at("efa/empfang/zertifikat/antrag"), csrf, body: html`${selectControl({ name: "zweck", label: "Zweck", value: value("zweck", open[0] ?? ""), options: open.map((use) => ({ value: use, text: uses[use] })) })}
${lineControl({ name: "cn", label: "Name (CN)", hint: "Wie ihn die Registrierungsstelle verlangt.", value: value("cn", name.slice(0, 64)), error: errors["cn"] })}
${lineControl({ name: "o", label: "Organisation (O)", value: value("o", name.slice(0, 64)), optional: true })}${lineControl({ name: "ou", label: "Organisationseinheit (OU)", value: value("ou", ""), optional: true })}
${lineControl({ name: "l", label: "Ort (L)", value: value("l", tenant.name), optional: true })}${lineControl({ name: "st", label: "Land (ST)", value: value("st", "Nordrhein-Westfalen"), optional: true })}${buttonGroup(button({ text: "Schlüssel und Antrag erzeugen", kind: "secondary" }))}` })}`}`,
  });
}

/** POST `…/zertifikat/antrag`: the errors, or undefined where it was made. */
export async function askForCertificate(portal: AdminPages, desk: Desk): Promise<Errors | undefined> {
  const { visit, tenant } = desk;
  const optional = (name: string, field: string): object => (lineOf(visit, field) === "" ? {} : { [name]: lineOf(visit, field) });
  const subject = { commonName: lineOf(visit, "cn"), ...optional("organization", "o"), ...optional("unit", "ou"), ...optional("locality", "l"), ...optional("state", "st"), country: "DE" };
  const outcome = await portal.gateway.certificates.request({ tenant: tenant.id, use: visit.field("zweck") === "signature" ? "signature" : "encryption", subject, actor: actorOf(desk) });
  if (outcome.ok || outcome.why === "requested-already") return undefined;
  return { cn: outcome.why === "subject-invalid" ? "Jede Angabe hat 1 bis 64 Zeichen; der Name (CN) darf nicht fehlen." : "In dieser Umgebung braucht es keine Zertifikate der Verwaltungs-PKI." };
}

/** POST `…/zertifikat`. */
export async function takeIssued(portal: AdminPages, desk: Desk): Promise<Errors | "missing" | undefined> {
  const { visit, tenant } = desk;
  const request = (await portal.gateway.certificates.requests(tenant.id)).find(({ id }) => id === visit.field("antrag"));
  if (!request) return "missing";
  const field = `kette-${request.use}`;
  const outcome = await portal.gateway.certificates.take({ tenant: tenant.id, id: request.id, pem: visit.field(field), actor: actorOf(desk) });
  if (outcome.ok) return undefined;
  return outcome.why === "refused" ? { [field]: refusals[outcome.code] ?? "Dieses Zertifikat wird nicht angenommen." } : "missing";
}

export async function dropRequest(portal: AdminPages, desk: Desk): Promise<Answer> {
  const id = desk.visit.field("antrag");
  const gone = isId(id) && await portal.gateway.certificates.drop({ tenant: desk.tenant.id, id, actor: actorOf(desk) });
  return gone ? { redirect: `${desk.at("efa/empfang")}?getan=empfang` } : { missing: true };
}

/** GET `…/zertifikat/<id>.csr`. */
export async function requestFile(portal: AdminPages, { visit, tenant }: Desk): Promise<Answer> {
  const id = (visit.params["antrag"] ?? "").replace(/\.csr$/, "");
  const request = (await portal.gateway.certificates.requests(tenant.id)).find((one) => one.id === id);
  return request ? { body: request.request, type: "application/pkcs10", download: `zertifikatsantrag-${request.use === "encryption" ? "verschluesselung" : "signatur"}.csr` } : { missing: true };
}
