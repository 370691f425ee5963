import { html, type Html } from "@kommunalportal/html";
import { button, buttonGroup, formButton } from "#ui/button";
import { controlId } from "#ui/fields/control-id";
import { form } from "#ui/form";
import { formatDateTime, formatNumber } from "#ui/format";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { areaControl, lineControl } from "./controls.ts";
import type { GatewayOperatorPages } from "./gateway-pages.ts";
import { actorOf, operatorPage } from "./operator-pages.ts";

const parents = [{ text: "Dienste anderer Länder", href: "/betrieb/efa" }];
const languages = { "json-schema": "JSON Schema", "xml-schema": "XML Schema" } as const;
const path = "/betrieb/efa/schemata";
const longestUri = 1_000;

interface Wrong { readonly uri?: string; readonly schema?: string }

/** GET `/betrieb/efa/schemata`: against what the data of services elsewhere are checked, and in what they came although it is pinned nowhere. */
export async function schemasPage(portal: GatewayOperatorPages, visit: StaffVisit, wrong: Wrong = {}): Promise<Answer> {
  const { pinned, missing, unknown } = await portal.gateway.schemas.overview();
  const count = (value: number): string => formatNumber(value, "de");
  const body = html`<p>Fachdaten werden nur gegen Schemata geprüft, die hier festgelegt sind. Aus dem Netz wird keines geladen, gleich welche Adresse eine Nachricht nennt. Was hier fehlt, wird gelesen, wie es kommt, und liegt als Tabelle im Eingang.</p>
${section({ title: "Festgelegt", body: pinned.length === 0 ? html`<p>Es ist noch keines festgelegt.</p>` : table("de", {
    caption: "Festgelegte Schemata", captionHidden: true, columns: [{ title: "Schema" }, { title: "Sprache" }, { title: "Prüfwert (SHA-256)" }, { title: "Seit" }, { title: "Dienste" }, { title: "Nachrichten" }, { title: "Ändern" }],
    rows: pinned.map(({ uri, language, sha256, changedAt, services, messages }) => [html`<code>${uri}</code>`, languages[language], html`<code>${sha256}</code>`, formatDateTime(changedAt, "de"), services.join(", ") || "keiner im Register", count(messages), endForm(visit, uri)]),
  }) })}
${unknown.length > 0 && section({ title: "Gekommen, aber nicht festgelegt", body: html`<p>In diesen Schemata kamen Nachrichten, die niemand prüfen konnte. Fragen Sie den Betreiber des Dienstes nach dem Schema und legen Sie es fest.</p>${table("de", {
    caption: "Unbekannte Schemata", captionHidden: true, columns: [{ title: "Schema" }, { title: "Nachrichten" }, { title: "Kommunen" }, { title: "Zuletzt" }],
    rows: unknown.map(({ uri, messages, towns, lastAt }) => [html`<code>${uri}</code>`, count(messages), count(towns), formatDateTime(lastAt, "de")]),
  })}` })}
${missing.length > 0 && section({ title: "Im Register genannt, aber nicht festgelegt", body: table("de", {
    caption: "Schemata der Dienste", captionHidden: true, columns: [{ title: "Schema" }, { title: "Form" }, { title: "Dienste" }],
    rows: missing.map(({ uri, mimeType, services }) => [html`<code>${uri}</code>`, mimeType, services.join(", ")]),
  }) })}
${section({ title: "Schema festlegen", id: "festlegen", body: form("de", { action: path, csrf: visit.staff.csrf, body: html`${lineControl({ name: "uri", label: "Kennung (URN oder Adresse)", hint: "Genau so, wie Nachrichten sie nennen.", value: visit.field("uri"), error: wrong.uri })}${areaControl({ name: "schema", label: "Schema", hint: "JSON Schema, oder XML Schema (XSD) in einer Datei. Ein festgelegtes derselben Kennung wird ersetzt.", rows: 12, value: visit.field("schema"), error: wrong.schema })}${buttonGroup(button({ text: "Festlegen" }))}` }) })}`;
  return operatorPage(portal, visit, { title: "Schemata der Fachdaten", parents, body, errors: (["uri", "schema"] as const).flatMap((name) => (wrong[name] === undefined ? [] : [{ fieldId: controlId(name), message: wrong[name] }])) });
}

function endForm(visit: StaffVisit, uri: string): Html {
  return formButton({ action: `${path}/ende`, csrf: visit.staff.csrf, fields: { uri }, text: "Nicht mehr prüfen", kind: "secondary", small: true, hidden: uri });
}

export async function pinSchema(portal: GatewayOperatorPages, visit: StaffVisit): Promise<Answer> {
  const [uri, text] = [visit.field("uri").trim(), visit.field("schema").trim()];
  const wrong: Wrong = {
    ...(uri === "" || uri.length > longestUri || !/^[a-z][a-z0-9+.-]*:\S+$/i.test(uri) ? { uri: "Geben Sie die Kennung des Schemas an, zum Beispiel urn:xoev-de:… oder https://…" } : {}),
    ...(text === "" ? { schema: "Fügen Sie das Schema ein." } : {}),
  };
  if (Object.keys(wrong).length > 0) return schemasPage(portal, visit, wrong);
  const definition = definitionOf(text);
  if (definition === undefined || !(await portal.gateway.schemas.pin({ uri, definition }))) return schemasPage(portal, visit, { schema: "Das ist kein JSON Schema und kein XML Schema, das hier geprüft werden kann. XML Schemata müssen in einer Datei stehen und dürfen nichts einbinden." });
  await note(portal, visit, "gateway.pin-schema", uri);
  return { redirect: `${path}?meldung=schema-festgelegt` };
}

export async function unpinSchema(portal: GatewayOperatorPages, visit: StaffVisit): Promise<Answer> {
  const uri = visit.field("uri");
  if (!(await portal.gateway.schemas.unpin(uri))) return { missing: true };
  await note(portal, visit, "gateway.unpin-schema", uri);
  return { redirect: `${path}?meldung=schema-geloest` };
}

/** XML as its text, JSON as its value. */
function definitionOf(text: string): unknown {
  if (text.startsWith("<")) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function note(portal: GatewayOperatorPages, visit: StaffVisit, action: "gateway.pin-schema" | "gateway.unpin-schema", uri: string): Promise<unknown> {
  return portal.db.asOperator("a schema of a service elsewhere", (tx) => portal.audit.record(tx, { actor: actorOf(visit), action, subject: { kind: "schema", id: uri.slice(0, 200) } }));
}
