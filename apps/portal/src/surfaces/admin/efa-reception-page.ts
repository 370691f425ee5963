import { type Content, html, type Html } from "@kommunalportal/html";
import { holds } from "#modules/accounts";
import { checkNames, faultWords, tailDays, type Check, type CheckId } from "#modules/gateway";
import { legalDate } from "#platform/clock";
import { problem } from "#platform/http";
import { badge } from "#ui/badge";
import { button, buttonGroup, formButton, linkButton } from "#ui/button";
import { form } from "#ui/form";
import { formatDate } from "#ui/format";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { lineControl } from "./controls.ts";
import { askForCertificate, certificatePart, dropRequest, requestFile, takeIssued } from "./efa-certificate-part.ts";
import { downloadKey, giveKeyAway, keyPart } from "./efa-key-part.ts";
import { arrivalsPart, attentionNotice } from "./efa-arrivals-part.ts";
import { connectMailbox, endMailbox, mailboxPart } from "./efa-mailbox-part.ts";
import { changeReadingKey, readingCertificate, setTransport } from "./efa-reading-key-part.ts";
import { certificateEnding } from "./efa-words.ts";
import { errorLines, type Errors, lineOf, noErrors } from "./form-state.ts";

/** Where each thing that is missing is mended; what only the operator can do leads nowhere. */
const mendAt: Readonly<Partial<Record<CheckId, (at: Desk["at"], service: string) => string>>> = {
  office: (at, service) => at(`efa/${service}`), contract: (at, service) => at(`efa/${service}`), link: (at, service) => at(`efa/${service}`), contact: (at, service) => at(`efa/${service}`), open: (at, service) => at(`efa/${service}`),
  destination: () => "#zustellpunkt", keys: () => "#zustellpunkt", certificates: () => "#zustellpunkt", mailbox: () => "#postfach", access: () => "#postfach", "reading-key": () => "#postfach", mandate: () => "#auftrag",
};
const ofOperator: ReadonlySet<CheckId> = new Set(["catalogue", "schema"]);
const uses = { encryption: "Verschlüsselung", signature: "Signatur" } as const;
const keyStates = { next: "vorbereitet", current: "in Gebrauch", previous: "alt, öffnet noch", retired: "außer Gebrauch" } as const;

/** GET `…/efa/empfang`: how applications of services run elsewhere come in, and who may open them. */
export function receptionPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  return show(portal, desk, noErrors);
}

