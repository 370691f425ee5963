import { fileURLToPath } from "node:url";
import type { Json } from "../../specification.ts";

/** A fault that is planted into an extension which is right otherwise, and the check that has to find it. */
export interface PlantedFault { readonly fault: string; readonly breaks: string; readonly manifest?: Json }

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const said = { de: "Zum Prüfen." } as const;
const common = { version: "1.0.0", name: { de: "Probe" }, summary: said, publisher: { name: "Probe GmbH", email: "kontakt@probe.example" }, keeps: { de: "Nichts." } } as const;

export const handoverProgram = file("faulty-handover.ts");
const attribute = (name: string): Json => ({ attribute: name, reason: said });
export const handoverManifest: Json = {
  ...common, id: "uebergabe-probe", scopes: [{ scope: "personen.uebernehmen", reason: said }, { scope: "vorgaenge.stellen", reason: said }],
  pages: [{ id: "dienst", place: "service", title: { de: "Probe" }, url: "http://127.0.0.1:8095/", services: ["99115008000000"] }],
  handover: { redirectUris: ["http://127.0.0.1:8095/rueckkehr"], logoutUris: ["http://127.0.0.1:8095/abgemeldet"], level: "basis", attributes: [attribute("given_name"), attribute("family_name")] },
};
export const handoverEntries = { ort: "Lindenweg 7" } as const;
export const handoverFaults: readonly PlantedFault[] = [
  ...["fixed-state", "no-pkce", "asks-more"].map((fault) => ({ fault, breaks: "handover.asks" })),
  ...["no-verifier", "same-cookie", "fetches-nothing"].map((fault) => ({ fault, breaks: "handover.arrives" })),
  ...["believes-state", "believes-unsigned", "believes-claims", "believes-values"].map((fault) => ({ fault, breaks: "handover.refuses" })),
  { fault: "believes-signatures", breaks: "handover.signature" }, { fault: "falls-over", breaks: "handover.cancelled" },
  ...["name-in-address", "open-cookie", "keeps-pages"].map((fault) => ({ fault, breaks: "handover.private" })),
  { fault: "none", breaks: "handover.needs", manifest: { ...handoverManifest, handover: { ...handoverManifest["handover"] as Json, attributes: ["given_name", "family_name", "birthdate"].map(attribute) } } },
  ...["random-keys", "believes-forms", "forgets-person"].map((fault) => ({ fault, breaks: "handover.submits" })), ...["claims-success", "goes-on"].map((fault) => ({ fault, breaks: "handover.ended" })),
  { fault: "stays", breaks: "handover.signs-out" }, { fault: "may-be-framed", breaks: "handover.sound" }, { fault: "talks", breaks: "output.silent" },
];

export const pagesProgram = file("faulty-pages.ts");
export const pagesManifest: Json = {
  ...common, id: "seiten-probe", scopes: [{ scope: "formulare.ergaenzen", reason: said }, { scope: "kacheln.zeigen", reason: said }],
  pages: [
    { id: "schritt", place: "form-step", title: { de: "Schritt" }, url: "http://127.0.0.1:8095/schritt" }, { id: "pruefung", place: "form-check", title: { de: "Prüfung" }, url: "http://127.0.0.1:8095/pruefung" },
    { id: "kachel", place: "widget", title: { de: "Kachel" }, url: "http://127.0.0.1:8095/kachel", where: ["start"], height: 160 },
  ],
};
export const pagesFaults: readonly PlantedFault[] = [
  ...["no-policy", "everybodys-frame", "tells-others", "sets-cookie", "no-language", "loads-from-elsewhere", "believes-codes"].map((fault) => ({ fault, breaks: "places.sound" })),
  { fault: "believes-towns", breaks: "places.town" },
  ...["slow", "answers-strangers", "gives-nothing", "gives-twice", "falls-over"].map((fault) => ({ fault, breaks: "places.asked" })),
];
/** Found only where the run has a browser. */
export const unseenFaults = [{ fault: "unlabelled", breaks: "handover.for-all" }, { fault: "unlabelled", breaks: "places.for-all" }] as const;
