import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { runExtensionSuite, type ExtensionSubject } from "../index.ts";
import type { Json } from "../specification.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "suite-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const dogs = { halter: { vorname: "Erika", nachname: "Beispielfrau", strasse: "Lindenweg", hausnummer: "7", plz: "00101", ort: "Musterstadt" }, hunde: [{ name: "Bella" }], haltung: { ermaessigung: false } };
const node = (file: string): readonly [string, ...string[]] => [process.execPath, "--conditions=kommunalportal-source", file];
const manifestOf = (path: string): Json => JSON.parse(readFileSync(join(root, path, "manifest.json"), "utf8")) as Json;
const failed = (report: Awaited<ReturnType<typeof runExtensionSuite>>) => report.results.filter(({ outcome }) => outcome !== "passed").map(({ id, findings }) => `${id}: ${findings.join(" | ")}`);

test("the dog tax example behaves, but for the words to people that only a wish for a reduction brings out", async () => {
  const report = await runExtensionSuite({ manifest: manifestOf("examples/hundesteuer-extension"), command: node("src/main.ts"), folder: join(root, "examples", "hundesteuer-extension"), sample: { service: "hund-anmelden", data: dogs } });
  assert.deepEqual(failed(report), ["scopes.used: nachrichten.senden was not used in this run"]);
  assert.equal(report.level, 2);
});

const template = (): Json => JSON.parse(readFileSync(join(root, "packages/extension-cli/templates/processor/manifest.json"), "utf8").replaceAll("__ID__", "vorlage").replaceAll("__NAME__", "Vorlage")) as Json;
const right: ExtensionSubject = { manifest: template(), command: node("src/main.ts"), folder: join(root, "packages/extension-cli/templates/processor"), sample: { service: "hund-anmelden", data: dogs } };

test("a new extension from the template reaches the highest level", async () => {
  const report = await runExtensionSuite(right);
  assert.deepEqual([failed(report), report.level], [[], 3]);
});

for (const [example, sample] of [["terminwahl-extension"], ["aktenabgleich-extension", dogs], ["wertstoffhof-extension"]] as const) {
  test(`pages in the portal: ${example} behaves; whether they are for all is looked at with a browser`, async () => {
    const report = await runExtensionSuite({ manifest: manifestOf(`examples/${example}`), command: node("src/main.ts"), folder: join(root, "examples", example), ...(sample === undefined ? {} : { sample: { service: "hund-anmelden", data: sample } }) });
    assert.deepEqual(failed(report), ["places.for-all: the run has no browser"]);
  });
}

for (const kind of ["case-tab", "form-step", "widget"]) {
  test(`a new extension from the template ${kind} keeps every rule that needs no browser`, async () => {
    const path = `packages/extension-cli/templates/${kind}`;
    const manifest = JSON.parse(readFileSync(join(root, path, "manifest.json"), "utf8").replaceAll("__ID__", "vorlage").replaceAll("__NAME__", "Vorlage")) as Json;
    assert.deepEqual(failed(await runExtensionSuite({ manifest, command: node("src/main.ts"), folder: join(root, path), ...(kind === "case-tab" ? { sample: { service: "hund-anmelden", data: dogs } } : {}) })), ["places.for-all: the run has no browser"]);
  });
}

const faulty = fileURLToPath(new URL("testing/faulty-extension.ts", import.meta.url));
const faults: readonly (readonly [string, string, Json?])[] = [
  ["token-each-time", "start.signs-in"], ["believes-everybody", "messages.forged"], ["slow", "messages.in-time"], ["forgets-ids", "messages.repeated"], ["ends-at-the-unknown", "messages.disordered"],
  ["random-keys", "writes.repeated"], ["impatient", "reads.patient"], ["forgets-at-a-crash", "start.again"], ["talks", "output.silent"],
  ["none", "manifest.shape", { ...template(), version: "eins" }], ["none", "scopes.kept", { ...template(), scopes: (template()["scopes"] as Json[]).filter(({ scope }) => scope !== "vorgaenge.quittieren") }],
  ["none", "scopes.used", { ...template(), scopes: [...template()["scopes"] as Json[], { scope: "bescheide.zustellen", reason: { de: "Vielleicht." } }] }],
];
for (const [fault, breaks, manifest] of faults) {
  test(`found by ${breaks}: an extension that is wrong (${fault})`, async () => {
    const report = await runExtensionSuite({ ...right, command: [...node(faulty), fault], manifest: manifest ?? template(), patienceMs: 6_000 }, { only: ({ id }) => id === breaks || id === "start.signs-in" || (breaks !== "messages.forged" && id === "messages.in-time") });
    assert.equal(report.results.find(({ id }) => id === breaks)?.outcome, "failed", JSON.stringify(report.results.map(({ id, outcome }) => [id, outcome])));
  });
}
