import { generateKeyPair, randomUUID } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { readJson, writeJson } from "../frame/atomic-json.ts";
import { registerClientKey } from "./client-keys.ts";
import type { Service } from "./service.ts";

const fileSchema = z.object({ publicJwk: z.looseObject({ kid: z.string() }), privateJwk: z.looseObject({ kid: z.string() }) });

/** With which the portal of the demonstration answers replies. In life the online service makes the pair and registers the public part at the self-service portal; here both lie in the sandbox's folder, and the portal's start takes them from there. */
export function answerKeyPath(dataFolder: string): string {
  return join(dataFolder, "fit-connect", "answer-key.json");
}

/** Makes it where there is none. A pair of 4096 bits takes about a second, so whoever needs no answers does without. */
export async function makeAnswerKey(dataFolder: string): Promise<void> {
  const path = answerKeyPath(dataFolder);
  if (await readJson(path) !== undefined) return;
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 4096 });
  const [jwk, about] = [privateKey.export({ format: "jwk" }), { kid: randomUUID(), alg: "PS512", use: "sig" }];
  await writeJson(path, { publicJwk: { kty: jwk.kty, n: jwk.n, e: jwk.e, ...about, key_ops: ["verify"] }, privateJwk: { ...jwk, ...about, key_ops: ["sign"] } });
}

/** As at the self-service portal; does nothing where there is no key or it is known. */
export async function registerAnswerKey(service: Service, dataFolder: string, clientId: string): Promise<void> {
  const stored = await readJson(answerKeyPath(dataFolder));
  if (stored === undefined) return;
  const { publicJwk } = fileSchema.parse(stored);
  if (service.store.clients.get(clientId)?.keys.some(({ kid }) => kid === publicJwk.kid) !== true) await registerClientKey(service, clientId, publicJwk);
}
