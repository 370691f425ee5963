import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync, sign, type KeyObject, type X509Certificate } from "node:crypto";
import { test } from "node:test";
import { VerificationError, type VerificationCode } from "../errors/verification-error.ts";
import { generateFitConnectKeyPair } from "../keys/generate-key-pair.ts";
import { checkCertificates, type CertificatePolicy } from "./check-certificates.ts";
import { bitString, sequence } from "./der-writer.ts";
import { elementAt, elementsOf } from "./der-reader.ts";
import { issueCertificate, type CertificateOrder } from "./issue-certificate.ts";
import { readCertificate } from "./read-certificate.ts";

const from = new Date("2026-01-01T00:00:00Z");
const now = from.getTime() + 86_400_000;
const fails = (code: VerificationCode) => (error: unknown): boolean => error instanceof VerificationError && error.code === code;
const pair = (bits = 4096): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } => generateKeyPairSync("rsa", { modulusLength: bits });
const [root, authority, otherRoot] = [pair(), pair(), pair()];
const { publicJwk } = await generateFitConnectKeyPair("encryption");
const publicKey = createPublicKey({ key: { kty: publicJwk.kty, n: publicJwk.n, e: publicJwk.e }, format: "jwk" });

const issued = (order: Partial<CertificateOrder>): string => issueCertificate({ subject: "Musterstadt", publicKey, from, days: 365, use: "encryption", issuer: { name: "Zwischenstelle", privateKey: authority.privateKey }, ...order }).toString("base64");
const rootCertificate = issued({ subject: "Wurzel", publicKey: root.publicKey, use: "authority", issuer: { name: "Wurzel", privateKey: root.privateKey } });
const middle = issued({ subject: "Zwischenstelle", publicKey: authority.publicKey, use: "authority", issuer: { name: "Wurzel", privateKey: root.privateKey } });
const leaf = issued({});
const strict: CertificatePolicy = { kind: "strict", roots: [rootCertificate] };
const check = (x5c: readonly string[] | undefined, policy: CertificatePolicy = strict, at = now): Promise<number> => checkCertificates({ ...publicJwk, ...(x5c === undefined ? {} : { x5c: [...x5c] }) }, "encryption", policy, at);

test("a chain to a trusted root passes, with and without the root in it", async () => {
  await check([leaf, middle]);
  await check([leaf, middle, rootCertificate]);
  assert.equal(readCertificate(leaf).signedWithPss512, true);
  assert.deepEqual([...readCertificate(middle).keyUsage ?? []], [5, 6]);
});

test("each broken link of a chain is refused by name", async () => {
  const sha256 = (): string => {
    // The same certificate, signed the old way.
    const unsigned = elementAt(elementsOf(elementAt(elementsOf(Buffer.from(leaf, "base64")), 0).content), 0).bytes;
    const algorithm = Buffer.from("300d06092a864886f70d01010b0500", "hex");
    return sequence(unsigned, algorithm, bitString(sign("sha256", unsigned, authority.privateKey))).toString("base64");
  };
  const cases: readonly (readonly [VerificationCode, readonly string[] | undefined, number?])[] = [
    ["certificate-missing", undefined],
    ["certificate-unreadable", ["AAAA"]],
    ["certificate-key", [middle, rootCertificate]],
    ["certificate-use", [issued({ use: "signature" }), middle]],
    ["certificate-time", [leaf, middle], from.getTime() - 1],
    ["certificate-time", [leaf, middle], from.getTime() + 366 * 86_400_000],
    ["certificate-time", [issued({ days: 500 }), middle], from.getTime() + 366 * 86_400_000],
    ["certificate-untrusted", [leaf]],
    ["certificate-untrusted", [issued({ issuer: { name: "Musterstadt", privateKey: otherRoot.privateKey } })]],
    ["certificate-signature", [issued({ issuer: { name: "Zwischenstelle", privateKey: otherRoot.privateKey } }), middle]],
    ["certificate-signature", [leaf, issued({ subject: "Zwischenstelle", publicKey: authority.publicKey, use: "authority", issuer: { name: "Wurzel", privateKey: otherRoot.privateKey } })]],
    ["certificate-authority", [leaf, issued({ subject: "Zwischenstelle", publicKey: authority.publicKey, use: "signature", issuer: { name: "Wurzel", privateKey: root.privateKey } })]],
  ];
  for (const [index, [code, chain, at]] of cases.entries()) await assert.rejects(check(chain, strict, at), fails(code), `${index} ${code}`);
  await assert.rejects(check([sha256(), middle]), (error) => fails("certificate-algorithm")(error) || fails("certificate-unreadable")(error));
});

test("the test environment takes keys without or with self-signed certificates, but never another key's", async () => {
  const lenient: CertificatePolicy = { kind: "lenient" };
  await check(undefined, lenient);
  await check([issued({ issuer: { name: "Musterstadt", privateKey: otherRoot.privateKey } })], lenient);
  await assert.rejects(check([middle], lenient), fails("certificate-key"));
  await assert.rejects(check([leaf], lenient, from.getTime() + 366 * 86_400_000), fails("certificate-time"));
  await assert.rejects(check([issued({ use: "signature" })], lenient), fails("certificate-use"));
});

test("revocation is asked for every certificate below the root, and what nobody can tell is refused unless it is allowed", async () => {
  const asked: string[] = [];
  const revocation = (answer: "good" | "revoked" | "unknown") => (certificate: X509Certificate): Promise<"good" | "revoked" | "unknown"> => { asked.push(certificate.subject); return Promise.resolve(answer); };
  await check([leaf, middle], { ...strict, revocation: revocation("good") });
  assert.deepEqual(asked, ["CN=Musterstadt", "CN=Zwischenstelle"]);
  await assert.rejects(check([leaf, middle], { ...strict, revocation: revocation("revoked") }), fails("certificate-revoked"));
  await assert.rejects(check([leaf, middle], { ...strict, revocation: revocation("unknown") }), fails("certificate-revocation-unknown"));
  await check([leaf, middle], { ...strict, revocation: revocation("unknown"), revocationUnknown: "accept" });
});
