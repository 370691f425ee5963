import { createPrivateKey, randomUUID } from "node:crypto";
import { join } from "node:path";
import { generateKeyPairWithCertificate } from "@kommunalportal/bundid";
import { z } from "zod";
import { readJson, writeJson } from "../frame/atomic-json.ts";
import { createDestination, patchDestination } from "./destination-orders.ts";
import type { Service } from "./service.ts";

/** A destination of the demo world, as it is filled in at the self-service portal. */
export interface DemoDestination {
  readonly destinationId: string;
  readonly clientId: string;
  readonly settings: { readonly name: string } & Readonly<Record<string, unknown>>;
  /** Where the subscriber finds its private keys. */
  readonly keyFile: string;
}

const privateJwk = z.looseObject({ kty: z.literal("RSA"), kid: z.string() });
export const keyFileSchema = z.object({ decryptionKey: privateJwk, signingKey: privateJwk, encryptionPublicKey: z.looseObject({ kid: z.string() }), signingPublicKey: z.looseObject({ kid: z.string() }) });
export type KeyFile = z.infer<typeof keyFileSchema>;

/** Makes and publishes the destinations that are not there yet; their keys are made on this machine and stay in the sandbox's folder. */
export async function setUpDemoDestinations(host: Service, destinations: readonly DemoDestination[]): Promise<void> {
  await Promise.all(destinations.map(async ({ destinationId, clientId, settings, keyFile }) => {
    const keys = await loadKeys(keyFile, settings.name);
    if (host.store.destinations.has(destinationId)) return;
    await createDestination(host, clientId, {
      ...settings, encryptionKid: keys.encryptionPublicKey.kid, encryptionPublicKey: keys.encryptionPublicKey, signingPublicKey: keys.signingPublicKey }, destinationId);
    await patchDestination(host, clientId, destinationId, { status: "active" });
  }));
}

export function keyFilePath(dataFolder: string, owner: string, name: string): string {
  return join(dataFolder, owner, `keys-${name}.json`);
}

async function loadKeys(path: string, name: string): Promise<KeyFile> {
  const stored = await readJson(path);
  if (stored !== undefined) return keyFileSchema.parse(stored);
  const [decryption, signing] = await Promise.all([makeKey(name, "RSA-OAEP-256"), makeKey(name, "PS512")]);
  const made = { decryptionKey: decryption.privateJwk, encryptionPublicKey: decryption.publicJwk, signingKey: signing.privateJwk, signingPublicKey: signing.publicJwk };
  await writeJson(path, made);
  return keyFileSchema.parse(made);
}

async function makeKey(name: string, alg: "RSA-OAEP-256" | "PS512"): Promise<{ readonly privateJwk: object; readonly publicJwk: object }> {
  // Valid whatever the injected clock says; how certificates end is tested with destinations that are made for it.
  const { privateKey, certificate } = await generateKeyPairWithCertificate(name.slice(0, 64), { bits: 4096, days: 36_500, now: new Date("2020-01-01T00:00:00Z") });
  const jwk = createPrivateKey(privateKey).export({ format: "jwk" });
  const kid = randomUUID();
  const [privateUse, publicUse] = alg === "PS512" ? ["sign", "verify"] : ["unwrapKey", "wrapKey"];
  return {
    privateJwk: { ...jwk, kid, alg, key_ops: [privateUse] },
    publicJwk: { kty: "RSA", n: jwk.n, e: jwk.e, kid, alg, key_ops: [publicUse], x5c: [certificate.replace(/-----[A-Z ]+-----|\s/g, "")] },
  };
}
