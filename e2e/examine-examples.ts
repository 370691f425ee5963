import { mkdirSync, writeFileSync } from "node:fs";
import { runExtensionSuite, signReport } from "@kommunalportal/conformance-kit";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { examples, folderOf, subjectOf } from "./example-subjects.ts";

// `node scripts/run24.mjs --conditions=kommunalportal-source e2e/examine-examples.ts`: examines the examples and signs what was found, for the catalogue of the
// demonstration. The private key lives as long as this run; whoever examines anew has another, and all results are signed with it.
const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]) as CryptoKeyPair;
const browser = await launchChromium();
try {
  const reports = [];
  for (const example of Object.keys(examples)) reports.push(await runExtensionSuite(subjectOf(example, browser), { tell: ({ id, outcome, findings }) => { console.log(example, id, outcome, ...findings); } }));
  if (reports.some(({ level }) => level !== 3)) throw new Error("not every example reaches the highest level; nothing was signed");
  const { kty, crv, x } = await crypto.subtle.exportKey("jwk", publicKey);
  const signing = await crypto.subtle.exportKey("jwk", privateKey);
  mkdirSync(folderOf("conformity"), { recursive: true });
  writeFileSync(folderOf("conformity/keys.json"), `${JSON.stringify({ keys: [{ kty, crv, x }] })}\n`);
  for (const report of reports) writeFileSync(folderOf(`conformity/${report.subject.split(" ", 1)[0] ?? ""}.jws`), `${await signReport(report, signing)}\n`);
} finally {
  await browser.close();
}
