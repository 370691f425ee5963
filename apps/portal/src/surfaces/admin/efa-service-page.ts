import { html } from "@kommunalportal/html";
import { type Connection, type EfaService, factsVersion, placeholders, states, type RegisterEntry } from "#modules/gateway";
import { button, buttonGroup } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { form } from "#ui/form";
import type { Answer } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { changedMeanwhile } from "./changed-meanwhile.ts";
import { choiceControl, lineControl, selectControl } from "./controls.ts";
import { contractWords, entryState } from "./efa-words.ts";
import { errorLines, type Errors, lineOf, noErrors, seenField } from "./form-state.ts";

const labels = {
  abruf: "Einzelabruf", aktenzeichen: "Aktenzeichen des Einzelabrufs", ab: "Gilt ab", bis: "Gilt nicht mehr ab", offen: "Für die Menschen öffnen", amt: "Amt, das die Anträge bekommt", oe: "Organisationseinheit-ID",
  adresse: "Eigene Adresse", postfach: "Funktionspostfach", pvog: "Adresse im Portalverbund (PVOG)",
} as const;
type Input = { readonly [Name in keyof typeof labels]: string };

/** The facts of the register by the names of the inputs. */
const factOf = { abruf: "callOff", aktenzeichen: "reference", ab: "from", bis: "until", offen: "open", amt: "office", oe: "oe", adresse: "entry", postfach: "mailbox", pvog: "pvog" } as const;

const messages: Input = {
  abruf: "Wählen Sie, wie weit der Einzelabruf ist.", aktenzeichen: "Das Aktenzeichen darf höchstens 200 Zeichen haben.", ab: "Geben Sie den Tag vollständig an.", bis: "Das Ende muss nach dem Beginn liegen.", offen: "Wählen Sie ja oder nein.",
  amt: "Wählen Sie ein Amt aus der Liste.", oe: "Die ID darf höchstens 200 Zeichen haben.", adresse: "Prüfen Sie die Adresse.", postfach: "Geben Sie die Adresse so ein: wohngeld@stadt.example.", pvog: "Die Adresse muss mit https:// beginnen.",
};

export async function efaServicePage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const entry = await find(portal, desk);
  return entry ? show(portal, desk, entry, inputOf(entry.connection), factsVersion(entry.connection), noErrors) : { missing: true };
}

async function find(portal: AdminPages, desk: Desk): Promise<RegisterEntry | undefined> {
  const { entries } = await portal.gateway.links.townRegister(desk.tenant);
  return entries.find(({ service }) => service.id === desk.visit.params["dienst"]);
}

function inputOf(one: Connection | undefined): Input {
  return {
    abruf: one?.callOff ?? "none", aktenzeichen: one?.reference ?? "", ab: one?.from ?? "", bis: one?.until ?? "", offen: one?.open === true ? "ja" : "nein", amt: one?.office ?? "", oe: one?.oe ?? "", adresse: one?.entry ?? "", postfach: one?.mailbox ?? "", pvog: one?.pvog ?? "",
  };
}

export async function saveEfaService(portal: AdminPages, desk: Desk): Promise<Answer> {
  const entry = await find(portal, desk);
  if (!entry) return { missing: true };
  const { visit, tenant, at } = desk;
  const typed = (name: keyof Input): string => lineOf(visit, name);
  const input: Input = { abruf: typed("abruf"), aktenzeichen: typed("aktenzeichen"), ab: typed("ab"), bis: typed("bis"), offen: typed("offen"), amt: typed("amt"), oe: typed("oe"), adresse: typed("adresse"), postfach: typed("postfach"), pvog: typed("pvog") };
  const unknown = input.amt !== "" && !portal.catalogue.officeByRole(tenant.id, input.amt);
  const filled = Object.entries(factOf).filter(([name]) => name !== "offen" && input[name as keyof Input] !== "").map(([name, fact]) => [fact, input[name as keyof Input]]);
  const outcome = unknown ? undefined : await portal.gateway.links.changeConnection({ tenant: tenant.id, service: entry.service.id, actor: { kind: "staff", id: visit.staff.staff }, facts: { ...Object.fromEntries(filled), open: input.offen === "ja" }, seen: visit.field(seenField) });
  if (outcome?.ok) return { redirect: `${at("efa")}?getan=gespeichert` };
  if (outcome?.why === "changed-meanwhile") return changedMeanwhile(portal, desk, { href: at(`efa/${entry.service.id}`), typed: (Object.keys(labels) as (keyof Input)[]).map((name) => ({ label: labels[name], value: input[name] })) });
  if (outcome !== undefined && outcome.why !== "not-valid") return { missing: true };
  const wrong = outcome === undefined ? [{ path: "office", message: "" }] : outcome.problems;
  const errors = Object.fromEntries(wrong.map(({ path, message }) => {
    const name = (Object.keys(factOf) as (keyof Input)[]).find((one) => factOf[one] === path) ?? "abruf";
    // What is wrong with an address, the room says best.
    return [name, name === "adresse" && message !== "" ? message : messages[name]];
  }));
  return show(portal, desk, entry, input, visit.field(seenField), errors);
}

