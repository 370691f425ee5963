import { X509Certificate } from "node:crypto";
import { z } from "zod";
import { readJson, writeJson } from "../frame/atomic-json.ts";
import type { Identities } from "./identities.ts";

const clients = ["portal", "fachverfahren", "efa"] as const;
const certificate = z.string().min(1).max(20_000).refine(isCertificate, "not a certificate in PEM");
/** What the DVDV says of an authority in the world outside: a certificate that an account may show besides its first, or the one to encrypt for a reader with (the newest counts; null takes it out). */
export const entrySchema = z.union([z.strictObject({ client: z.enum(clients), certificate }), z.strictObject({ reader: z.string().min(1).max(200), certificate: certificate.nullable() })]);
type Entry = z.infer<typeof entrySchema>;

export interface CertificateRegister {
  /** The account that this certificate opens. */
  clientOf(fingerprint256: string): string | undefined;
  /** PEM: for which a reader is written to. */
  readerCertificate(mailbox: string): string | undefined;
  /** Kept on the disk before it counts. */
  add(entry: Entry): Promise<void>;
}

export async function openCertificateRegister(path: string, identities: Identities): Promise<CertificateRegister> {
  const entries = z.array(entrySchema).parse((await readJson(path)) ?? []);
  const byFingerprint = new Map<string, string>();
  const count = (client: string, certificate: string): void => { byFingerprint.set(new X509Certificate(certificate).fingerprint256, client); };
  for (const [client, { certificate }] of Object.entries(identities.clients)) count(client, certificate);
  const readers = new Map<string, string>();
  const apply = (entry: Entry): void => {
    if ("client" in entry) count(entry.client, entry.certificate);
    else if (entry.certificate === null) readers.delete(entry.reader);
    else readers.set(entry.reader, entry.certificate);
  };
  for (const entry of entries) apply(entry);
  return {
    readerCertificate: (mailbox) => readers.get(mailbox),
    clientOf: (fingerprint256) => byFingerprint.get(fingerprint256),
    async add(entry) {
      entries.push(entry);
      await writeJson(path, entries);
      apply(entry);
    },
  };
}

function isCertificate(pem: string): boolean {
  try { return new X509Certificate(pem).raw.length > 0; } catch { return false; }
}
