import { X509Certificate } from "node:crypto";
import { z } from "zod";
import { readJson, writeJson } from "../frame/atomic-json.ts";
import type { Identities } from "./identities.ts";

const clients = ["portal", "fachverfahren", "efa"] as const;
/** A certificate that an account may show besides its first: what the DVDV says of an authority in the world outside. */
export const entrySchema = z.strictObject({ client: z.enum(clients), certificate: z.string().min(1).max(20_000).refine(isCertificate, "not a certificate in PEM") });
type Entry = z.infer<typeof entrySchema>;

export interface CertificateRegister {
  /** The account that this certificate opens. */
  clientOf(fingerprint256: string): string | undefined;
  /** Kept on the disk before it counts. */
  add(entry: Entry): Promise<void>;
}

export async function openCertificateRegister(path: string, identities: Identities): Promise<CertificateRegister> {
  const entries = z.array(entrySchema).parse((await readJson(path)) ?? []);
  const byFingerprint = new Map<string, string>();
  const count = (client: string, certificate: string): void => { byFingerprint.set(new X509Certificate(certificate).fingerprint256, client); };
  for (const [client, { certificate }] of Object.entries(identities.clients)) count(client, certificate);
  for (const { client, certificate } of entries) count(client, certificate);
  return {
    clientOf: (fingerprint256) => byFingerprint.get(fingerprint256),
    async add(entry) {
      entries.push(entry);
      await writeJson(path, entries);
      count(entry.client, entry.certificate);
    },
  };
}

function isCertificate(pem: string): boolean {
  try { return new X509Certificate(pem).raw.length > 0; } catch { return false; }
}
