import { html, type Html } from "@kommunalportal/html";
import type { ChannelKind, Destination, SetDestination, SettingProblem } from "#modules/hub";
import { areaControl, lineControl, selectControl, tickControl } from "./controls.ts";

export type Errors = Readonly<Record<string, string | undefined>>;

/** What stands in a form: as sent, or as stored. */
export interface FieldValues { readonly errors: Errors; readonly destination: Destination | undefined; value(name: string, stored: string): string }
type Sent = (name: string) => string;

interface ChannelForm {
  /** Name of the field for each path that the hub finds fault with. */
  readonly names: Readonly<Record<string, string>>;
  fields(values: FieldValues): Html;
  read(field: Sent, before: Destination | undefined): Pick<SetDestination, "settings" | "secret" | "secrets">;
}

const keep = "Bleibt, wie er ist, wenn Sie nichts eingeben.";

/** A stored setting as text; nested ones by their path. */
function setting(destination: Destination | undefined, ...path: readonly string[]): string {
  let at: unknown = destination?.settings;
  for (const name of path) at = typeof at === "object" && at !== null ? (at as Record<string, unknown>)[name] : undefined;
  return typeof at === "string" ? at : "";
}

function settingLines(destination: Destination | undefined, name: string): string {
  const stored = destination?.settings[name];
  return Array.isArray(stored) ? stored.filter((one) => typeof one === "string").join("\n") : "";
}

const line = (v: FieldValues, name: string, label: string, stored: string, more: { readonly hint?: string; readonly type?: "url" | "password"; readonly optional?: boolean } = {}): Html =>
  lineControl({ name, label, value: more.type === "password" ? "" : v.value(name, stored), error: v.errors[name], ...more });

const signatory = (field: Sent): object => (field("verantwortlich").trim() === "" ? {} : { signatory: { name: field("verantwortlich").trim(), role: field("funktion").trim() } });
const signatoryFields = (v: FieldValues): Html => html`${line(v, "verantwortlich", "Wer verantwortet Bescheide ohne Namen", setting(v.destination, "signatory", "name"), { hint: "Ein Bescheid nennt, wer ihn verantwortet (§ 37 Abs. 3 VwVfG NRW). Leer: Antworten ohne Namen werden zurückgegeben.", optional: true })}
${line(v, "funktion", "Funktion dieser Person", setting(v.destination, "signatory", "role"), { optional: true })}`;

const routing = (field: Sent): object => {
  const [place, url, portalUrl] = ["ortsangabe", "routing", "portal"].map((name) => field(name).trim());
  return `${place}${url}${portalUrl}` === "" ? {} : { routing: { place, url, portalUrl } };
};

const answersFrom = (field: Sent): object => {
  const lines = field("antwortkennungen").split(/[\r\n]+/).map((one) => one.trim()).filter((one) => one !== "");
  return lines.length === 0 ? {} : { answersFrom: lines };
};