async function show(portal: AdminPages, desk: Desk, errors: Errors): Promise<Answer> {
  const { tenant, at, visit } = desk;
  const { destinations, mailboxes, mandates, arrivals, readingKeys } = await portal.gateway.inbound.overview(tenant.id);
  const keys = await portal.gateway.receptionKeys(tenant.id);
  const { entries } = await portal.gateway.links.townRegister(tenant);
  const lists = await Promise.all(entries.filter(({ connection }) => connection !== undefined).map(async ({ service }) => ({ service, checks: await portal.gateway.checklist(tenant, service) })));
  const mandate = mandates.find(({ endedAt }) => endedAt === undefined);
  const may = holds(visit.staff, tenant.id, ["supervisor"]);
  // Services whose applications cannot arrive yet; a town has one destination for all of them.
  const closed = entries.filter(({ service, connection }) => service.delivery === "fit-connect" && connection !== undefined && !destinations.some(({ services }) => services.includes(service.id)));
  // The first service of a town needs no name that is seen; it is read out.
  const named = closed.length + destinations.length > 1;
  const openButtons = (text: string): Content => may && portal.gateway.inbound.connected && closed.map(({ service: { id, title } }) =>
    formButton({ action: at("efa/empfang/zustellpunkt"), csrf: visit.staff.csrf, fields: { dienst: id }, ...(named ? { text: `${title.de}: ${text}` } : { text, hidden: title.de }) }));
  const body = html`<p>Anträge aus Online-Diensten anderer Länder kommen über FIT-Connect oder über XTA. Sie liegen dann im selben Eingang wie alle anderen.</p>
${!portal.gateway.inbound.connected && notice("de", { kind: "warning", title: "Diese Installation ist nicht mit FIT-Connect verbunden", body: "Solange das so ist, wird nichts abgeholt. Fragen Sie den Betrieb." })}
${attentionNotice(arrivals)}
${section({ title: "Auftrag zur Entschlüsselung", id: "auftrag", body: html`${mandate ? html`<p>Erteilt am ${formatDate(mandate.givenAt, "de")}, gilt ab ${formatDate(mandate.validFrom, "de")}. Vertrag: ${mandate.contract}</p>${may && formButton({ action: at("efa/empfang/auftrag/ende"), csrf: visit.staff.csrf, text: "Auftrag beenden", kind: "secondary" })}`
    : html`<p>Ohne Auftrag wird nichts geöffnet (Auftragsverarbeitung, Artikel 28 DSGVO). Was ankommt, wartet ungeöffnet beim Zustelldienst oder im Postfach; die Stadt kann es dort selbst abholen.</p>${may ? mandateForm(desk, errors, legalDate(portal.clock.now())) : html`<p class="portal-muted">Den Auftrag erteilt die Leitung.</p>`}`}
<p class="portal-muted">Auftrag und Ende stehen im Protokoll.</p>` })}
${section({ title: "Was noch fehlt", body: lists.length === 0 ? html`<p>Tragen Sie zuerst einen Dienst ein.</p>` : html`${lists.map(({ service, checks }) => html`<h3>${service.title.de}</h3>${checksList(at, service.id, checks)}`)}` })}
${section({ title: "Zustellpunkt und Schlüssel", id: "zustellpunkt", body: destinations.length === 0
    ? html`<p>Noch gibt es keinen Zustellpunkt.</p>${openButtons("Zustellpunkt einrichten")}`
    : html`${destinations.map(({ id, name, services }) => html`<p>${name}<br><span class="portal-muted">${id}, für ${services.join(", ") || "noch keinen Dienst"}</span></p>`)}${openButtons("Am Zustellpunkt ergänzen")}${table("de", {
      caption: "Schlüssel", captionHidden: true, columns: [{ title: "Zweck" }, { title: "Stand" }, { title: "Zertifikat bis" }, { title: "Privater Teil" }],
      rows: keys.map((key) => [uses[key.use], keyStates[key.state], key.certificateUntil ? certificateEnding(key.certificateUntil, portal.clock.now()) : "–", key.here ? "hier, versiegelt" : key.state === "retired" ? "gelöscht" : "bei der Stadt"]),
    })}${may && exchangePart(desk, keys)}` })}
${await certificatePart(portal, desk, errors, may)}
${mailboxPart(desk, { mailboxes, keys: readingKeys, now: portal.clock.now() }, errors, may)}
${may && keyPart(desk, [...keys, ...readingKeys.map((key) => ({ ...key, use: "encryption" as const, destination: key.mailbox, certificateUntil: key.until, byXta: true }))], errors)}
${section({ title: "Zuletzt angekommen", id: "angekommen", body: arrivalsPart(desk, arrivals, may) })}`;
  return editorPage(portal, desk, { title: "Empfang", body, errors: errorLines(errors), parents: [{ text: "Dienste anderer Länder", href: at("efa") }] });
}

function checksList(at: Desk["at"], service: string, checks: readonly Check[]): Html {
  return html`<ul class="portal-list">${checks.map(({ id, state }) => {
    const href = state === "done" ? undefined : mendAt[id]?.(at, service);
    return html`<li>${badge(state === "done" ? "da" : state === "soon" ? "endet bald" : "fehlt", state === "done" ? "success" : "warning")} ${href === undefined ? checkNames[id] : html`<a class="kern-link" href="${href}">${checkNames[id]}</a>`}${state !== "done" && ofOperator.has(id) && html` <span class="portal-muted">(das trägt der Betrieb ein)</span>`}</li>`;
  })}</ul>`;
}

