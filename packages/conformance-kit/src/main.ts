#!/usr/bin/env node
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { askPerson } from "./ask-person.ts";
import type { CheckResult } from "./check.ts";
import { subjectOfFolder } from "./extension/subject-of-folder.ts";
import type { ExtensionSubject } from "./extension/subject.ts";
import { runExtensionSuite } from "./extension/suite.ts";
import { localFetch } from "./portal/local-fetch.ts";
import { startReceiver } from "./portal/receiver.ts";
import type { PortalSubject } from "./portal/subject.ts";
import { runPortalSuite } from "./portal/suite.ts";
import { reportHtml } from "./report-html.ts";
import { levelNames, type Report } from "./report.ts";
import { signReport } from "./signed-report.ts";
import type { Json } from "./specification.ts";

const usage = `conformance-kit portal --portal <address> --tenant <name> --client <id> [options]

  Environment: CLIENT_SECRET; STRANGER_SECRET for --stranger
  --service <name> --answers <file.json>        an application that the portal takes (default: maengelmelder, a pothole)
  --stranger <tenant>:<client>                  a program in another municipality
  --file-service <name> --file-answers <file.json> --file-path <path> --file-type <image/png|application/pdf>
                                                an application with a file (default: maengelmelder, a photo)
  --released <application>                      an application of the test municipality for which somebody has released a document from their safe;
                                                the run waits until they have ended it and Enter is pressed
  --key <private.jwk>                           private key (JWK) of the program
  --receiver-port <port> --receiver-url <url>   where webhooks arrive, and how the portal reaches it

conformance-kit extension <folder> [options]    starts it as its package.json says, beside a stand-in for the portal

  --service <name> --answers <file.json>        what it is given to work on (default: the example of the specification); further --answers bring out what the first do not
  --entries <file.json>                         what a person who was handed over fills into its own form, by the names of the fields
  --page <path>                                 a page of its own; may be given several times
  --look-at <module>                            default export: (url, { cookie }) => sentences about what stands in people's way, with a browser of yours

for both
  --out <file>                                  writes <file>.json and <file>.html, and <file>.jws with --sign
  --sign <private.jwk>                          an Ed25519 key that signs the report
`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { portal: { type: "string" }, tenant: { type: "string" }, client: { type: "string" }, service: { type: "string" }, answers: { type: "string", multiple: true }, entries: { type: "string" }, stranger: { type: "string" }, key: { type: "string" }, "file-service": { type: "string" }, "file-answers": { type: "string" }, "file-path": { type: "string" }, "file-type": { type: "string" }, released: { type: "string" }, page: { type: "string", multiple: true }, "look-at": { type: "string" }, "receiver-port": { type: "string" }, "receiver-url": { type: "string" }, out: { type: "string" }, sign: { type: "string" } },
});
const fromFile = (path: string): Json => JSON.parse(readFileSync(path, "utf8")) as Json;
const entriesOf = (given: Json): Record<string, string> => Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
const pothole = { mangel: { art: "schlagloch", ort: { words: "Lindenweg 7" }, beschreibung: "Konformitätsprüfung, kein wirklicher Mangel." }, zusatz: {} };

function tell({ id, outcome, findings }: CheckResult): void {
  console.log(`${{ passed: "✓", failed: "✗", "not-tried": "–" }[outcome]} ${id}${findings.map((finding) => `\n    ${finding}`).join("")}`);
}

async function extension(): Promise<Report | undefined> {
  const { service, answers: [first, ...further] = [], entries, page, "look-at": look } = values;
  const [, folder] = positionals;
  if (folder === undefined || (service === undefined) !== (first === undefined)) return undefined;
  const { default: lookAt } = look === undefined ? {} : await import(pathToFileURL(resolve(look)).href) as { readonly default?: NonNullable<ExtensionSubject["lookAt"]> };
  return runExtensionSuite(subjectOfFolder(folder, {
    nodeOptions: process.execArgv, ...(service !== undefined && first !== undefined ? { sample: { service, data: fromFile(first), further: further.map(fromFile) } } : {}), ...(entries === undefined ? {} : { entries: entriesOf(fromFile(entries)) }), ...(page ? { pages: page } : {}), ...(lookAt ? { lookAt } : {}),
  }), { tell });
}