/** The kinds of destination and their fields; a kind without one of these does not compile. */
export const channelForms: Readonly<Record<ChannelKind, ChannelForm>> = {
  webhook: {
    names: { secret: "schluessel" },
    fields: (v) => html`${line(v, "schluessel", "Geheimer Schlüssel", "", { type: "password", hint: v.destination ? keep : "Beginnt mit whsec_. Er wird verschlüsselt gespeichert und nie wieder angezeigt.", ...(v.destination ? { optional: true } : {}) })}
${v.destination !== undefined && tickControl({ name: "beide", label: "Vorerst mit altem und neuem Schlüssel unterschreiben", hint: "Solange das Fachverfahren umstellt." })}`,
    read: (field) => (field("schluessel") === "" ? {} : { secret: { value: field("schluessel"), add: field("beide") === "ja" } }),
  },
  "fit-connect": {
    names: { tokenUrl: "token", destinationId: "zustellpunkt", clientId: "client", clientSecret: "schluessel", schemaUri: "schema", "routing.url": "routing", "routing.portalUrl": "portal", routing: "ortsangabe", signatory: "verantwortlich", answerKey: "antwortschluessel" },
    fields: (v) => html`${line(v, "token", "Adresse für Zugriffstoken", setting(v.destination, "tokenUrl"), { type: "url", hint: "Zum Beispiel https://auth-prod.fit-connect.fitko.net/token." })}
${line(v, "zustellpunkt", "Zustellpunkt", setting(v.destination, "destinationId"), { hint: "Die Kennung (UUID), die das Fachverfahren im Self-Service-Portal bekommen hat. Leer, wenn jeder Antrag seine eigene Stelle hat: Dann füllen Sie die drei nächsten Felder aus.", optional: true })}
${line(v, "ortsangabe", "Antworten, die den Ort nennen", setting(v.destination, "routing", "place"), { hint: "Für Dienste, die hier für Behörden anderer Orte und Länder laufen. Zum Beispiel: anschrift.plz+anschrift.ort, geburtsort. Es zählt die erste Angabe, die beantwortet ist; auch ein Regionalschlüssel geht.", optional: true })}
${line(v, "routing", "Adresse des Routingdienstes", setting(v.destination, "routing", "url"), { type: "url", hint: "Zum Beispiel https://routing-api-prod.fit-connect.fitko.net.", optional: true })}
${line(v, "portal", "Adresse des Self-Service-Portals", setting(v.destination, "routing", "portalUrl"), { type: "url", hint: "Mit seinen Schlüsseln wird die Unterschrift jedes Zustellpunkts geprüft.", optional: true })}
${line(v, "client", "API-Client", setting(v.destination, "clientId"), { hint: "Kennung des Onlinedienstes im Self-Service-Portal." })}
${line(v, "schluessel", "Geheimnis des API-Clients", "", { type: "password", hint: v.destination ? keep : "Es wird verschlüsselt gespeichert und nie wieder angezeigt.", ...(v.destination ? { optional: true } : {}) })}
${line(v, "schema", "Schema der Daten", setting(v.destination, "schemaUri"), { type: "url", hint: "Leer: das Schema des Portals. Der Zustellpunkt muss es anbieten.", optional: true })}
${signatoryFields(v)}
${areaControl({ name: "antwortschluessel", label: "Privater Schlüssel für Antwortquittungen (JWK, PS512)", hint: "Erst eintragen, wenn sein öffentlicher Teil bei FIT-Connect hinterlegt ist; ab dann werden Antworten quittiert. Leer: bleibt, wie es ist.", error: v.errors["antwortschluessel"], optional: true })}`,
    read: (field, before) => {
      const answerKey = field("antwortschluessel").trim();
      return {
        settings: {
          tokenUrl: field("token").trim(), clientId: field("client").trim(), ...(field("schema").trim() === "" ? {} : { schemaUri: field("schema").trim() }), ...signatory(field),
          ...(field("zustellpunkt").trim() === "" ? {} : { destinationId: field("zustellpunkt").trim() }), ...routing(field),
          answers: answerKey !== "" || before?.settings["answers"] === true,
        },
        secrets: { ...(field("schluessel") === "" ? {} : { clientSecret: field("schluessel") }), ...(answerKey === "" ? {} : { answerKey }) },
      };
    },
  },
  sftp: {
    names: { user: "benutzer", hostKeys: "serverschluessel", confirmation: "bestaetigung", receipts: "quittungen", signatory: "verantwortlich", key: "neuerschluessel" },
    fields: (v) => html`${line(v, "benutzer", "Benutzer", setting(v.destination, "user"), { hint: "Das Portal meldet sich mit einem Schlüssel an, den es selbst erzeugt. Den öffentlichen Teil sehen Sie nach dem Speichern." })}
${areaControl({ name: "serverschluessel", label: "Fingerabdruck des Servers", hint: "SHA256:… wie von ssh-keygen -l. Je Zeile einer; zwei, solange der Server seinen Schlüssel wechselt. Ein anderer Server bekommt nichts.", value: v.value("serverschluessel", settingLines(v.destination, "hostKeys")), error: v.errors["serverschluessel"] })}
${selectControl({ name: "bestaetigung", label: "Ein Antrag gilt als angekommen", value: v.value("bestaetigung", setting(v.destination, "confirmation") || "receipt"), error: v.errors["bestaetigung"], options: [{ value: "receipt", text: "wenn das Fachverfahren eine Quittung schreibt" }, { value: "fetched", text: "wenn die Datei abgeholt ist" }, { value: "placed", text: "wenn die Datei im Ordner liegt" }] })}
${line(v, "quittungen", "Ordner für Quittungen und Antworten", setting(v.destination, "receipts"), { hint: "Zum Beispiel /quittungen. Leer: es wird nichts gelesen.", optional: true })}
${signatoryFields(v)}
${v.destination !== undefined && tickControl({ name: "neuerschluessel", label: "Einen neuen Schlüssel erzeugen", hint: "Der bisherige gilt daneben weiter, bis der Server den neuen kennt." })}`,
    read: (field) => ({
      settings: {
        user: field("benutzer").trim(), hostKeys: field("serverschluessel").split(/[\s,]+/).filter((one) => one !== ""), confirmation: field("bestaetigung"), ...(field("quittungen").trim() === "" ? {} : { receipts: field("quittungen").trim() }), ...signatory(field),
      },
      secrets: field("neuerschluessel") === "ja" ? { renew: "ja" } : {},
    }),
  },
  pull: {
    names: {},
    fields: () => html`<p class="kern-body">Es wird nichts gesendet: Das Programm holt Anträge über die Extension-API. Eine Zustellung gilt als angekommen, sobald es sie quittiert hat. Die Stadt muss ihm erlauben, Vorgänge zu lesen und zu quittieren.</p>`,
    read: () => ({}),
  },
  mail: {
    names: {},
    fields: () => html`<p class="kern-body">Die E-Mail sagt nur, dass etwas im Eingang liegt, mit einem Link zur Anmeldung. Namen, Nummer und Leistung stehen nicht darin.</p>`,
    read: () => ({}),
  },
  xta: {
    names: { managementUrl: "verwaltung", msgBoxUrl: "postfach", author: "kennung", reader: "empfaenger", answersFrom: "antwortkennungen", readerCertificate: "amtszertifikat", messageType: "nachrichtentyp", answerSchema: "antwortschema", certificate: "zertifikat", authorities: "aussteller", signatory: "verantwortlich" },
    fields: (v) => html`${line(v, "verwaltung", "Adresse der Verwaltung (managementPort)", setting(v.destination, "managementUrl"), { type: "url" })}
${line(v, "postfach", "Adresse des Postfachs (msgBoxPort)", setting(v.destination, "msgBoxUrl"), { type: "url" })}
${line(v, "kennung", "Unsere Kennung", setting(v.destination, "author", "value"), { hint: "Konto und Postfach beim XTA-Server (Typ XTA_ID)." })}
${line(v, "empfaenger", "Kennung des Amts", setting(v.destination, "reader", "value"), { hint: "Zum Beispiel ars:059990001001." })}
${areaControl({ name: "antwortkennungen", label: "Weitere Kennungen, unter denen das Amt antwortet", hint: "Je Zeile eine. Was unter anderen Kennungen kommt, wirkt nicht und steht als zurückgewiesene Antwort im Verlauf.", value: v.value("antwortkennungen", settingLines(v.destination, "answersFrom")), error: v.errors["antwortkennungen"], optional: true })}
${areaControl({ name: "amtszertifikat", label: "Zertifikat des Amts zum Verschlüsseln (PEM)", hint: "RSA, mindestens 3072 Bit. Damit kann auch der Vermittler nicht lesen, was gesendet wird. Leer: nur der Transport ist verschlüsselt.", value: v.value("amtszertifikat", setting(v.destination, "readerCertificate")), error: v.errors["amtszertifikat"], optional: true })}
${tickControl({ name: "einschliessen", label: "Metadaten mit verschlüsseln", hint: "In beiden Richtungen, als Anlage auftrag.xml. Dann kann niemand unterwegs Absender, Antwortadresse oder Bezug ändern. Nur, wenn das Fachverfahren das kennt.", checked: v.value("einschliessen", v.destination?.settings["enclosesMetaData"] === true ? "ja" : "") === "ja" })}
${tickControl({ name: "postfach-nennen", label: "Das Postfach der Person bei der BundID nennen", hint: "Nur, wenn das Fachverfahren selbst dorthin schreibt. Genannt wird es mit dem Antrag, wenn die Person Antworten dort haben möchte; als Eigenschaft mailboxUuid der Nachricht, die der Vermittler lesen kann.", checked: v.value("postfach-nennen", v.destination?.settings["namesMailbox"] === true ? "ja" : "") === "ja" })}
${line(v, "nachrichtentyp", "Nachrichtentyp", setting(v.destination, "messageType", "code"), { hint: "Schlüssel aus der Liste, zum Beispiel antrag.0100." })}
${line(v, "liste", "Liste der Nachrichtentypen (URI)", setting(v.destination, "messageType", "listUri"))}
${line(v, "fassung", "Fassung der Liste", setting(v.destination, "messageType", "listVersionId"))}
${line(v, "schema", "Schema der Nachricht (URI)", setting(v.destination, "messageType", "payloadSchema"))}
${line(v, "antwortschema", "Namensraum der Antworten", setting(v.destination, "answerSchema"))}
${tickControl({ name: "bestaetigt", label: "Das Fachverfahren bestätigt jeden Antrag mit einer Antwort", hint: "Ohne Haken gilt der Antrag als angekommen, sobald der Empfang bestätigt ist.", checked: v.value("bestaetigt", v.destination?.settings["waitsForAnswer"] === true ? "ja" : "") === "ja" })}
${areaControl({ name: "zertifikat", label: "Zertifikat (PEM)", hint: v.destination ? "Leer: bleibt, wie es ist. Solange es gilt, wird es in Schritten getauscht." : "Mit der ganzen Kette.", error: v.errors["zertifikat"], ...(v.destination ? { optional: true } : {}) })}
${areaControl({ name: "privat", label: "Privater Schlüssel (PEM)", hint: v.destination ? "Leer: bleibt, wie er ist." : "Er wird verschlüsselt gespeichert und nie wieder angezeigt.", error: v.errors["privat"], ...(v.destination ? { optional: true } : {}) })}
${areaControl({ name: "aussteller", label: "Vertraute Aussteller des Servers (PEM)", hint: "Leer: die öffentlich anerkannten.", error: v.errors["aussteller"], optional: true })}
${signatoryFields(v)}`,
    read: (field) => ({
      settings: {
        managementUrl: field("verwaltung").trim(), msgBoxUrl: field("postfach").trim(), author: { type: "XTA_ID", value: field("kennung").trim() }, reader: { type: "XTA_ID", value: field("empfaenger").trim() }, ...answersFrom(field), ...(field("amtszertifikat").trim() === "" ? {} : { readerCertificate: field("amtszertifikat").trim() }),
        messageType: { listUri: field("liste").trim(), listVersionId: field("fassung").trim(), code: field("nachrichtentyp").trim(), payloadSchema: field("schema").trim() }, answerSchema: field("antwortschema").trim(),
        waitsForAnswer: field("bestaetigt") === "ja", ...(field("einschliessen") === "ja" ? { enclosesMetaData: true } : {}), ...(field("postfach-nennen") === "ja" ? { namesMailbox: true } : {}), ...signatory(field),
      },
      secrets: Object.fromEntries(([["certificate", "zertifikat"], ["key", "privat"], ["authorities", "aussteller"]] as const).flatMap(([secret, name]) => (field(name).trim() === "" ? [] : [[secret, field(name)]]))),
    }),
  },
};

