import { generateKeyPair, randomUUID, type JsonWebKey, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { readJson, writeJson } from "../frame/atomic-json.ts";

export interface ServiceKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Own keys of the service: for the event log, for the routes (those of the self-service portal) and for access tokens; and one that nobody publishes. */
export interface ServiceKeys { readonly events: ServiceKey; readonly portal: ServiceKey; readonly tokens: ServiceKey; readonly foreign: ServiceKey }

const generate = promisify(generateKeyPair);
const stored = z.object({ kid: z.string(), key: z.looseObject({ kty: z.literal("RSA") }) });
const fileSchema = z.object({ events: stored, portal: stored, tokens: stored, foreign: stored });

/** Read from the sandbox's folder, or made on first use (RSA-4096 takes its time). */
export async function loadServiceKeys(folder: string): Promise<ServiceKeys> {
  const path = join(folder, "keys.json");
  let file = await readJson(path);
  if (file === undefined) {
    const [events, portal, tokens, foreign] = await Promise.all([make(4096), make(4096), make(2048), make(4096)]);
    file = { events, portal, tokens, foreign };
    await writeJson(path, file);
  }
  const keys = fileSchema.parse(file);
  return { events: open(keys.events), portal: open(keys.portal), tokens: open(keys.tokens), foreign: open(keys.foreign) };
}

async function make(modulusLength: number): Promise<z.infer<typeof stored>> {
  const { privateKey } = await generate("rsa", { modulusLength });
  return { kid: randomUUID(), key: { ...privateKey.export({ format: "jwk" }), kty: "RSA" } };
}

function open({ kid, key }: z.infer<typeof stored>): ServiceKey {
  const privateKey = createPrivateKey({ key, format: "jwk" });
  return { kid, privateKey, publicKey: createPublicKey(privateKey) };
}

/** As published under `/.well-known/jwks.json`. */
export function publicSignatureJwk({ kid, publicKey }: ServiceKey): JsonWebKey {
  return { ...publicKey.export({ format: "jwk" }), kid, alg: "PS512", use: "sig", key_ops: ["verify"] };
}