function fileOf(): NonNullable<PortalSubject["withFile"]> {
  const { "file-service": service, "file-answers": answers, "file-path": path, "file-type": type } = values;
  if (service === undefined || answers === undefined || path === undefined) return { service: "maengelmelder", answers: pothole, path: "zusatz.foto", type: "image/png" };
  return { service, answers: fromFile(answers), path, type: type === "image/png" ? "image/png" : "application/pdf" };
}

/** Only a person can end what they have released. */
function whenEnded(application: string): Promise<void> {
  return askPerson(`End the release of the document for ${application} at the portal`, { input: process.stdin, output: process.stdout, interrupted: () => { process.exit(130); } });
}

/** Whether anything answers there at all; else every rule would be said to be broken. */
async function unreachable(address: string): Promise<string | undefined> {
  if (!URL.canParse(address)) return `${address} is no address`;
  try {
    await (await localFetch(new URL("/api/v1/openapi.json", address), { redirect: "manual", signal: AbortSignal.timeout(30_000) })).arrayBuffer();
    return undefined;
  } catch (error) {
    const cause = error instanceof Error ? error.cause ?? error : error;
    return `no portal answers at ${address}: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

async function portal(): Promise<Report | undefined> {
  const { portal: address, tenant, client } = values;
  const secret = process.env["CLIENT_SECRET"];
  if (address === undefined || tenant === undefined || client === undefined || secret === undefined) return undefined;
  const gone = await unreachable(address);
  if (gone !== undefined) {
    console.error(gone);
    process.exit(2);
  }
  const [strangerTenant, strangerClient] = values.stranger?.split(":") ?? [];
  const receiver = values["receiver-port"] === undefined ? undefined : await startReceiver({ port: Number(values["receiver-port"]), host: "0.0.0.0", ...(values["receiver-url"] === undefined ? {} : { publicUrl: values["receiver-url"] }) });
  try {
    return await runPortalSuite({
      fetch: localFetch, portal: address, program: { tenant, clientId: client, clientSecret: secret }, submission: { service: values.service ?? "maengelmelder", answers: values.answers?.[0] === undefined ? pothole : fromFile(values.answers[0]) },
      withFile: fileOf(), ...(values.released === undefined ? {} : { released: { application: values.released, end: () => whenEnded(values.released ?? "") } }),
      ...(strangerTenant !== undefined && strangerClient !== undefined ? { stranger: { tenant: strangerTenant, clientId: strangerClient, clientSecret: process.env["STRANGER_SECRET"] ?? "" } } : {}),
      ...(values.key === undefined ? {} : { privateKey: fromFile(values.key) as JsonWebKey }), ...(receiver ? { receiver } : {}),
    }, { tell });
  } finally {
    await receiver?.close();
  }
}

const suites: Readonly<Record<string, () => Promise<Report | undefined>>> = { portal, extension };
const report = await (suites[positionals[0] ?? ""] ?? (() => Promise.resolve(undefined)))();
if (!report) {
  console.error(usage);
  process.exitCode = 2;
} else {
  console.log(`\nStufe ${report.level} (${levelNames[report.level]})`);
  if (values.out !== undefined) {
    writeFileSync(`${values.out}.json`, `${JSON.stringify(report, undefined, 1)}\n`);
    writeFileSync(`${values.out}.html`, reportHtml(report));
    if (values.sign !== undefined) writeFileSync(`${values.out}.jws`, await signReport(report, fromFile(values.sign) as JsonWebKey));
  }
  process.exitCode = report.results.some(({ outcome }) => outcome === "failed") ? 1 : 0;
}