function mandateForm({ at, visit }: Desk, errors: Errors, today: string): Html {
  return form("de", { action: at("efa/empfang/auftrag"), csrf: visit.staff.csrf, body: html`${lineControl({ name: "vertrag", label: "Vertrag zur Auftragsverarbeitung", hint: "Aktenzeichen oder Datum", value: visit.field("vertrag"), error: errors["vertrag"] })}
${lineControl({ name: "ab", label: "Gilt ab", type: "date", width: "medium", value: visit.field("ab") || today, error: errors["ab"] })}${buttonGroup(button({ text: "Auftrag erteilen" }))}` });
}

function exchangePart({ at, visit }: Desk, keys: Awaited<ReturnType<AdminPages["gateway"]["receptionKeys"]>>): Html {
  const old = keys.find(({ use, state }) => use === "encryption" && state === "previous");
  return html`<h3>Schlüssel tauschen</h3><p>In drei Schritten: vorbereiten, bekannt machen, den alten außer Gebrauch nehmen. Dazwischen gelten beide, und nichts geht verloren.</p>${old && html`<p>Der alte Schlüssel zur Verschlüsselung öffnet noch, was unterwegs ist. Er geht frühestens am ${formatDate(new Date(old.since.getTime() + tailDays * 86_400_000), "de")} außer Gebrauch, wenn nichts mehr wartet.</p>`}${buttonGroup((["encryption", "signature"] as const).map((use) => {
    const of = (state: "next" | "current" | "previous") => keys.find((key) => key.use === use && key.state === state);
    const destination = of("current")?.destination ?? "";
    const step = of("next") ? ["bekannt", "Neuen Schlüssel bekannt machen"] as const : of("previous") ? ["ende", "Alten Schlüssel außer Gebrauch nehmen"] as const : ["neu", "Neuen Schlüssel vorbereiten"] as const;
    return formButton({ action: at("efa/empfang/schluessel"), csrf: visit.staff.csrf, text: `${uses[use]}: ${step[1]}`, kind: "secondary", fields: { zweck: use, schritt: step[0], zustellpunkt: destination } });
  }))}`;
}

const actorOf = ({ visit }: Desk) => ({ kind: "staff", id: visit.staff.staff }) as const;

/** Whoever leads: what a town orders and which keys it uses is no editor's decision. */
function leads({ visit, tenant }: Desk): void {
  if (!holds(visit.staff, tenant.id, ["supervisor"])) throw problem(403, "forbidden");
}

export async function giveMandate(portal: AdminPages, desk: Desk): Promise<Answer> {
  leads(desk);
  const outcome = await portal.gateway.inbound.giveMandate({ tenant: desk.tenant.id, contract: lineOf(desk.visit, "vertrag"), validFrom: desk.visit.field("ab"), actor: actorOf(desk) });
  if (outcome.ok || outcome.why === "given-already") return { redirect: `${desk.at("efa/empfang")}?getan=auftrag-erteilt` };
  return show(portal, desk, /^\d{4}-\d{2}-\d{2}$/.test(desk.visit.field("ab")) ? { vertrag: "Geben Sie an, welcher Vertrag zur Auftragsverarbeitung gilt, mit höchstens 200 Zeichen." } : { ab: "Geben Sie den Tag vollständig an." });
}

/** POST `…/schluessel/datei`. */
export async function keyFile(portal: AdminPages, desk: Desk): Promise<Answer> {
  leads(desk);
  const answer = await downloadKey(portal, desk);
  return "errors" in answer ? show(portal, desk, answer.errors) : answer;
}

/** POST `…/schluessel/abgabe`. */
export function releaseKey(portal: AdminPages, desk: Desk): Promise<Answer> {
  leads(desk);
  return giveKeyAway(portal, desk);
}

