import { z } from "zod";
import { keyObjectOf } from "./jwk.ts";
import { ApiProblem } from "./problem.ts";
import type { Client } from "./records.ts";
import type { Service } from "./service.ts";

const senderKeySchema = z.strictObject({
  kty: z.literal("RSA"), alg: z.literal("PS512"), key_ops: z.tuple([z.literal("verify")]), use: z.literal("sig").optional(), kid: z.string().min(8).max(64),
  n: z.string().min(683).max(2731).regex(/^[A-Za-z0-9_-]+$/), e: z.literal("AQAB"), x5c: z.array(z.string()).max(10).optional(),
});

/** Registers the signature key with which a sender answers replies, as at the self-service portal. undefined: no such sender. */
export async function registerClientKey({ store }: Service, clientId: string, jwk: unknown): Promise<Client | undefined> {
  const client = store.clients.get(clientId);
  if (client?.kind !== "sender") return undefined;
  const parsed = senderKeySchema.safeParse(jwk);
  if (!parsed.success || (keyObjectOf(parsed.data).asymmetricKeyDetails?.modulusLength ?? 0) < 4096) throw new ApiProblem("key-invalid", "a public JWK, PS512, of at least 4096 bits");
  const next = { ...client, keys: [...client.keys.filter(({ kid }) => kid !== parsed.data.kid), parsed.data] };
  await store.commit({ client: next });
  return next;
}

export function keyOfClient({ store }: Service, clientId: string, kid: string): object | undefined {
  return store.clients.get(clientId)?.keys.find((key) => key.kid === kid);
}
