import { inGerman } from "#platform/json";
import { FormDefinitionError, type FormTest, formTestsSchema, parseServicePackage, runTest, type ServicePackage } from "@kommunalportal/form-engine";
import { fileSchema, largestPackage, type Operation } from "./package-file.ts";
import { fingerprintOf, isSigned } from "./sign-package.ts";
import { lineageOf } from "./succession.ts";

/** What does not fit. With an `error` nothing is imported; a `warning` is for whoever switches the service on. */
export interface PackageFinding {
  readonly severity: "error" | "warning";
  readonly code: "too-large" | "not-json" | "not-a-package" | "newer-format" | "not-signed" | "unknown-publisher" | "withdrawn-publisher" | "new-key" | "form" | "test" | "tests-unreadable" | "unknown-service" | "version-taken" | "no-office" | "no-account" | "no-level";
  /** Where in the file: `form.steps.0.nodes.2`. */
  readonly path?: string;
  /** For a person, in German. */
  readonly text: string;
}

/** What the place knows into which a package is to go. */
export interface PackagePlace {
  /** Fingerprints this installation believes → name. */
  readonly publishers: ReadonlyMap<string, string>;
  /** Fingerprints that are believed no more → name. */
  readonly withdrawn: ReadonlyMap<string, string>;
  readonly knowsService: (leika: string) => boolean;
  /** Whether this version stands there and is the same. */
  readonly published: (service: ServicePackage, tests: readonly FormTest[]) => "same" | "other" | "none";
  /** Office roles of the town it is for, where there is one. */
  readonly offices?: ReadonlySet<string>;
  /** Whether that town can take money by transfer. */
  readonly bank?: boolean;
}

export interface ReadPackage {
  readonly findings: readonly PackageFinding[];
  /** Who signed it; undefined while the file is not readable at all. */
  readonly fingerprint?: string;
  readonly issued?: { readonly by: string; readonly at: string };
  /** Only when no error was found. */
  readonly content?: { readonly service: ServicePackage; readonly tests: readonly FormTest[]; readonly operation: Operation | undefined };
}

