import { createDecipheriv } from "node:crypto";
import type { XmlElement } from "libxml2-wasm";
import { decryptKeyInfo } from "xml-encryption";
import { reject } from "./bundid-rejection.ts";
import { algorithm, ns } from "./names.ts";
import { attribute, childElements, onlyChild, text } from "./xml-tree.ts";

const contentCiphers: Readonly<Record<string, { cipher: "aes-128-gcm" | "aes-256-gcm"; keyBytes: number }>> = {
  [algorithm.aes128Gcm]: { cipher: "aes-128-gcm", keyBytes: 16 },
  [algorithm.aes256Gcm]: { cipher: "aes-256-gcm", keyBytes: 32 },
};
const oaepDigests: readonly string[] = [algorithm.sha1, algorithm.sha256, algorithm.sha512];
const mgf1Sha1 = `${ns.encryption11}mgf1sha1`;
const maskFunctions: readonly string[] = [mgf1Sha1, `${ns.encryption11}mgf1sha256`, `${ns.encryption11}mgf1sha512`];

/** GCM only: CBC can be decrypted by asking often enough (BSI TR-03116-4: not after 2020). */
export function contentEncryptionIsGcm(encrypted: XmlElement): { cipher: "aes-128-gcm" | "aes-256-gcm"; keyBytes: number } {
  const data = onlyChild(encrypted, ns.encryption, "EncryptedData");
  const method = attribute(onlyChild(data, ns.encryption, "EncryptionMethod"), "Algorithm") ?? "";
  return (Object.hasOwn(contentCiphers, method) ? contentCiphers[method] : undefined) ?? reject("content-encryption");
}

/**
 * OAEP only, one key, in KeyInfo or beside the data as Shibboleth may place it. The method is written anew from allow-listed values, so that
 * the decrypting library never sees the message's own XML.
 */
export function keyTransportIsOaep(encrypted: XmlElement): string {
  const data = onlyChild(encrypted, ns.encryption, "EncryptedData");
  const inside = data === undefined ? [] : childElements(data, ns.signature, "KeyInfo").flatMap((info) => childElements(info, ns.encryption, "EncryptedKey"));
  const [key, ...more] = [...inside, ...childElements(encrypted, ns.encryption, "EncryptedKey")];
  if (key === undefined || more.length > 0) return reject("key-transport");
  const method = onlyChild(key, ns.encryption, "EncryptionMethod");
  const transport = attribute(method, "Algorithm");
  const digest = attribute(onlyChild(method, ns.signature, "DigestMethod"), "Algorithm") ?? algorithm.sha1;
  const mask = attribute(onlyChild(method, ns.encryption11, "MGF"), "Algorithm");
  const value = (text(onlyChild(onlyChild(key, ns.encryption, "CipherData"), ns.encryption, "CipherValue")) ?? "").replace(/\s+/g, "");
  if (transport !== algorithm.rsaOaep && transport !== algorithm.rsaOaepMgf1p) return reject("key-transport");
  if (!oaepDigests.includes(digest)) return reject("key-transport");
  // The older identifier knows one mask only; Apache Santuario, and so Shibboleth, names it all the same (XML Encryption 1.1, 5.5.2).
  const named = transport === algorithm.rsaOaepMgf1p && mask === mgf1Sha1 ? undefined : mask;
  if (named !== undefined && (transport !== algorithm.rsaOaep || !maskFunctions.includes(named))) return reject("key-transport");
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return reject("key-transport");
  return (
    `<KeyInfo xmlns="${ns.signature}"><e:EncryptedKey xmlns:e="${ns.encryption}"><e:EncryptionMethod Algorithm="${transport}">` +
    `<DigestMethod Algorithm="${digest}"/>${named === undefined ? "" : `<m:MGF xmlns:m="${ns.encryption11}" Algorithm="${named}"/>`}</e:EncryptionMethod>` +
    `<e:CipherData><e:CipherValue>${value}</e:CipherValue></e:CipherData></e:EncryptedKey></KeyInfo>`
  );
}

/**
 * The plain XML of the assertion. Every failure, from a foreign key to a broken tag, is the same `decryption`: nothing tells an attacker which.
 * @param decryptionKeys PEM, tried in order; several during a key change
 */
export function decryptAssertion(encrypted: XmlElement, decryptionKeys: readonly string[]): string {
  const { cipher, keyBytes } = contentEncryptionIsGcm(encrypted);
  const keyInfo = keyTransportIsOaep(encrypted);
  const data = onlyChild(encrypted, ns.encryption, "EncryptedData");
  const value = text(onlyChild(onlyChild(data, ns.encryption, "CipherData"), ns.encryption, "CipherValue")) ?? "";
  const bytes = Buffer.from(value.replace(/\s+/g, ""), "base64");
  if (bytes.length <= 28) return reject("decryption");
  for (const decryptionKey of decryptionKeys) {
    const plain = decryptWith(decryptionKey);
    if (plain !== undefined) return plain;
  }
  return reject("decryption");

  function decryptWith(decryptionKey: string): string | undefined {
    try {
      const key = decryptKeyInfo(keyInfo, { key: decryptionKey });
      if (key.length !== keyBytes) return undefined;
      // XML Encryption 1.1, 5.2.4: 96-bit IV in front, 128-bit tag behind.
      const decipher = createDecipheriv(cipher, key, bytes.subarray(0, 12), { authTagLength: 16 });
      decipher.setAuthTag(bytes.subarray(-16));
      const plain = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
      return new TextDecoder("utf-8", { fatal: true }).decode(plain);
    } catch {
      return undefined;
    }
  }
}