/** POST `…/lesen`. */
export async function readingKeyStep(portal: AdminPages, desk: Desk): Promise<Answer> {
  leads(desk);
  const answer = await changeReadingKey(portal, desk);
  return "errors" in answer ? show(portal, desk, answer.errors) : answer;
}

/** POST `…/lesen/verfahren`. */
export function readingTransport(portal: AdminPages, desk: Desk): Promise<Answer> {
  leads(desk);
  return setTransport(portal, desk);
}
export { readingCertificate };

/** POST `…/zertifikat/antrag`. */
export async function requestCertificate(portal: AdminPages, desk: Desk): Promise<Answer> {
  leads(desk);
  const errors = await askForCertificate(portal, desk);
  return errors === undefined ? { redirect: `${desk.at("efa/empfang")}?getan=empfang#zertifikate` } : show(portal, desk, errors);
}

/** POST `…/zertifikat`. */
export async function takeCertificate(portal: AdminPages, desk: Desk): Promise<Answer> {
  leads(desk);
  const errors = await takeIssued(portal, desk);
  if (errors === "missing") return { missing: true };
  return errors === undefined ? { redirect: `${desk.at("efa/empfang")}?getan=empfang#zertifikate` } : show(portal, desk, errors);
}

/** POST `…/zertifikat/verwerfen`. */
export function dropCertificate(portal: AdminPages, desk: Desk): Promise<Answer> {
  leads(desk);
  return dropRequest(portal, desk);
}

/** GET `…/zertifikat/<id>.csr`. */
export function certificateRequest(portal: AdminPages, desk: Desk): Promise<Answer> {
  leads(desk);
  return requestFile(portal, desk);
}

/** POST `…/postfach`. */
export async function saveMailbox(portal: AdminPages, desk: Desk): Promise<Answer> {
  leads(desk);
  const errors = await connectMailbox(portal, desk);
  return errors === undefined ? { redirect: `${desk.at("efa/empfang")}?getan=empfang` } : show(portal, desk, errors);
}

/** POST `…/postfach/ende`. */
export function stopMailbox(portal: AdminPages, desk: Desk): Promise<Answer> {
  leads(desk);
  return endMailbox(portal, desk);
}

export async function endMandate(portal: AdminPages, desk: Desk): Promise<Answer> {
  leads(desk);
  await portal.gateway.inbound.endMandate({ tenant: desk.tenant.id, actor: actorOf(desk) });
  return { redirect: `${desk.at("efa/empfang")}?getan=auftrag-beendet` };
}

export async function openDestination(portal: AdminPages, desk: Desk): Promise<Answer> {
  leads(desk);
  const { tenant } = desk;
  const email = tenant.profile.contact?.email;
  const outcome = email === undefined ? { ok: false, why: "contact-missing" } as const : await portal.gateway.openReception({ tenant: tenant.id, services: [desk.visit.field("dienst")], contact: { legalName: tenant.officialName.split(",")[0] ?? tenant.name, email }, actor: actorOf(desk) });
  if (outcome.ok) return { redirect: `${desk.at("efa/empfang")}?getan=zustellpunkt-offen` };
  const words: Readonly<Record<string, string>> = {
    "contact-missing": "Tragen Sie zuerst unter »Kontakt« eine E-Mail-Adresse ein.", "no-schema": "Der Dienst hat noch keinen Datensatz im Register. Fragen Sie den Betrieb.", "not-by-fit-connect": "Dieser Dienst liefert nicht über FIT-Connect.",
    "certificates-needed": "In dieser Umgebung brauchen die Schlüssel Zertifikate der Verwaltungs-PKI. Beantragen Sie beide auf der Seite »Empfang«.",
  };
  return notDone(portal, desk, "Der Zustellpunkt ist nicht eingerichtet", outcome, words);
}

const stepDone: Readonly<Record<string, string>> = { neu: "schluessel-vorbereitet", bekannt: "schluessel-bekannt", ende: "schluessel-ende" };

