import { constants, createDecipheriv, createPrivateKey, privateDecrypt, randomBytes, X509Certificate } from "node:crypto";
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
import { algorithms, ivBytes, olderCiphers, tagBytes } from "./algorithms.ts";

/** Why an encrypted content is not opened. `algorithm`: not one that is read here; `key`: not encrypted for this key; `content`: changed on its way, or no content. */
export class XtaDecryptionError extends Error {
  readonly problem: "algorithm" | "key" | "content";
  constructor(problem: "algorithm" | "key" | "content", detail: string, cause?: unknown) {
    super(detail, { cause });
    this.name = "XtaDecryptionError";
    this.problem = problem;
  }
}

export interface DecryptionOptions {
  /**
   * Also what XML Encryption 1.0 calls `rsa-oaep-mgf1p` (OAEP with SHA-1), around a key of AES-GCM of any length. XTA 2.1.1 leaves the algorithms to both sides, and many stacks write
   * this one. Never CBC, never PKCS #1 v1.5. Default false.
   */
  readonly olderKeyTransport?: boolean;
}

/**
 * Opens what `encryptContainer` made, or another author by the same algorithms. Nothing is given out before the tag over all of it was checked. The content is held in memory: XTA carries at
 * most some 40 MB.
 * @param privateKey of the reader, PEM
 * @throws XtaDecryptionError
 */
export function decryptContainer({ element, cipher }: Extract<ReceivedContainer<Uint8Array>, { kind: "encrypted" }>, privateKey: string, { olderKeyTransport = false }: DecryptionOptions = {}): Extract<ReceivedContainer<Uint8Array>, { kind: "plain" }> {
  const { skeleton, contents } = cutOut(open(unwrap(element, privateKey, olderKeyTransport), cipher));
  try {
    const root = readXml(skeleton, standardLimits);
    if (!isNamed(root, contentContainer.namespace, contentContainer.name)) throw new XtaDecryptionError("content", "there is no ContentContainer inside");
    const { message, attachments = [] } = readNamed(contentContainer, root, startReading());
    const opened = { kind: "plain", message: contentOf(message, contents), attachments: attachments.map((attachment) => contentOf(attachment, contents)) } as const;
    // A mark that is left stood where no content is, or a content was broken up by a comment: what was read around it is not what was written.
    if (contents.size > 0) throw new XtaDecryptionError("content", "a content inside is broken up or in the wrong place");
    return opened;
  } catch (error) {
    if (error instanceof XtaFormatError) throw new XtaDecryptionError("content", "what is inside is no ContentContainer", error);
    throw error;
  }
}

/** For whose certificate a container says that it was encrypted, PEM; undefined where it names none. Only a name: whether it is so, opening shows. */
export function readerCertificateOf({ element }: { readonly element: XmlElement }): string | undefined {
  try {
    const encryptedKey = child(child(element, ns.ds, "KeyInfo"), ns.xenc, "EncryptedKey");
    return new X509Certificate(Buffer.from(ownText(child(child(child(encryptedKey, ns.ds, "KeyInfo"), ns.ds, "X509Data"), ns.ds, "X509Certificate")).replaceAll(/\s/g, ""), "base64")).toString();
  } catch {
    return undefined;
  }
}

/** Base64 from this length on is read past the XML parser, which takes each character in turn: 40 MB would stop the process for ten seconds. What is left must fit an envelope. Bytes. */
const longRun = 1_024;
/** Of what stands in its place: so many random bytes that nothing else is one. */
const markBytes = 24;

