import { constants, createDecipheriv, createPrivateKey, privateDecrypt } from "node:crypto";
import { readNamed } from "../codec/codec.ts";
import { decodeBase64 } from "../codec/simple-type.ts";
import type { ReceivedContainer, ReceivedContent } from "../content.ts";
import { standardLimits } from "../limits.ts";
import { type CarriedContent, contentContainer } from "../model/content-container.ts";
import { ns } from "../names.ts";
import { startReading } from "../reading.ts";
import { childElements, isNamed, ownText, type XmlElement } from "../xml/xml-element.ts";
import { readXml } from "../xml/read-xml.ts";
import { XtaFormatError } from "../xta-format-error.ts";
import { algorithms, ivBytes, tagBytes } from "./algorithms.ts";

/** Why an encrypted content is not opened. `algorithm`: not one that is read here; `key`: not encrypted for this key; `content`: changed on its way, or no content. */
export class XtaDecryptionError extends Error {
  readonly problem: "algorithm" | "key" | "content";
  constructor(problem: "algorithm" | "key" | "content", detail: string, cause?: unknown) {
    super(detail, { cause });
    this.name = "XtaDecryptionError";
    this.problem = problem;
  }
}

/**
 * Opens what `encryptContainer` made, or another author by the same algorithms. Nothing is given out before the tag over all of it was checked. The content is held in memory: XTA carries at
 * most some 40 MB.
 * @param privateKey of the reader, PEM
 * @throws XtaDecryptionError
 */
export function decryptContainer({ element, cipher }: Extract<ReceivedContainer<Uint8Array>, { kind: "encrypted" }>, privateKey: string): Extract<ReceivedContainer<Uint8Array>, { kind: "plain" }> {
  const key = unwrap(element, privateKey);
  const document = open(key, cipher);
  try {
    const root = readXml(document, { ...standardLimits, maxEnvelopeBytes: document.byteLength });
    if (!isNamed(root, contentContainer.namespace, contentContainer.name)) throw new XtaDecryptionError("content", "there is no ContentContainer inside");
    const { message, attachments = [] } = readNamed(contentContainer, root, startReading());
    return { kind: "plain", message: contentOf(message), attachments: attachments.map(contentOf) };
  } catch (error) {
    if (error instanceof XtaFormatError) throw new XtaDecryptionError("content", "what is inside is no ContentContainer", error);
    throw error;
  }
}

function contentOf({ carried, ...attributes }: CarriedContent): ReceivedContent<Uint8Array> {
  if (carried.kind !== "inline") throw new XtaDecryptionError("content", "a content inside includes a part that is not there");
  return { ...attributes, content: carried.bytes };
}

function unwrap(element: XmlElement, privateKey: string): Buffer {
  expect(child(element, ns.xenc, "EncryptionMethod"), algorithms.aes256Gcm);
  const encryptedKey = child(child(element, ns.ds, "KeyInfo"), ns.xenc, "EncryptedKey");
  const method = child(encryptedKey, ns.xenc, "EncryptionMethod");
  expect(method, algorithms.rsaOaep);
  expect(child(method, ns.ds, "DigestMethod"), algorithms.sha256);
  expect(child(method, algorithms.xenc11, "MGF"), algorithms.mgf1Sha256);
  const wrapped = decodeBase64(ownText(child(child(encryptedKey, ns.xenc, "CipherData"), ns.xenc, "CipherValue")));
  let key: Buffer;
  try {
    key = privateDecrypt({ key: createPrivateKey(privateKey), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, wrapped ?? new Uint8Array());
  } catch (cause) {
    throw new XtaDecryptionError("key", "the content was not encrypted for this key", cause);
  }
  if (key.length !== 32) throw new XtaDecryptionError("key", "the content's key has another length");
  return key;
}

function open(key: Buffer, cipher: Uint8Array): Buffer {
  if (cipher.byteLength < ivBytes + tagBytes) throw new XtaDecryptionError("content", "the cipher value is too short");
  const decipher = createDecipheriv("aes-256-gcm", key, cipher.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAuthTag(cipher.subarray(cipher.byteLength - tagBytes));
  const plain = decipher.update(cipher.subarray(ivBytes, cipher.byteLength - tagBytes));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch (cause) {
    throw new XtaDecryptionError("content", "the content was changed on its way", cause);
  }
}

function child(element: XmlElement, namespace: string, name: string): XmlElement {
  const [found, ...more] = childElements(element).filter((one) => isNamed(one, namespace, name));
  if (!found || more.length > 0) throw new XtaDecryptionError("algorithm", `exactly one ${name} is read`);
  return found;
}

function expect(element: XmlElement, algorithm: string): void {
  if (element.attributes.find(({ namespace, name }) => namespace === "" && name === "Algorithm")?.value !== algorithm) throw new XtaDecryptionError("algorithm", `${element.name}: only ${algorithm} is read`);
}