export async function exchangeKey(portal: AdminPages, desk: Desk): Promise<Answer> {
  leads(desk);
  const { visit, tenant, at } = desk;
  const use = visit.field("zweck") === "signature" ? "signature" : "encryption";
  const destination = (await portal.gateway.inbound.overview(tenant.id)).destinations.find(({ id }) => id === visit.field("zustellpunkt"))?.id;
  if (destination === undefined) return { missing: true };
  const step = { tenant: tenant.id, destination, use, actor: actorOf(desk) } as const;
  const outcome = await (visit.field("schritt") === "bekannt" ? portal.gateway.keys.announce(step) : visit.field("schritt") === "ende" ? portal.gateway.keys.retire(step) : portal.gateway.keys.prepare(step));
  if (outcome.ok) return { redirect: `${at("efa/empfang")}?getan=${stepDone[visit.field("schritt")] ?? stepDone["neu"]}` };
  const words: Readonly<Record<string, string>> = {
    "wrong-order": "Dieser Schritt ist jetzt nicht dran. Die Reihenfolge ist: vorbereiten, bekannt machen, außer Gebrauch nehmen.",
    "in-use": "Mit dem alten Schlüssel Verschlüsseltes kann noch unterwegs sein. Das geht erst 15 Tage nach dem Bekanntmachen, wenn nichts mehr wartet.",
    "certificates-needed": "In dieser Umgebung braucht der neue Schlüssel zuerst ein Zertifikat der Verwaltungs-PKI. Beantragen Sie es auf der Seite »Empfang«.", "kept-by-the-town": "Diesen Schlüssel führt die Stadt selbst.",
  };
  return notDone(portal, desk, "Der Schlüssel ist nicht getauscht", outcome, words);
}

/** A step was refused here, or FIT-Connect does not do its part: why, and the way back. */
function notDone(portal: AdminPages, desk: Desk, title: string, outcome: { readonly why: string; readonly fault?: string }, words: Readonly<Record<string, string>>): Answer {
  const elsewhere = outcome.fault !== undefined;
  const why = elsewhere ? `${faultWords(outcome.fault)} Der Schritt lässt sich gefahrlos wiederholen: Versuchen Sie es in einigen Minuten noch einmal. Bleibt es dabei, fragen Sie den Betrieb.` : words[outcome.why] ?? "Das ist zurzeit nicht möglich. Versuchen Sie es später noch einmal.";
  const back = desk.at("efa/empfang");
  return editorPage(portal, desk, { title, status: elsewhere ? 503 : 409, body: html`<p>${why}</p><p>${linkButton({ text: "Zurück zum Empfang", href: back, kind: "secondary" })}</p>`, parents: [{ text: "Empfang", href: back }] });
}

/** GET `…/ungeoeffnet/<id>.zip`: what may not be opened here, for the town to open itself. */
export async function unopenedZip(portal: AdminPages, desk: Desk): Promise<Answer> {
  leads(desk);
  const submission = (desk.visit.params["einreichung"] ?? "").replace(/\.zip$/, "");
  const body = await portal.gateway.inbound.unopenedPackage({ tenant: desk.tenant.id, submission, actor: actorOf(desk) });
  return body ? { body, type: "application/zip", download: `einreichung-${submission}.zip` } : { missing: true };
}

export async function answerUnopened(portal: AdminPages, desk: Desk): Promise<Answer> {
  leads(desk);
  const verb = desk.visit.field("antwort") === "reject" ? "reject" : "accept";
  const done = await portal.gateway.inbound.answerUnopened({ tenant: desk.tenant.id, submission: desk.visit.params["einreichung"] ?? "", verb, actor: actorOf(desk) });
  return done ? { redirect: `${desk.at("efa/empfang")}?getan=${verb === "accept" ? "ungeoeffnet-angenommen" : "ungeoeffnet-abgelehnt"}` } : { missing: true };
}