/** Reads a file of unknown origin and says everything that does not fit, not only the first. */
export async function readPackage(bytes: Uint8Array, placeOf: (leika: string, slug: string, version: string) => Promise<PackagePlace>): Promise<ReadPackage> {
  const only = (finding: Omit<PackageFinding, "severity">): ReadPackage => ({ findings: [{ severity: "error", ...finding }] });
  if (bytes.length > largestPackage) return only({ code: "too-large", text: `Die Datei ist größer als ${largestPackage / 1_000_000} MB.` });
  const json = parsed(bytes);
  if (json === undefined) return only({ code: "not-json", text: "Das ist keine JSON-Datei in UTF-8." });
  if (typeof json === "object" && json !== null && "format" in json && json.format === "kommunalportal/service-package" && "formatVersion" in json && typeof json.formatVersion === "number" && json.formatVersion > 1) {
    return only({ code: "newer-format", text: `Die Datei hat Format ${json.formatVersion}; dieses Portal liest Format 1. Bringen Sie das Portal auf einen neueren Stand, oder bitten Sie um eine Datei im Format 1.` });
  }
  const file = fileSchema.safeParse(json, inGerman);
  if (!file.success) return { findings: file.error.issues.slice(0, 50).map(({ path, message }) => ({ severity: "error", code: "not-a-package", path: path.map(String).join(".") || "Datei", text: `Das ist kein Dienst-Paket: ${message}` })) };
  const findings: PackageFinding[] = [];
  const fingerprint = await fingerprintOf(file.data.publisher.key);
  if (!(await isSigned(file.data))) findings.push({ severity: "error", code: "not-signed", text: "Die Unterschrift passt nicht: Die Datei wurde nach dem Unterschreiben verändert oder ist beschädigt." });
  const tests = readTests(file.data.tests, findings);
  const service = readService(file.data.service, file.data.form, findings);
  if (service === undefined) return { findings, fingerprint, issued: file.data.issued };
  const place = await placeOf(service.service.leika, service.service.slug, service.definition.version);
  findings.push(...publisherFindings(place, await lineageOf(fingerprint, file.data.publisher.succession ?? [])), ...fitting(service, tests, place));
  const { operation } = file.data;
  const content = findings.some(({ severity }) => severity === "error") ? {} : { content: { service, tests, operation } };
  return { findings, fingerprint, issued: file.data.issued, ...content };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

function readTests(json: unknown, findings: PackageFinding[]): readonly FormTest[] {
  const read = formTestsSchema.safeParse(json ?? []);
  if (read.success) return read.data;
  findings.push(...read.error.issues.slice(0, 20).map(({ path, message }): PackageFinding => ({ severity: "error", code: "tests-unreadable", path: ["tests", ...path].map(String).join("."), text: `Ein Test ist nicht lesbar: ${message}` })));
  return [];
}

function readService(service: unknown, form: unknown, findings: PackageFinding[]): ServicePackage | undefined {
  try {
    return parseServicePackage(service, form);
  } catch (error) {
    if (!(error instanceof FormDefinitionError)) throw error;
    findings.push(...error.problems.slice(0, 100).map(({ path, problem }): PackageFinding => ({ severity: "error", code: "form", path, text: problem })));
    return undefined;
  }
}

/** Whether anybody here believes the key that signed, or one before it that vouches for it. */
function publisherFindings(place: PackagePlace, lineage: readonly string[]): readonly PackageFinding[] {
  const [fingerprint = ""] = lineage;
  const path = "publisher.key";
  const withdrawn = lineage.find((one) => place.withdrawn.has(one));
  if (withdrawn !== undefined) return [{ severity: "error", code: "withdrawn-publisher", path, text: `Dem Schlüssel ${withdrawn} von »${place.withdrawn.get(withdrawn) ?? ""}« wird hier nicht mehr geglaubt. Fragen Sie den Betrieb, bevor Sie eine Datei dieses Herausgebers einlesen.` }];
  const known = lineage.find((one) => place.publishers.has(one));
  if (known === undefined) return [{ severity: "error", code: "unknown-publisher", path, text: `Der Herausgeber ist hier nicht bekannt. Vergleichen Sie den Fingerabdruck ${fingerprint} auf einem anderen Weg mit ihm; dann trägt der Betrieb ihn mit »trust-publisher« ein.` }];
  return known === fingerprint ? [] : [{ severity: "warning", code: "new-key", path, text: `»${place.publishers.get(known) ?? ""}« unterschreibt mit einem neuen Schlüssel (${fingerprint}). Der bekannte hat ihn bestätigt.` }];
}

function fitting(service: ServicePackage, tests: readonly FormTest[], place: PackagePlace): readonly PackageFinding[] {
  const { leika, slug, recipients, fee } = service.service;
  const { version } = service.definition;
  const found: PackageFinding[] = [];
  const say = (severity: PackageFinding["severity"], code: PackageFinding["code"], text: string, path?: string): void => { found.push({ severity, code, text, ...(path === undefined ? {} : { path }) }); };
  if (place.published(service, tests) === "other") say("error", "version-taken", `Version ${version} von »${slug}« ist hier schon veröffentlicht und sagt etwas anderes. Der Herausgeber muss der Änderung eine neue Nummer geben.`, "form.version");
  for (const test of tests) {
    for (const { what, path } of runTest(service.form, service.service.fee?.cents, test)) say("error", "test", `Der Test »${test.name}« geht hier anders aus (${testWords[what]}${path === "" ? "" : `, ${path}`}).`, "tests");
  }
  if (tests.length === 0) say("warning", "test", "Das Paket bringt keine Tests mit; niemand weiß, ob es hier dasselbe tut.", "tests");
  if (!place.knowsService(leika)) say("warning", "unknown-service", `Der Leistungskatalog kennt den LeiKa-Schlüssel ${leika} nicht; der Dienst ist dann nicht zu finden. Lesen Sie die LeiKa-Liste ein.`, "service.leika");
  if (place.offices !== undefined) for (const role of recipients) if (!place.offices.has(role)) say("warning", "no-office", `Im Verzeichnis der Kommune steht kein Amt für die Rolle »${role}«; ordnen Sie beim Einschalten eines zu.`, "service.recipients");
  if (fee !== undefined && place.bank === false && fee.ways.includes("transfer")) say("warning", "no-account", "Für Überweisungen ist noch kein Konto der Kasse hinterlegt.", "service.fee.ways");
  if (fee !== undefined && fee.bookingData.length > 0) say("warning", "no-account", `Die Kasse braucht je Kommune Buchungsdaten: ${fee.bookingData.join(", ")}.`, "service.fee.bookingData");
  return found;
}

const testWords = { visible: "gestellte Fragen", errors: "Fehler", fee: "Gebühr", data: "Daten" } as const;
