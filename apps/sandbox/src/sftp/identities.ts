import { createHash, generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { readJson, writeJson } from "../frame/atomic-json.ts";
import { StartProblem } from "../frame/start-problem.ts";

const identitiesSchema = z.object({
  /** OpenSSH's own form. `other`: what the server shows when it is told to show a wrong one. */
  hostKey: z.string(), otherHostKey: z.string(),
  /** As `ssh-keygen -l` shows the host key. */
  fingerprint: z.string(),
  /** The account of the portal: name, and the key that the demonstration gives it (PKCS#8). */
  user: z.string(), clientKey: z.string(),
  /** Lines of authorized_keys. */
  authorized: z.array(z.string()),
});
export type SftpIdentities = z.infer<typeof identitiesSchema>;

const pathOf = (dataFolder: string): string => join(dataFolder, "sftp", "identities.json");

/** Keys of server and portal, made on the first start, never in the repository. */
export async function loadSftpIdentities(dataFolder: string): Promise<SftpIdentities> {
  const path = pathOf(dataFolder);
  const stored = await readJson(path).catch((error: unknown) => { throw broken(path, error); });
  if (stored !== undefined) {
    const parsed = identitiesSchema.safeParse(stored);
    if (!parsed.success) throw broken(path, parsed.error);
    return parsed.data;
  }
  const made = await make();
  await writeJson(path, made);
  return made;
}

export async function authorize(dataFolder: string, identities: SftpIdentities, line: string): Promise<SftpIdentities> {
  const next = { ...identities, authorized: [...new Set([...identities.authorized, line])] };
  await writeJson(pathOf(dataFolder), next);
  return next;
}

function broken(path: string, cause: unknown): StartProblem {
  return new StartProblem(`Die Datei ${path} ist beschädigt. Löschen Sie sie; die Sandbox erzeugt dann neue Schlüssel.`, cause);
}

async function make(): Promise<SftpIdentities> {
  const { default: { utils } } = await import("ssh2");
  // About one of 500 Ed25519 keys comes out of ssh2 1.17 in a form that it cannot read itself: such a one is made anew.
  const usable = (): ReturnType<typeof utils.generateKeyPairSync> => {
    for (;;) {
      const pair = utils.generateKeyPairSync("ed25519");
      if (!(utils.parseKey(pair.private) instanceof Error)) return pair;
    }
  };
  const host = usable();
  const client = generateKeyPairSync("ed25519", { privateKeyEncoding: { type: "pkcs8", format: "pem" }, publicKeyEncoding: { type: "spki", format: "der" } });
  // The last 32 bytes of the DER form are the key itself (RFC 8410, 4).
  const field = (bytes: Buffer): Buffer => { const length = Buffer.alloc(4); length.writeUInt32BE(bytes.length); return Buffer.concat([length, bytes]); };
  const blob = Buffer.concat([field(Buffer.from("ssh-ed25519")), field(client.publicKey.subarray(-32))]);
  return {
    hostKey: host.private, otherHostKey: usable().private,
    fingerprint: `SHA256:${createHash("sha256").update(Buffer.from(host.public.split(" ")[1] ?? "", "base64")).digest("base64").replace(/=+$/, "")}`,
    user: "kommunalportal", clientKey: client.privateKey, authorized: [`ssh-ed25519 ${blob.toString("base64")} kommunalportal`],
  };
}
