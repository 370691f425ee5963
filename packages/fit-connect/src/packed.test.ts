import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { checkArchive, nodesHere, packLibrary } from "../../../scripts/test/packed-library.ts";

const { archive, user, compile } = packLibrary("fit-connect", { needs: ["zod"] });

const program = `import { createSender, decryptionKey, decryptJwe, encryptJwe, generateFitConnectKeyPair, OfferError, recipientKey, testEnvironment } from "@kommunalportal/fit-connect";
const { publicJwk, privateJwk } = await generateFitConnectKeyPair("encryption");
const { plaintext } = await decryptJwe(encryptJwe("geheim", recipientKey(publicJwk), "application/json"), [await decryptionKey(privateJwk)], { maxBytes: 1000, zip: "refuse" });
const inactive = { destinationId: "0190f1de-0000-4000-8000-000000000001", status: "created", encryptionKid: publicJwk.kid, metadataVersions: [], publicServices: [] };
const answers = [{ access_token: "a.b.c", token_type: "Bearer", expires_in: 1800 }, inactive];
const sender = createSender({ environment: testEnvironment, clientId: "probe", clientSecret: "x", userAgent: "probe/1", fetch: () => Promise.resolve(Response.json(answers.shift())) });
const order = { destinationId: inactive.destinationId, service: { identifier: "urn:de:fim:leika:leistung:99134005017000", name: "Wohngeld" }, data: { bytes: "{}", schemaUri: "https://schema.example/a.json", mimeType: "application/json" as const } };
const refused: string = await sender.send(order).then(() => "sent", (error: unknown) => (error instanceof OfferError ? error.code : String(error)));
console.log(plaintext.toString(), refused);
`;

test("the packed library is installed and used as a stranger does it, with its types, on every Node that is here", () => {
  const file = compile(program);
  for (const node of nodesHere()) assert.equal(execFileSync(node, [file], { cwd: user, encoding: "utf8" }), "geheim destination-not-active\n", node);
});

test("what the README shows compiles as a stranger would write it", () => {
  compile([...readFileSync(new URL("../README.md", import.meta.url), "utf8").matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block]) => block).join("\n"));
});

test("publint and attw find nothing wrong with the archive", () => {
  checkArchive(archive);
});