function show(portal: AdminPages, desk: Desk, entry: RegisterEntry, input: Input, seen: string, errors: Errors): Answer {
  const { visit, tenant, at } = desk;
  const { service, contract } = entry;
  const line = (name: keyof Input, more: Partial<Parameters<typeof lineControl>[0]> = {}) => lineControl({ name, label: labels[name], value: input[name], error: errors[name], optional: true, ...more });
  const offices = portal.catalogue.officesOf(tenant.id).map(({ role, name }) => ({ value: role, text: name.de }));
  const body = html`${facts(portal, desk, service)}<p>Stand: ${contractWords(contract)}, ${entryState(entry).text}.</p>
${form("de", { action: at(`efa/${service.id}`), csrf: visit.staff.csrf, hidden: { [seenField]: seen }, body: html`${service.contract === "call-off" && html`${selectControl({ name: "abruf", label: labels.abruf, value: input.abruf, error: errors["abruf"], options: [{ value: "none", text: "nicht abgerufen" }, { value: "ordered", text: "bestellt, noch nicht bestätigt" }, { value: "signed", text: "abgerufen" }, { value: "ended", text: "beendet" }] })}${line("aktenzeichen", { width: "medium" })}${line("ab", { type: "date", width: "medium" })}${line("bis", { type: "date", width: "medium" })}`}
${choiceControl({ name: "offen", label: labels.offen, value: input.offen, error: errors["offen"], options: [{ value: "ja", text: "ja, der Dienst wird angeboten, sobald der Vertrag gilt" }, { value: "nein", text: "nein" }] })}
${selectControl({ name: "amt", label: labels.amt, value: input.amt, error: errors["amt"], options: [{ value: "", text: "das Amt aus dem Verzeichnis der Zuständigkeiten" }, ...offices] })}
${line("oe", { hint: "So kennt der Betreiber des Dienstes Ihre Stelle, zum Beispiel L100042.S.987." })}${line("postfach", { type: "email", hint: "Für Rückfragen des Betreibers" })}${line("pvog", { type: "url" })}
${line("adresse", { hint: `Nur, wenn sie von der des Dienstes abweicht. Platzhalter: ${placeholders.map((name) => `{${name}}`).join(" ")}` })}${buttonGroup(button({ text: "Speichern" }))}` })}`;
  return editorPage(portal, desk, { title: service.title.de, body, errors: errorLines(errors), parents: [{ text: "Dienste anderer Länder", href: at("efa") }] });
}

function facts(portal: AdminPages, { tenant }: Desk, service: EfaService) {
  const leads = service.leikaKeys.map((key) => html`<a class="kern-link" href="${portal.addresses.originOf(tenant)}/efa/${key}">${portal.catalogue.service(key)?.title.de ?? key}</a> `);
  return descriptionList([
    { term: "Von", value: states[service.state] }, { term: "Betreiber", value: service.operator }, { term: "Leistungen", value: html`${leads}` },
    { term: "Vertrag", value: service.contract === "call-off" ? "Rahmenvereinbarung und Einzelabruf" : "nicht nötig" }, { term: "Anträge kommen über", value: service.delivery === "xta" ? "XTA/OSCI" : "FIT-Connect" }, { term: "Adresse", value: service.entry },
  ]);
}