export const problemWords: Readonly<Record<SettingProblem["code"], string>> = {
  "address-invalid": "Geben Sie eine vollständige Adresse ein, zum Beispiel https://fachverfahren.example/webhook, ohne Schrägstrich am Ende.",
  "address-not-https": "Die Adresse muss mit https:// beginnen, damit Anträge verschlüsselt übertragen werden.",
  "address-with-password": "Entfernen Sie Benutzername und Passwort aus der Adresse.",
  "token-address-invalid": "Geben Sie die vollständige Adresse ein, unter der FIT-Connect Zugriffstoken ausgibt.",
  "destination-id-invalid": "Geben Sie die Kennung des Zustellpunkts als UUID ein oder lassen Sie sie leer und nennen Sie, wie er für jeden Antrag gefunden wird; nicht beides.",
  "identifier-invalid": "Geben Sie die Kennung ein, wie sie dort eingetragen ist.",
  "schema-invalid": "Geben Sie eine URI ein.",
  "signatory-invalid": "Geben Sie höchstens 200 Zeichen ein.",
  "secret-invalid": "Der geheime Schlüssel beginnt mit whsec_ und enthält 24 bis 64 Byte in Base64.",
  "secret-missing": "Geben Sie ein, womit sich das Portal dort ausweist.",
  "certificate-invalid": "Zertifikat oder privater Schlüssel ist nicht lesbar; erwartet wird PEM.",
  "certificate-key-mismatch": "Der private Schlüssel gehört nicht zu diesem Zertifikat.",
  "exchange-needed": "Dieses Zertifikat gilt noch. Tauschen Sie es in Schritten (»Zertifikat tauschen«), damit keine Nachricht verloren geht.",
  "authorities-invalid": "Darin steht kein lesbares Zertifikat; erwartet wird PEM.",
  "trust-missing": "Für diese Adresse fehlen die Wurzelzertifikate der Verwaltungs-PKI (Einstellung FIT_CONNECT_ROOTS).",
  "client-invalid": "Geben Sie die Kennung ein, unter der das Programm eingetragen ist, zum Beispiel hundesteuer-anbindung.",
  "mail-address-invalid": "Geben Sie eine E-Mail-Adresse ein, zum Beispiel steueramt@musterstadt.example.",
  "routing-address-invalid": "Geben Sie die vollständige Adresse ein, ohne Schrägstrich am Ende.",
  "place-invalid": "Nennen Sie die Antworten, die den Ort angeben, zum Beispiel: anschrift.plz+anschrift.ort, geburtsort. Mit Adressen von Routingdienst und Self-Service-Portal.",
  "answer-key-invalid": "Das ist kein privater Schlüssel, mit dem FIT-Connect rechnet; erwartet wird ein JWK: RSA, 4096 Bit, PS512.",
  "reader-certificate-invalid": "Das ist kein Zertifikat mit einem RSA-Schlüssel von mindestens 3072 Bit; erwartet wird PEM.",
  "address-not-sftp": "Geben Sie Server und Ordner so ein: sftp://sftp.musterstadt.example/eingang.",
  "user-invalid": "Geben Sie den Namen ein, unter dem sich das Portal am Server anmeldet.",
  "host-key-invalid": "Geben Sie den Fingerabdruck so ein, wie ssh-keygen -l ihn zeigt: SHA256: und 43 Zeichen. Höchstens vier.",
  "confirmation-invalid": "Wählen Sie, wann ein Antrag als angekommen gilt.",
  "folder-invalid": "Geben Sie den Ordner ein, in den das Fachverfahren Quittungen schreibt, zum Beispiel /quittungen.",
  "key-invalid": "Der Schlüssel lässt sich nicht lesen. Erzeugen Sie einen neuen.",
  "name-missing": "Geben Sie einen Namen ein, wie ihn die Stadt benutzt.",
  "name-too-long": "Der Name darf höchstens 120 Zeichen haben.",
  "name-taken": "Die Stadt hat schon ein Ziel mit diesem Namen. Wählen Sie einen anderen.",
  "number-out-of-range": "Geben Sie eine Zahl von 1 bis 64 ein.",
};

export function errorsOf(problems: readonly SettingProblem[], channel: ChannelKind): Errors {
  const names: Readonly<Record<string, string>> = { name: "name", address: "adresse", maxInFlight: "gleichzeitig", secret: "schluessel", ...channelForms[channel].names };
  return Object.fromEntries(problems.map(({ path, code }) => [names[path] ?? "name", problemWords[code]]));
}
