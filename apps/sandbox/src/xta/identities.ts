import { join } from "node:path";
import { createCertificateAuthority, generateKeyPairWithCertificate, issueCertificate } from "@kommunalportal/bundid";
import { z } from "zod";
import { readJson, writeJson } from "../frame/atomic-json.ts";
import { StartProblem } from "../frame/start-problem.ts";

const pair = z.object({ privateKey: z.string(), certificate: z.string() });
const identitiesSchema = z.object({
  /** Signs everything below but `otherServer`; clients trust its certificate. */
  authority: pair,
  server: pair,
  /** What the server shows when it is told to show a wrong one. */
  otherServer: pair,
  /** For whom messages to the Fachverfahren are encrypted: RSA, beside the key with which it shows itself. */
  reader: pair,
  clients: z.object({ portal: pair, fachverfahren: pair, efa: pair, gesperrt: pair, fremd: pair, abgelaufen: pair }),
});
export type Identities = z.infer<typeof identitiesSchema>;
export type ClientName = keyof Identities["clients"];
type Pair = z.infer<typeof pair>;

const HOSTS = ["xta.sandbox.localhost", "localhost", "127.0.0.1"];

/** The file from which a portal takes its client certificate and the authority to trust. */
export function identitiesPath(dataFolder: string): string {
  return join(dataFolder, "xta", "identities.json");
}

/**
 * Keys and certificates, made on the first start, never in the repository. `fremd` is signed but has no account; `abgelaufen` is
 * the portal's of last year. Validity is real time, since TLS knows no other.
 */
export async function loadIdentities(dataFolder: string): Promise<Identities> {
  const path = identitiesPath(dataFolder);
  const broken = (cause: unknown): StartProblem => new StartProblem(`Die Datei ${path} ist beschädigt. Löschen Sie sie; die Sandbox erzeugt dann neue Zertifikate.`, cause);
  const stored = await readJson(path).catch((error: unknown) => { throw broken(error); });
  if (stored !== undefined) {
    // A folder of an older sandbox has no key for reading.
    const complete = typeof stored === "object" && stored !== null && !("reader" in stored) ? { ...stored, reader: await readingPair() } : stored;
    const parsed = identitiesSchema.safeParse(complete);
    if (!parsed.success) throw broken(parsed.error);
    if (complete !== stored) await writeJson(path, parsed.data);
    return parsed.data;
  }
  const made = await make();
  await writeJson(path, made);
  return made;
}

const readingPair = (): Promise<Pair> => generateKeyPairWithCertificate("Fachverfahren (Lesen)", { bits: 3_072, days: 3_650, now: new Date(Date.now() - 86_400_000) });

async function make(): Promise<Identities> {
  const yesterday = new Date(Date.now() - 86_400_000);
  const [authority, other] = await Promise.all([createCertificateAuthority("Sandbox XTA-CA", { from: yesterday }), createCertificateAuthority("Andere CA", { from: yesterday })]);
  const server = (by: Pair): Promise<Pair> => issueCertificate(by, { commonName: "xta.sandbox.localhost", usage: "server", hosts: HOSTS, from: yesterday });
  const client = (commonName: string, from = yesterday, days = 3650): Promise<Pair> => issueCertificate(authority, { commonName, usage: "client", from, days });
  const [reader, ours, otherServer, portal, fachverfahren, efa, gesperrt, fremd, abgelaufen] = await Promise.all([
    readingPair(), server(authority), server(other), client("Kommunalportal"), client("Fachverfahren"), client("EfA-Dienst"), client("Gesperrtes Konto"), client("Ohne Konto"),
    client("Kommunalportal (abgelaufen)", new Date(Date.now() - 400 * 86_400_000), 365),
  ]);
  return { authority, server: ours, otherServer, reader, clients: { portal, fachverfahren, efa, gesperrt, fremd, abgelaufen } };
}
