import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, describe, test } from "node:test";
import { runExtensionSuite, verifyReport } from "@kommunalportal/conformance-kit";
import { handoverManifest, handoverProgram, pagesManifest, pagesProgram, unseenFaults } from "../packages/conformance-kit/src/extension/testing/planted-faults.ts";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { examples, folderOf, lookAtWith, nodeOptions, subjectOf } from "./example-subjects.ts";

const browser = await launchChromium();
after(() => browser.close());
const lookAt = lookAtWith(browser);
const { keys } = JSON.parse(readFileSync(folderOf("conformity/keys.json"), "utf8")) as { readonly keys: readonly JsonWebKey[] };

// Each run waits for most of its time.
describe("examples and faults", { concurrency: 4 }, () => {
  for (const example of Object.keys(examples)) {
    test(`${example} reaches the highest level of the conformance kit, looked at with a browser, and its signed result says so`, async () => {
      const subject = subjectOf(example, browser);
      const report = await runExtensionSuite(subject);
      assert.deepEqual(report.results.filter(({ outcome }) => outcome !== "passed").map(({ id, findings }) => `${id}: ${findings.join(" | ")}`), []);
      assert.equal(report.level, 3);
      const signed = await verifyReport(readFileSync(folderOf(`conformity/${String(subject.manifest["id"])}.jws`), "utf8"), keys);
      const said = (one: typeof report | undefined) => one && { subject: one.subject, level: one.level, checks: one.results.map(({ id, outcome }) => `${id} ${outcome}`) };
      assert.deepEqual(said(signed), said(report), "examine anew: node scripts/run24.mjs --conditions=kommunalportal-source e2e/examine-examples.ts");
    });
  }

  for (const { fault, breaks } of unseenFaults) {
    test(`found by ${breaks} with a browser: an extension that is wrong (${fault})`, async () => {
      const [program, manifest] = breaks === "places.for-all" ? [pagesProgram, pagesManifest] : [handoverProgram, handoverManifest];
      const run = async (planted: string) => (await runExtensionSuite({ manifest, command: [process.execPath, ...nodeOptions, program, planted], folder: folderOf(""), lookAt }, { only: ({ id }) => id === breaks || id === "start.signs-in" })).results.find(({ id }) => id === breaks);
      assert.equal((await run("none"))?.outcome, "passed");
      const found = await run(fault);
      assert.equal(found?.outcome, "failed");
      assert.match(found.findings.join(" "), /label/);
    });
  }
});
