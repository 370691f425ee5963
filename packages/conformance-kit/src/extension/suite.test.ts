// own process: it has a suite
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { extensionChecks, runExtensionSuite, type ExtensionSubject } from "../index.ts";
import type { Json } from "../specification.ts";
import { handoverEntries, handoverFaults, handoverManifest, handoverProgram, pagesFaults, pagesManifest, pagesProgram, unseenFaults } from "./testing/planted-faults.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "suite-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const dogs = { halter: { vorname: "Erika", nachname: "Beispielfrau", strasse: "Lindenweg", hausnummer: "7", plz: "00101", ort: "Musterstadt" }, hunde: [{ name: "Bella" }], haltung: { ermaessigung: false } };
const node = (file: string): readonly [string, ...string[]] => [process.execPath, "--conditions=kommunalportal-source", file];
const failed = (report: Awaited<ReturnType<typeof runExtensionSuite>>) => report.results.filter(({ outcome }) => outcome !== "passed").map(({ id, findings }) => `${id}: ${findings.join(" | ")}`);

const template = (): Json => JSON.parse(readFileSync(join(root, "packages/extension-cli/templates/processor/manifest.json"), "utf8").replaceAll("__ID__", "vorlage").replaceAll("__NAME__", "Vorlage")) as Json;
const right: ExtensionSubject = { manifest: template(), command: node("src/main.ts"), folder: join(root, "packages/extension-cli/templates/processor"), sample: { service: "hund-anmelden", data: dogs } };

const faulty = fileURLToPath(new URL("testing/faulty-extension.ts", import.meta.url));
const faults: readonly (readonly [string, string, Json?])[] = [
  ["token-each-time", "start.signs-in"], ["believes-everybody", "messages.forged"], ["slow", "messages.in-time"], ["forgets-ids", "messages.repeated"], ["ends-at-the-unknown", "messages.disordered"],
  ["random-keys", "writes.repeated"], ["impatient", "reads.patient"], ["forgets-at-a-crash", "start.again"], ["talks", "output.silent"],
  ["none", "manifest.shape", { ...template(), version: "eins" }], ["none", "scopes.kept", { ...template(), scopes: (template()["scopes"] as Json[]).filter(({ scope }) => scope !== "vorgaenge.quittieren") }],
  ["none", "scopes.used", { ...template(), scopes: [...template()["scopes"] as Json[], { scope: "bescheide.zustellen", reason: { de: "Vielleicht." } }] }],
];

const planted = [
  { program: handoverProgram, manifest: handoverManifest, faults: handoverFaults, more: { entries: handoverEntries } },
  { program: pagesProgram, manifest: pagesManifest, faults: pagesFaults, more: {} },
] as const;

/** Who is right is waited for as long as a busy machine needs; of a fault something may never come, but the program itself starts. */
const patience = { patienceMs: 120_000, startMs: 120_000 };
const hasty = { patienceMs: 10_000, startMs: 120_000, settleMs: 1_200 };

// Each run starts processes and waits for most of its time: many at once.
describe("runs", { concurrency: 8 }, () => {
  test("a new extension from the template reaches the highest level", async () => {
    const report = await runExtensionSuite({ ...right, ...patience });
    assert.deepEqual([failed(report), report.level], [[], 3]);
  });

  test("an extension that ends before it listens is not waited for", async () => {
    const report = await runExtensionSuite({ ...right, ...patience, command: [process.execPath, "-e", "process.exit(3)"] }, { only: ({ id }) => id === "start.signs-in" });
    assert.deepEqual(failed(report), ["start.signs-in: it ended before it said that it listens"]);
  });

  for (const [fault, breaks, manifest] of faults) {
    test(`found by ${breaks}: an extension that is wrong (${fault})`, async () => {
      const report = await runExtensionSuite({ ...right, command: [...node(faulty), fault], manifest: manifest ?? template(), ...hasty }, { only: ({ id }) => id === breaks || id === "start.signs-in" || (breaks !== "messages.forged" && id === "messages.in-time") });
      assert.equal(report.results.find(({ id }) => id === breaks)?.outcome, "failed", JSON.stringify(report.results.map(({ id, outcome }) => [id, outcome])));
    });
  }

  for (const { program, manifest, faults: list, more } of planted) {
    const run = (fault: string, own: Json, only?: (id: string) => boolean) => runExtensionSuite({ manifest: own, command: [...node(program), fault], folder: root, ...hasty, ...(fault === "none" ? patience : {}), ...more }, only ? { only: ({ id }) => only(id) } : {});

    test(`${String(manifest["id"])}: without a fault nothing is found that needs no browser`, async () => {
      const report = await run("none", manifest);
      assert.deepEqual(report.results.filter(({ outcome, id }) => outcome !== "passed" && !id.endsWith(".for-all")).map(({ id, findings }) => `${id}: ${findings.join(" | ")}`), []);
    });

    for (const { fault, breaks, manifest: own } of list) {
      test(`found by ${breaks}: ${String(manifest["id"])} that is wrong (${fault})`, async () => {
        const report = await run(fault, own ?? manifest, (id) => id === breaks || id === "start.signs-in" || (breaks === "output.silent" && id === "handover.arrives"));
        assert.equal(report.results.find(({ id }) => id === breaks)?.outcome, "failed", JSON.stringify(report.results.map(({ id, outcome, findings }) => [id, outcome, ...findings])));
      });
    }
  }
});

test("every check of pages and hand-over has a fault that only it is there to find", () => {
  const found = new Set([...handoverFaults, ...pagesFaults, ...unseenFaults].map(({ breaks }) => breaks));
  assert.deepEqual(extensionChecks.filter(({ id }) => /^(places|handover)\./.test(id) && !found.has(id)).map(({ id }) => id), []);
});
