import { constants, createCipheriv, publicEncrypt, randomBytes, X509Certificate } from "node:crypto";
import type { OutgoingContainer } from "../content.ts";
import { ns } from "../names.ts";
import { xmlElement, type XmlElement } from "../xml/xml-element.ts";
import { algorithms, ivBytes } from "./algorithms.ts";
import { contentXml } from "./content-xml.ts";

/** RSA below this is not encrypted for (BSI TR-02102-1). Bits. */
const leastModulus = 3_000;

/**
 * Encrypts message and attachments for their reader (XML Encryption 1.1: AES-256-GCM, its key with RSA-OAEP and SHA-256): an intermediary then carries what it cannot open.
 * The content is read when it is sent and never held as a whole; it grows by a third, for inside it is base64.
 * @param certificate of the reader, PEM, with an RSA key
 * @throws RangeError when the certificate cannot be read or has no such key
 */
export function encryptContainer(container: Extract<OutgoingContainer, { kind: "plain" }>, certificate: string): Extract<OutgoingContainer, { kind: "encrypted" }> {
  const reader = readerOf(certificate);
  const [key, iv] = [randomBytes(32), randomBytes(ivBytes)];
  const wrapped = publicEncrypt({ key: reader.publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, key);
  return { kind: "encrypted", element: encryptedData(wrapped, reader.raw), cipher: () => cipherOf(container, key, iv) };
}

/** The same bytes however often it is read, as long as the content is the same: key and IV belong to this one plaintext. */
async function* cipherOf(container: Extract<OutgoingContainer, { kind: "plain" }>, key: Buffer, iv: Buffer): AsyncGenerator<Uint8Array, void, undefined> {
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  yield iv;
  for await (const chunk of contentXml(container)) yield cipher.update(chunk);
  yield Buffer.concat([cipher.final(), cipher.getAuthTag()]);
}

function readerOf(pem: string): X509Certificate {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch (cause) {
    throw new RangeError("the reader's certificate cannot be read", { cause });
  }
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  if (asymmetricKeyType !== "rsa" || (asymmetricKeyDetails?.modulusLength ?? 0) < leastModulus) throw new RangeError(`the reader's certificate has no RSA key of at least ${leastModulus} bits`);
  return certificate;
}

function encryptedData(wrapped: Buffer, certificate: Buffer): XmlElement {
  const algorithm = (value: string) => [{ namespace: "", name: "Algorithm", value }];
  const xenc = (name: string, children: XmlElement["children"], attributes: XmlElement["attributes"] = []): XmlElement => xmlElement(ns.xenc, name, children, attributes);
  const ds = (name: string, children: XmlElement["children"], attributes: XmlElement["attributes"] = []): XmlElement => xmlElement(ns.ds, name, children, attributes);
  const key = xenc("EncryptedKey", [
    xenc("EncryptionMethod", [ds("DigestMethod", [], algorithm(algorithms.sha256)), xmlElement(algorithms.xenc11, "MGF", [], algorithm(algorithms.mgf1Sha256))], algorithm(algorithms.rsaOaep)),
    ds("KeyInfo", [ds("X509Data", [ds("X509Certificate", [certificate.toString("base64")])])]),
    xenc("CipherData", [xenc("CipherValue", [wrapped.toString("base64")])]),
  ]);
  return xenc("EncryptedData", [
    xenc("EncryptionMethod", [], algorithm(algorithms.aes256Gcm)), ds("KeyInfo", [key]), xenc("CipherData", [xenc("CipherValue", [])]),
  ], [{ namespace: "", name: "Type", value: algorithms.element }]);
}
