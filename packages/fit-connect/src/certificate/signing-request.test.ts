import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { VerificationError } from "../errors/verification-error.ts";
import { generateFitConnectKeyPair } from "../keys/generate-key-pair.ts";
import { issueCertificate } from "./issue-certificate.ts";
import { keyWithCertificates } from "./key-with-certificates.ts";
import { createSigningRequest } from "./signing-request.ts";

const folder = mkdtempSync(join(tmpdir(), "signing-request-"));
after(() => { rmSync(folder, { recursive: true, force: true }); });
const from = new Date("2026-03-01T00:00:00Z");
const now = new Date("2026-06-01T00:00:00Z").getTime();
const pem = (der: Buffer): string => `-----BEGIN CERTIFICATE-----\n${der.toString("base64").replace(/(.{64})/g, "$1\n")}\n-----END CERTIFICATE-----\n`;
// The library's own pair, the authority's and a middle one: three of 4096 bits for the whole file.
const pair = await generateFitConnectKeyPair("encryption");
const [root, middle] = [generateKeyPairSync("rsa", { modulusLength: 4096 }), generateKeyPairSync("rsa", { modulusLength: 4096 })];
const rootCertificate = pem(issueCertificate({ subject: "Wurzel (erfunden)", publicKey: root.publicKey, from, days: 3650, use: "authority", issuer: { name: "Wurzel (erfunden)", privateKey: root.privateKey } }));
const middleCertificate = pem(issueCertificate({ subject: "Zwischenstelle", publicKey: middle.publicKey, from, days: 1000, use: "authority", issuer: { name: "Wurzel (erfunden)", privateKey: root.privateKey } }));
const leaf = (use: "encryption" | "signature" = "encryption", days = 700): string => pem(issueCertificate({ subject: "Stadt Musterstadt", publicKey: createPublicKey({ key: pair.publicJwk, format: "jwk" }), from, days, use, issuer: { name: "Zwischenstelle", privateKey: middle.privateKey } }));
const policy = { kind: "strict", roots: [rootCertificate] } as const;

test("an authority reads the request: subject in order, key usage, and a signature of the key itself", (t) => {
  const request = createSigningRequest({ subject: { commonName: "Zustellpunkt Musterstadt", organization: "Stadt Müsterstadt", unit: "IT", locality: "Musterstadt", state: "Nordrhein-Westfalen", country: "DE" }, privateKey: pair.privateJwk, use: "encryption" });
  if (spawnSync("openssl", ["version"]).error) { t.skip("no openssl on this machine"); return; }
  writeFileSync(join(folder, "request.pem"), request);
  const { stdout, stderr, status } = spawnSync("openssl", ["req", "-in", join(folder, "request.pem"), "-verify", "-noout", "-text", "-nameopt", "utf8,sep_comma_plus"], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.match(stderr + stdout, /verify OK/i);
  assert.match(stdout, /C=DE,ST=Nordrhein-Westfalen,L=Musterstadt,O=Stadt Müsterstadt,OU=IT,CN=Zustellpunkt Musterstadt/);
  assert.match(stdout, /Key Usage: critical\s+Key Encipherment/);
  assert.match(stdout, /Public-Key: \(4096 bit\)/);
  assert.ok(!request.includes(pair.privateJwk.d), "the private part stays here");
});
test("a subject that no certificate can carry is refused", () => {
  const ask = (subject: object) => () => createSigningRequest({ subject: { commonName: "x", ...subject }, privateKey: pair.privateJwk, use: "encryption" });
  for (const subject of [{ commonName: "" }, { commonName: "x".repeat(65) }, { country: "Deutschland" }, { unit: "a\nb" }]) assert.throws(ask(subject), RangeError);
});
test("what was issued becomes x5c in whatever order it comes, and only after the checks of a sender", async () => {
  const certified = await keyWithCertificates(pair.publicJwk, "encryption", `${rootCertificate}${middleCertificate}${leaf()}`, policy, now);
  assert.equal(certified.x5c?.length, 2, "the root is not part of it");
  assert.equal(certified.kid, pair.publicJwk.kid);
  const problem = async (file: string, use: "encryption" | "signature" = "encryption", at = now): Promise<string> => keyWithCertificates(pair.publicJwk, use, file, policy, at).then(() => "none", (error: unknown) => (error instanceof VerificationError ? error.code : String(error)));
  assert.equal(await problem("kein Zertifikat"), "certificate-unreadable");
  assert.equal(await problem(middleCertificate), "certificate-key", "of somebody else");
  assert.equal(await problem(leaf()), "certificate-untrusted", "the chain is missing");
  assert.equal(await problem(`${leaf("signature")}${middleCertificate}`), "certificate-use");
  assert.equal(await problem(`${leaf("encryption", 10)}${middleCertificate}`), "certificate-time");
  assert.equal(await problem(`${leaf()}${middleCertificate}`), "none");
  assert.ok(createPrivateKey({ key: pair.privateJwk, format: "jwk" }));
});
