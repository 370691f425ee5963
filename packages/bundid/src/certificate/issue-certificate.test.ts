// own process: all that comes after it would make its keys itself
import "../../../../scripts/test/own-keys.ts";
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import { createCertificateAuthority, issueCertificate } from "./issue-certificate.ts";

test("an authority issues certificates for servers and clients that hold the names and usages asked for", async () => {
  const authority = await createCertificateAuthority("Musterland Test-CA");
  const root = new X509Certificate(authority.certificate);
  const server = new X509Certificate((await issueCertificate(authority, { commonName: "xta", usage: "server", hosts: ["localhost", "xta.sandbox.localhost", "127.0.0.1"] })).certificate);
  const client = new X509Certificate((await issueCertificate(authority, { commonName: "Portal Musterstadt", usage: "client" })).certificate);
  assert.deepEqual([root.ca, server.ca, client.ca], [true, false, false]);
  for (const leaf of [server, client]) assert.ok(leaf.checkIssued(root) && leaf.verify(root.publicKey));
  assert.equal(server.checkHost("xta.sandbox.localhost"), "xta.sandbox.localhost");
  assert.equal(server.checkIP("127.0.0.1"), "127.0.0.1");
  assert.equal(server.checkHost("evil.example"), undefined);
  assert.deepEqual([server.keyUsage, client.keyUsage], [["1.3.6.1.5.5.7.3.1"], ["1.3.6.1.5.5.7.3.2"]]);
  assert.ok(!client.verify(new X509Certificate((await createCertificateAuthority("Musterland Test-CA")).certificate).publicKey), "another authority of the same name is another one");
});

test("a certificate begins and ends when it should", async () => {
  const from = new Date("2024-01-01T00:00:00Z");
  const authority = await createCertificateAuthority("Musterland Test-CA", { from });
  const { validFrom, validTo } = new X509Certificate((await issueCertificate(authority, { commonName: "alt", usage: "client", from, days: 365 })).certificate);
  assert.deepEqual([new Date(validFrom), new Date(validTo)], [from, new Date("2024-12-31T00:00:00Z")]);
});
