import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateKeyPairWithCertificate } from "@kommunalportal/bundid";
import { demoCertificateName, demoKey } from "../../apps/portal/src/demo-marks.ts";

/** Keys of this demonstration: made at the first start, kept in `.data/`, never in the repository, refused in production. */
export interface DemoSecrets {
  readonly passwords: { readonly owner: string; readonly app: string; readonly worker: string };
  readonly installationKey: string;
  readonly pepper: string;
  /** Of the example extension. */
  readonly extension: string;
}

export interface BundidFiles { readonly signingKey: string; readonly signingCertificate: string; readonly decryptionKey: string; readonly decryptionCertificate: string }

export function demoSecrets(folder: string): DemoSecrets {
  const file = join(folder, "secrets.json");
  if (!existsSync(file)) {
    const made: DemoSecrets = {
      passwords: { owner: randomBytes(18).toString("base64url"), app: randomBytes(18).toString("base64url"), worker: randomBytes(18).toString("base64url") },
      installationKey: demoKey(),
      pepper: demoKey(),
      extension: `kps_${randomBytes(6).toString("hex")}_${randomBytes(32).toString("base64url")}`,
    };
    writeWhole(file, JSON.stringify(made));
  }
  return JSON.parse(readFileSync(file, "utf8")) as DemoSecrets;
}

/** Two key pairs, for signing and for decryption, with certificates (BSI TR-03116-4: separate keys, at least 3072 bits). */
export async function bundidFiles(folder: string): Promise<BundidFiles> {
  const files: BundidFiles = {
    signingKey: join(folder, "bundid-signing.key.pem"), signingCertificate: join(folder, "bundid-signing.crt.pem"),
    decryptionKey: join(folder, "bundid-decryption.key.pem"), decryptionCertificate: join(folder, "bundid-decryption.crt.pem"),
  };
  for (const [keyFile, certificateFile, name] of [[files.signingKey, files.signingCertificate, "signing"], [files.decryptionKey, files.decryptionCertificate, "decryption"]] as const) {
    if (existsSync(keyFile) && existsSync(certificateFile)) continue;
    const pair = await generateKeyPairWithCertificate(demoCertificateName(name));
    writeWhole(keyFile, pair.privateKey);
    writeWhole(certificateFile, pair.certificate);
  }
  return files;
}

/** A file is there whole or not at all, whenever the machine stops. */
function writeWhole(file: string, content: string): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