/** The document with a short mark where a long run of base64 was, and the bytes by their marks. Anything else stays for the parser to judge. */
function cutOut(document: Buffer): { readonly skeleton: Buffer; readonly contents: Map<string, Uint8Array> } {
  const contents = new Map<string, Uint8Array>();
  const parts: Buffer[] = [];
  let [done, before, count] = [0, 0, 0];
  for (let next = document.indexOf("<"); next >= 0; before = next, next = document.indexOf("<", next + 1)) {
    // Twice for each element, and some comments: looking on would only take time.
    count += 1;
    if (count > 4 * standardLimits.maxElements) throw new XtaDecryptionError("content", "there are too many elements inside");
    if (next - before <= longRun) continue;
    const last = document.subarray(before, next).lastIndexOf(">");
    const begin = before + last + 1;
    if (last < 0 || next - begin <= longRun) continue;
    const bytes = decodeBase64(document.toString("latin1", begin, next));
    if (!bytes) continue;
    const mark = randomBytes(markBytes).toString("base64");
    contents.set(mark, bytes);
    parts.push(document.subarray(done, begin), Buffer.from(mark));
    done = next;
  }
  return { skeleton: parts.length === 0 ? document : Buffer.concat([...parts, document.subarray(done)]), contents };
}

function contentOf({ carried, ...attributes }: CarriedContent, contents: Map<string, Uint8Array>): ReceivedContent<Uint8Array> {
  if (carried.kind !== "inline") throw new XtaDecryptionError("content", "a content inside includes a part that is not there");
  const mark = carried.bytes.byteLength === markBytes ? Buffer.from(carried.bytes).toString("base64") : "";
  const cut = contents.get(mark);
  contents.delete(mark);
  return { ...attributes, content: cut ?? carried.bytes };
}

interface ContentKey { readonly cipher: "aes-128-gcm" | "aes-192-gcm" | "aes-256-gcm"; readonly key: Buffer }

function unwrap(element: XmlElement, privateKey: string, older: boolean): ContentKey {
  const content = child(element, ns.xenc, "EncryptionMethod");
  const encryptedKey = child(child(element, ns.ds, "KeyInfo"), ns.xenc, "EncryptedKey");
  const method = child(encryptedKey, ns.xenc, "EncryptionMethod");
  const byOlder = older && algorithmOf(method) === algorithms.rsaOaepSha1;
  if (!byOlder) {
    if (!older) expect(content, algorithms.aes256Gcm);
    expect(method, algorithms.rsaOaep);
    expect(child(method, ns.ds, "DigestMethod"), algorithms.sha256);
    expect(child(method, algorithms.xenc11, "MGF"), algorithms.mgf1Sha256);
  } else if (childElements(method).some((one) => isNamed(one, ns.ds, "DigestMethod"))) {
    expect(child(method, ns.ds, "DigestMethod"), algorithms.sha1);
  }
  const named = olderCiphers[algorithmOf(content) ?? ""];
  if (!named) throw new XtaDecryptionError("algorithm", "the content is not encrypted with AES-GCM");
  const wrapped = decodeBase64(ownText(child(child(encryptedKey, ns.xenc, "CipherData"), ns.xenc, "CipherValue")));
  let key: Buffer;
  try {
    key = privateDecrypt({ key: createPrivateKey(privateKey), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: byOlder ? "sha1" : "sha256" }, wrapped ?? new Uint8Array());
  } catch (cause) {
    throw new XtaDecryptionError("key", "the content was not encrypted for this key", cause);
  }
  if (key.length !== named.keyBytes) throw new XtaDecryptionError("key", "the content's key has another length");
  return { cipher: named.cipher, key };
}

function open({ cipher: name, key }: ContentKey, cipher: Uint8Array): Buffer {
  if (cipher.byteLength < ivBytes + tagBytes) throw new XtaDecryptionError("content", "the cipher value is too short");
  const decipher = createDecipheriv(name, key, cipher.subarray(0, ivBytes), { authTagLength: tagBytes });
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

const algorithmOf = (element: XmlElement): string | undefined => element.attributes.find(({ namespace, name }) => namespace === "" && name === "Algorithm")?.value;

function expect(element: XmlElement, algorithm: string): void {
  if (algorithmOf(element) !== algorithm) throw new XtaDecryptionError("algorithm", `${element.name}: only ${algorithm} is read`);
}
