import { createHash, createPublicKey, verify } from "node:crypto";
import { fieldsOf, string } from "./packets.ts";
import { readZip } from "./read-zip.ts";

export type Checked =
  | { readonly ok: true; readonly message: { readonly id: string; readonly type: string; readonly data: Readonly<Record<string, unknown>> }; readonly files: readonly { readonly path: string; readonly size: number }[] }
  | { readonly ok: false; readonly reasons: readonly string[] };

const namespace = "kommunalportal-zustellung";

/** What an office system has to look at before it takes a package: every file named with its check value, none besides, signed by a key that the server knows. */
export function checkPackage(bytes: Buffer, authorized: readonly string[]): Checked {
  try {
    const files = readZip(bytes);
    const [sums, signature, message] = ["pruefsummen.sha256", "pruefsummen.sha256.sig", "nachricht.json"].map((name) => files.get(name));
    if (!sums || !signature || !message) return { ok: false, reasons: ["Im Paket fehlt nachricht.json, pruefsummen.sha256 oder die Unterschrift."] };
    if (!signedByOne(sums, signature.toString("utf8"), authorized)) return { ok: false, reasons: ["Die Unterschrift ist nicht die des Portals."] };
    const named = new Map(sums.toString("utf8").trimEnd().split("\n").map((line) => [line.slice(66), line.slice(0, 64)]));
    const besides = [...files.keys()].filter((path) => !path.startsWith("pruefsummen.sha256") && !named.has(path));
    const wrong = [...named].filter(([path, sum]) => { const file = files.get(path); return !file || createHash("sha256").update(file).digest("hex") !== sum; }).map(([path]) => path);
    if (besides.length + wrong.length > 0) return { ok: false, reasons: [...besides, ...wrong].map((path) => `Prüfsumme fehlt oder stimmt nicht: ${path}`) };
    const read = JSON.parse(message.toString("utf8")) as { id: string; type: string; data: Record<string, unknown> };
    return { ok: true, message: read, files: [...named.keys()].map((path) => ({ path, size: files.get(path)?.length ?? 0 })) };
  } catch (error) {
    return { ok: false, reasons: [`Das Paket ist nicht lesbar: ${error instanceof Error ? error.message : ""}`] };
  }
}

/** PROTOCOL.sshsig of OpenSSH, Ed25519 only. */
function signedByOne(message: Buffer, armoured: string, authorized: readonly string[]): boolean {
  const bytes = Buffer.from(armoured.replace(/-----[^-]+-----/g, "").replace(/\s/g, ""), "base64");
  if (bytes.toString("latin1", 0, 6) !== "SSHSIG" || bytes.readUInt32BE(6) !== 1) return false;
  const fields = fieldsOf(bytes, 10);
  const [blob, space, reserved, hash, signature] = [fields.bytes(), fields.text(), fields.bytes(), fields.text(), fields.bytes()];
  if (space !== namespace || hash !== "sha512" || !authorized.some((line) => line.split(" ")[1] === blob.toString("base64"))) return false;
  const inner = fieldsOf(signature, 0);
  if (inner.text() !== "ssh-ed25519") return false;
  const raw = fieldsOf(blob, 0);
  raw.text();
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: raw.bytes().toString("base64url") }, format: "jwk" });
  const signed = Buffer.concat([Buffer.from("SSHSIG"), string(space), string(reserved), string(hash), string(createHash("sha512").update(message).digest())]);
  return verify(null, signed, key, inner.bytes());
}
