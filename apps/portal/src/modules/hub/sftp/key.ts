import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";

/** Wire format of SSH (RFC 4251 5): a length in four bytes, then the bytes. */
export function sshString(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

const comment = "kommunalportal";
const algorithm = "ssh-ed25519";

/** A new key of this portal for one server: Ed25519 (RFC 8709), PKCS#8 PEM. */
export function newSshKey(): string {
  return generateKeyPairSync("ed25519", { privateKeyEncoding: { type: "pkcs8", format: "pem" }, publicKeyEncoding: { type: "spki", format: "pem" } }).privateKey;
}

/** Undefined: not an Ed25519 key in PKCS#8. */
export function readSshKey(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === "ed25519" ? key : undefined;
  } catch {
    return undefined;
  }
}

const rawPublic = (key: KeyObject): Buffer => Buffer.from(createPublicKey(key).export({ format: "jwk" }).x ?? "", "base64url");
const publicBlob = (key: KeyObject): Buffer => Buffer.concat([sshString(algorithm), sshString(rawPublic(key))]);

/** One line for `authorized_keys` and `allowed_signers`. */
export function publicLine(key: KeyObject): string {
  return `${algorithm} ${publicBlob(key).toString("base64")} ${comment}`;
}

/** As `ssh-keygen -l` shows a key: SHA-256 of its wire format, Base64 without padding. */
export function fingerprintOf(blob: Uint8Array): string {
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

/** The key as OpenSSH keeps it, unencrypted (PROTOCOL.key of OpenSSH): what the library for SSH reads. Held in memory only. */
export function opensshPrivateKey(key: KeyObject): string {
  const seed = Buffer.from(key.export({ format: "jwk" }).d ?? "", "base64url");
  const check = Buffer.from("4b504b50", "hex");
  const body = Buffer.concat([check, check, publicBlob(key), sshString(Buffer.concat([seed, rawPublic(key)])), sshString(comment)]);
  // Padded to the block size of 8 with 1, 2, 3 …
  const padding = Buffer.from(Array.from({ length: (8 - (body.length % 8)) % 8 }, (_, i) => i + 1));
  const count = Buffer.from([0, 0, 0, 1]);
  const all = Buffer.concat([Buffer.from("openssh-key-v1\0"), sshString("none"), sshString("none"), sshString(""), count, sshString(publicBlob(key)), sshString(Buffer.concat([body, padding]))]);
  return armoured("OPENSSH PRIVATE KEY", all);
}

/** What a signature of ours is for; a signature for another purpose never counts as one of these. */
export const signatureNamespace = "kommunalportal-zustellung";

/** A signature as `ssh-keygen -Y sign` makes it (PROTOCOL.sshsig of OpenSSH), by the key with which the portal signs in: `ssh-keygen -Y verify` checks it. */
export function sshSignature(key: KeyObject, message: Uint8Array): string {
  const digest = createHash("sha512").update(message).digest();
  const signed = Buffer.concat([Buffer.from("SSHSIG"), sshString(signatureNamespace), sshString(""), sshString("sha512"), sshString(digest)]);
  const signature = Buffer.concat([sshString(algorithm), sshString(sign(null, signed, key))]);
  const version = Buffer.from([0, 0, 0, 1]);
  return armoured("SSH SIGNATURE", Buffer.concat([Buffer.from("SSHSIG"), version, sshString(publicBlob(key)), sshString(signatureNamespace), sshString(""), sshString("sha512"), sshString(signature)]));
}

function armoured(label: string, bytes: Buffer): string {
  return `-----BEGIN ${label}-----\n${bytes.toString("base64").replace(/(.{70})/g, "$1\n").trimEnd()}\n-----END ${label}-----\n`;
}
