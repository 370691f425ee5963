import type { SandboxContext } from "../frame/site.ts";
import { keyFilePath, type DemoDestination } from "./demo-destinations.ts";

/** The Fachdaten that the Fachverfahren of the demo world takes: the portal's applications as JSON, and FIM data of the sample schema. */
export const DEMO_SCHEMAS = [
  { schemaUri: "https://schema.kommunalportal.example/antrag/1.0.0/antrag.schema.json", mimeType: "application/json" },
  { schemaUri: "urn:xoev-de:fim:standard:xfall_1.0", mimeType: "application/xml" },
  { schemaUri: "urn:fim-de:xfall:xdf3:S05999000001V1.0.0", mimeType: "application/xml" },
] as const;
/** How an answer comes back: what the Fachverfahren understands as the standard of the dialogue (delivery.md 1.12, `processStandards`). */
export const DEMO_PROCESS_STANDARD = "https://schema.kommunalportal.example/antwort/1.0.0/antwort.schema.json";

/** LeiKa keys: Bewohnerparkausweis, Geburtsurkunde, Hund anmelden, Mängelmelder, Einbürgerung, Wohngeld. */
const SERVICES = ["99108001001000", "99027002012000", "99110009104000", "99108018137000", "99099002006000", "99107023017000"];
const ZBP_SCHEMA = { schemaUri: "https://schema.fitko.de/fit-connect/id.bund.de/message_v6/1.0.0/zbp-message.schema.json", mimeType: "application/json" } as const;

/** Where the sandbox's own subscribers are told of new submissions. */
export const CALLBACK_PATH = "/rueckruf";

/** The destinations that exist from the first use on: one Fachverfahren for each invented town and the Kreis, one of a town in another state, and the bridge to the ZBP (delivery.md 5.1). */
export function demoWorld({ dataFolder, credentials: { fitConnect }, origin }: SandboxContext): DemoDestination[] {
  const { destinations } = fitConnect;
  const town = (key: "musterstadt" | "beispielhausen" | "kreisMusterland" | "nordhafen", legalName: string, ars: string, site = "fit-fachverfahren", { clientId } = fitConnect.fachverfahren): DemoDestination => ({
    destinationId: destinations[key].destinationId, clientId, keyFile: keyFilePath(dataFolder, site, key),
    settings: {
      name: `Zustellpunkt ${legalName}`, contactInformation: { legalName, email: `fit-connect@${key.toLowerCase()}.example` },
      publicServices: SERVICES.map((leika) => ({ identifier: `urn:de:fim:leika:leistung:${leika}`, submissionSchemas: DEMO_SCHEMAS, regions: [`DE${ars}`] })),
      metadataVersions: ["2.1.0"], replyChannels: { eMail: {}, idBundDeMailbox: {}, fitConnect: { processStandards: [DEMO_PROCESS_STANDARD] } },
      callback: { url: `${origin(site)}${CALLBACK_PATH}`, secret: destinations[key].callbackSecret },
    },
  });
  return [
    town("musterstadt", "Stadt Musterstadt", "059990001001"), town("beispielhausen", "Gemeinde Beispielhausen", "059990002002"), town("kreisMusterland", "Kreis Musterland", "059990000000"),
    town("nordhafen", "Stadt Nordhafen", "019990001001", "fit-nordhafen", fitConnect.nordhafen),
    {
      destinationId: destinations.zbp.destinationId, clientId: fitConnect.zbp.clientId, keyFile: keyFilePath(dataFolder, "zbp", "zbp"),
      settings: {
        name: "Brücke zum Zentralen Bürgerpostfach", contactInformation: { legalName: "Zentrales Bürgerpostfach (Sandbox)", email: "fit-connect@zbp.example" },
        publicServices: ["message_v6", "status_v6"].map((name) => ({ identifier: `urn:schema-fitko-de:fit-connect:id.bund.de:${name}`, submissionSchemas: [ZBP_SCHEMA], regions: ["DE000000000000"] })),
        metadataVersions: ["2.1.0"], callback: { url: `${origin("zbp")}${CALLBACK_PATH}`, secret: destinations.zbp.callbackSecret },
      },
    },
  ];
}
